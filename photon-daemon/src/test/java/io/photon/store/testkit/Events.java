// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import java.nio.charset.StandardCharsets;

/** Events for the tests of stores. */
public final class Events {

    private Events() {}

    public static Event event(String stream, long orderId) {
        return event(stream, orderId, null, "{\"n\":" + orderId + "}");
    }

    public static Event event(String stream, long orderId, String localId) {
        return event(stream, orderId, localId, "{\"n\":" + orderId + "}");
    }

    /** @param localId or null */
    public static Event event(String stream, long orderId, String localId, String payload) {
        String body = "\"stream-name\":\"" + escaped(stream) + "\",\"event-type\":\"Happened\""
                + (localId == null ? "" : ",\"local-id\":\"" + escaped(localId) + "\"")
                + ",\"payload\":" + payload + "}";
        return new EventDraft(stream, "Happened", localId, body.getBytes(StandardCharsets.UTF_8))
                .stamped(orderId, orderId / 1_000);
    }

    /** One with a time that has nothing to do with its order-id. */
    public static Event at(String stream, long orderId, long timeMs) {
        Event event = event(stream, orderId);
        return new EventDraft(stream, "Happened", null, event.body()).stamped(orderId, timeMs);
    }

    private static String escaped(String text) {
        return new String(EventLine.escape(text), StandardCharsets.UTF_8);
    }
}
