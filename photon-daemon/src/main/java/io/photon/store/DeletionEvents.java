// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.JsonTree;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** {@link StreamDeletion} as an event of {@code __config__}, and back. */
public final class DeletionEvents {

    private DeletionEvents() {}

    /** The event that records a deletion. */
    public static EventDraft draft(StreamDeletion deletion) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(Utf8.bytes("\"stream-name\":\"" + StreamNames.CONFIG + "\",\"event-type\":\""
                + StreamDeletion.EVENT_TYPE + "\",\"payload\":{\"stream-name\":\""));
        body.writeBytes(EventLine.escape(deletion.streamName()));
        body.writeBytes(Utf8.bytes("\",\"up-to\":" + deletion.upTo() + "}}"));
        return new EventDraft(StreamNames.CONFIG, StreamDeletion.EVENT_TYPE, null, body.toByteArray());
    }

    /** The deletion an event of {@code __config__} records; empty when it records something else. */
    public static Optional<StreamDeletion> read(Event event) {
        if (!event.eventType().equals(StreamDeletion.EVENT_TYPE)
                || !event.streamName().equals(StreamNames.CONFIG)) {
            return Optional.empty();
        }
        try {
            JsonNode payload = JsonTree.payload(event);
            JsonNode stream = payload.path("stream-name");
            JsonNode upTo = payload.path("up-to");
            boolean complete = stream.isTextual() && upTo.canConvertToLong() && upTo.isIntegralNumber();
            if (!complete || StreamNames.isInternal(stream.textValue())) {
                return Optional.empty();
            }
            // Nothing recorded at this position can speak of later events.
            long bound = Math.min(upTo.longValue(), event.orderId());
            return Optional.of(new StreamDeletion(stream.textValue(), bound));
        } catch (IOException e) {
            return Optional.empty(); // a line that is no JSON records nothing
        }
    }
}
