// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.api.SqlQuery.Form;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a query in JSON says. */
class SqlBodyTest {

    private static List<String> args(String json) {
        return SqlEndpoint.read("{\"sql\":\"SELECT ?\",\"args\":[" + json + "]}", Form.JSON)
                .value()
                .args();
    }

    @Test
    void aNumberThatIsGivenToAQueryKeepsEachOfItsDigits() {
        assertEquals(
                List.of("99999999999999999999999999.5", "0.10", "9007199254740993.0", "12345678901234567890", "-0.1"),
                args("99999999999999999999999999.5,0.10,9007199254740993.0,12345678901234567890,-0.1"));
    }

    @Test
    void anExponentIsWrittenOutUnlessThatWereLong() {
        assertEquals(List.of("1000", "0.025", "1E+999999999"), args("1e3,25e-3,1e999999999"));
    }
}
