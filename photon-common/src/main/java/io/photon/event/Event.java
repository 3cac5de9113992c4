// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One stored event: a position and its canonical line (see {@link EventLine}). Immutable; it may share its array with
 * other events of a page, so it is never written to. The names are decoded when first asked for.
 *
 * <p>Two events are equal when their lines are.
 */
public final class Event {

    private final byte[] array;
    private final int offset;
    private final int length;
    private final long orderId;

    /** Null until it is asked for; immutable, so that threads may each make it and see any. */
    private EventLine.@Nullable Header header;

    private Event(byte[] array, int offset, int length, long orderId, EventLine.@Nullable Header header) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.orderId = orderId;
        this.header = header;
    }

    /**
     * The event of a canonical line that fills an array.
     *
     * @throws IllegalArgumentException when the line is not canonical
     */
    public static Event ofLine(byte[] line) {
        return ofLine(line, 0, line.length);
    }

    /**
     * The event of a canonical line inside an array, which is not copied.
     *
     * @throws IllegalArgumentException when the line is not canonical
     */
    public static Event ofLine(byte[] array, int offset, int length) {
        EventLine.Header header = EventLine.header(array, offset, length);
        if (header == null) {
            throw new IllegalArgumentException("not a canonical event line");
        }
        return new Event(array, offset, length, header.orderId(), header);
    }

    /**
     * The event of a line inside an array that is known to be canonical, as one that was stored and whose checksum fits. It is
     * not looked at before a field is asked for: most replays pass lines on without.
     *
     * @param orderId the one in the line
     */
    public static Event ofKnownLine(byte[] array, int offset, int length, long orderId) {
        return new Event(array, offset, length, orderId, null);
    }

    /** Whether an array holds a canonical line and nothing else. */
    public static boolean isLine(byte[] array) {
        return EventLine.header(array, 0, array.length) != null;
    }

    /** The global position. */
    public long orderId() {
        return orderId;
    }

    /** When Photon received it, in ms since 1970. */
    public long eventTime() {
        return header().eventTime();
    }

    public String streamName() {
        return EventLine.unescape(array, header().streamFrom(), header().streamTo());
    }

    public String eventType() {
        return EventLine.unescape(array, header().typeFrom(), header().typeTo());
    }

    /** The emitter's own id, or null. */
    public @Nullable String localId() {
        EventLine.Header at = header();
        return at.localIdFrom() < 0 ? null : EventLine.unescape(array, at.localIdFrom(), at.localIdTo());
    }

    /** {@link EventLine#hash} of the stream's name. */
    public long streamHash() {
        return EventLine.hash(array, header().streamFrom(), header().streamTo());
    }

    /** Hash of stream and local-id together, or 0 when there is no local-id. */
    public long localIdHash() {
        EventLine.Header at = header();
        return at.localIdFrom() < 0
                ? 0
                : EventLine.hashPair(streamHash(), EventLine.hash(array, at.localIdFrom(), at.localIdTo()));
    }

    /** The array that holds the line; read only. */
    public byte[] array() {
        return array;
    }

    /** Where the line starts in {@link #array()}. */
    public int offset() {
        return offset;
    }

    /** The line's length in bytes, without a line end. */
    public int length() {
        return length;
    }

    /** Whether a line end follows it in {@link #array()}, so that both can be passed on as one piece. */
    public boolean hasLineEnd() {
        int end = offset + length;
        return end < array.length && array[end] == '\n';
    }

    /** Whether another one's line stands right after this one's line end in the same array. */
    public boolean isNextTo(Event other) {
        return other.array == array && other.offset == offset + length + 1 && hasLineEnd();
    }

    /** Where the leading fields stand in {@link #array()}. */
    public EventLine.Header header() {
        EventLine.Header known = header;
        if (known == null) {
            known = EventLine.header(array, offset, length);
            if (known == null) {
                throw new IllegalArgumentException("not a canonical event line");
            }
            header = known;
        }
        return known;
    }

    /** A copy of the line. */
    public byte[] line() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** A copy of the line from the stream's name on: what {@link EventDraft#body()} was. */
    public byte[] body() {
        return Arrays.copyOfRange(array, header().bodyFrom(), offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Event that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(orderId);
    }

    /** The line as text, for messages and tests. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
