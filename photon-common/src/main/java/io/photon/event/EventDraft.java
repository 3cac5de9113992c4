// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an emitter wants stored: checked and brought into canonical form, not yet stamped. Immutable; the body's bytes
 * must not be changed by anybody.
 *
 * @param streamName the stream to append to, not empty
 * @param eventType what happened, not empty
 * @param localId the emitter's own id of this event, or null
 * @param body the canonical line from {@code "stream-name":} to the closing brace, see {@link EventLine}
 */
public record EventDraft(
        String streamName, String eventType, @Nullable String localId, byte[] body) {

    /** How every body begins. */
    private static final byte[] PREFIX = "\"stream-name\":\"".getBytes(StandardCharsets.US_ASCII);

    public EventDraft {
        Objects.requireNonNull(streamName, "streamName");
        Objects.requireNonNull(eventType, "eventType");
        Objects.requireNonNull(body, "body");
    }

    /** The same in another stream. @param name not empty, and no longer than a stream's name may be */
    public EventDraft inStream(String name) {
        int after = PREFIX.length;
        while (body[after] != '"') {
            after += body[after] == '\\' ? 2 : 1;
        }
        byte[] escaped = EventLine.escape(name);
        ByteBuffer other = ByteBuffer.allocate(PREFIX.length + escaped.length + body.length - after);
        other.put(PREFIX).put(escaped).put(body, after, body.length - after);
        return new EventDraft(name, eventType, localId, other.array());
    }

    /** The event this draft becomes at a position. */
    public Event stamped(long orderId, long eventTime) {
        return Event.ofLine(EventLine.compose(orderId, eventTime, body));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventDraft that && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "EventDraft[" + streamName + " " + eventType + "]";
    }
}
