// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.AskedReplay;
import io.photon.door.http.wire.call.BareExchange;
import io.photon.result.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is played, by the query and by where a client of Server-Sent Events was. */
class ReplayQueryTest {

    private static AskedReplay asked(String query, String last) {
        return ReplayEndpoint.query(BareExchange.call("GET", "/api/replay/a%2Fb?" + query), last)
                .value();
    }

    @Test
    void aQueryIsHandedOnAsItIs() {
        assertEquals(
                new AskedReplay("a/b", true, "cold", "1", "2", "3", "T", ".x", "backwards"),
                asked("exact&type=cold&from=1&to=2&limit=3&event-type=T&where=.x&direction=backwards", null));
        assertEquals(new AskedReplay("a/b", false, null, null, null, null, null, null, null), asked("type=", null));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void whoWasNowhereGetsWhatTheQuerySays(String last) {
        assertEquals("hot", asked("type=hot", last).type());
        assertEquals("5", asked("from=5", last).from());
    }

    @Test
    void whoWasSomewhereGoesOnAfterItAndMissesNothing() {
        assertEquals("8", asked("from=5&type=cold", "7").from());
        assertEquals("cold", asked("from=5&type=cold", "7").type());
        assertEquals("hot-cold", asked("type=hot", "7").type(), "what came in between is history");
        assertEquals("999999999999999999", asked("", "999999999999999999").from(), "there is no position after it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5", " 7", "1234567890123456789", "٧"})
    void whereNoOneCanHaveBeenIsRefused(String last) {
        Failure failure = ReplayEndpoint.query(BareExchange.call("GET", "/api/replay/s"), last)
                .failure();
        assertEquals("Last-Event-ID is '" + last + "', which is not an order-id", failure.message());
    }

    @Test
    void signsOfLifeTellTheirPositionWhenAsked() {
        assertTrue(ReplayEndpoint.tellsPosition(BareExchange.call("GET", "/api/replay/s?heartbeat=position")));
        assertFalse(ReplayEndpoint.tellsPosition(BareExchange.call("GET", "/api/replay/s?heartbeat=empty")));
        assertEquals(
                "heartbeat is 'loud'",
                ReplayEndpoint.query(BareExchange.call("GET", "/api/replay/s?heartbeat=loud"), null)
                        .failure()
                        .message());
    }
}
