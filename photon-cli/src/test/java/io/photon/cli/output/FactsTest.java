// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    uptime-ms        | 36000            | uptime       | 36.0 s
                    uptime-ms        | 250              | uptime       | 250 ms
                    heap-used-bytes  | 61446048         | heap-used    | 58.6 MiB
                    ack-micros-p99   | 22527            | ack-p99      | 22.5 ms
                    ack-micros-p99   | 870              | ack-p99      | 870 µs
                    head             | 7                | head         | 7
                    total-events     | 1234567          | total-events | 1,234,567
                    took-ms          | long             | took-ms      | long
                    """)
    void aValueShowsItsUnitAndItsNameDoesNotRepeatIt(String name, String text, String label, String value) {
        assertEquals(label, Facts.label(name, text));
        assertEquals(value, Facts.value(name, text));
    }
}
