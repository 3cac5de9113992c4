// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.codec.EventParser;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events for the tests of this room. */
final class MirrorEvents {

    static final long FIRST = 1_764_000_000_000_000L;

    private MirrorEvents() {}

    /** The event an emitter's JSON becomes. */
    static Event parsed(long orderId, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Result<EventDraft> parsed = EventParser.parseDraft(bytes, 0, bytes.length);
        if (parsed instanceof Result.Ok<EventDraft> ok) {
            return ok.value().stamped(orderId, orderId / 1_000);
        }
        throw new IllegalArgumentException(parsed.toString());
    }

    static Event event(String stream, long orderId) {
        return parsed(
                orderId,
                "{\"stream-name\":\"" + stream + "\",\"event-type\":\"Happened\",\"local-id\":\"id-" + orderId
                        + "\",\"payload\":{\"n\":" + orderId + "}}");
    }

    /** {@code count} events from {@code first} on, over three streams, with payloads of many lengths. */
    static List<Event> events(long first, int count, Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String note = "x".repeat(random.nextInt(400));
            events.add(parsed(
                    first + i,
                    "{\"stream-name\":\"stream-" + random.nextInt(3)
                            + "\",\"event-type\":\"Happened\",\"schema\":\"1\"," + "\"payload\":{\"n\":"
                            + random.nextLong() + ",\"note\":\"" + note + "\"}}"));
        }
        return events;
    }
}
