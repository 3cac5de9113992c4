// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ReplayQuery;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlayedEventsTest {

    @Test
    void aConditionThatCannotReadANumberEndsTheReplayAndNamesTheEvent() {
        ReplayQuery query =
                new ReplayQuery("orders", "cold", 0, Long.MAX_VALUE, Long.MAX_VALUE, null, ".payload.n > 1", false);
        PlayedEvents played =
                new PlayedEvents(ok(EventFilter.of(query, 1_764_000_000_000L)), (bytes, from, length) -> {});
        assertTrue(played.item(event(1, "2")));
        assertFalse(played.item(event(2, "1e99999999999")));
        assertTrue(played.failure().message().contains("at order-id 2 cannot be read"), played.failure()::message);
    }

    private static byte[] event(long orderId, String n) {
        return ("{\"order-id\":" + orderId + ",\"event-time\":1764000000000,\"stream-name\":\"orders\","
                        + "\"event-type\":\"Placed\",\"payload\":{\"n\":" + n + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
