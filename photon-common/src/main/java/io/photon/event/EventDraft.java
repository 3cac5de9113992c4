package io.photon.event;

import java.util.Arrays;
import java.util.Objects;

/**
 * What an emitter wants stored: checked and brought into canonical form, not yet stamped. Immutable; the body's bytes
 * must not be changed by anybody.
 *
 * @param streamName the stream to append to, not empty
 * @param eventType what happened, not empty
 * @param localId the emitter's own id of this event, or null
 * @param body the canonical line from {@code "stream-name":} to the closing brace, see {@link EventLine}
 */
public record EventDraft(String streamName, String eventType, String localId, byte[] body) {

    public EventDraft {
        Objects.requireNonNull(streamName, "streamName");
        Objects.requireNonNull(eventType, "eventType");
        Objects.requireNonNull(body, "body");
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
