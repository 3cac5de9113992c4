// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatLineTest {

    private static Reading reading(long atMs, long appended) {
        String facts = "{\"log\":{\"appended\":" + appended + ",\"ack-micros-p99\":2500,\"subscribers\":3},"
                + "\"heap-used-bytes\":10485760,\"projections\":{\"failed\":2}}";
        return new Reading(atMs, FlatJson.read(facts.getBytes(StandardCharsets.UTF_8)), List.of(), true, List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 87, 200, Integer.MAX_VALUE})
    void aLineIsAsWideAsItsHeadingAndNeverWiderThanTheTerminal(int width) {
        StatLine line = new StatLine(width);
        String shown = line.of(reading(2_000, 50), reading(1_000, 20));
        assertEquals(line.heading().length(), shown.length(), shown);
        assertTrue(shown.length() <= Math.max(width, 21), shown);
        assertTrue(shown.startsWith("00:00:02           30"), shown);
    }

    @Test
    void whatIsWrongStaysAndWhatIsNiceToKnowGoesFirst() {
        assertEquals("TIME (UTC)  APPENDS/s  P99 ms  FAILED", new StatLine(40).heading());
        assertEquals(
                "TIME (UTC)  APPENDS/s  P50 ms  P99 ms  QUEUE  READERS  SLOW  HEAP MB  FAILED",
                new StatLine(80).heading());
        assertTrue(new StatLine(Integer.MAX_VALUE).heading().contains("BATCHES/s"));
    }
}
