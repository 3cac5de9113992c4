// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.call.BareExchange;
import io.photon.door.http.wire.call.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request would rather have. */
class PreferenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proper-end                      | true",
                "Proper-End                      | true",
                "respond-async, proper-end ,wait=5 | true",
                "proper-end; reason=shown        | true",
                "wait=5;proper-end               | false",
                "proper-ending                   | false",
                "','                             | false",
                "''                              | false"
            })
    void aPreferenceIsOneOfTheList(String prefer, boolean wanted) {
        assertEquals(wanted, Preference.wants(BareExchange.call("GET", "/", "Prefer", prefer), "proper-end"));
    }

    @Test
    void aListMayComeInSeveralHeaders() {
        Call call = BareExchange.call("GET", "/", "Prefer", "wait=5", "Prefer", "proper-end");
        assertTrue(Preference.wants(call, "proper-end"));
    }
}
