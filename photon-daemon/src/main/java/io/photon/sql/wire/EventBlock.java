// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.wire;

import io.photon.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Events in reading order, as lines in one array. Immutable.
 *
 * @param bytes of the lines, each after its length
 * @param cursor where to go on
 * @param end whether there are no more
 */
public record EventBlock(ByteBuffer bytes, long cursor, boolean end) {

    private static final int HEAD_BYTES = 9;

    /** What {@link #of} reads. */
    public static byte[] write(List<Event> events, long cursor, boolean end) throws IOException {
        int size = HEAD_BYTES;
        for (Event event : events) {
            size += Integer.BYTES + event.length();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeLong(cursor);
        data.writeBoolean(end);
        for (Event event : events) {
            data.writeInt(event.length());
            data.write(event.array(), event.offset(), event.length());
        }
        return bytes.toByteArray();
    }

    /** A block in what was given. @param given begins where the block does */
    public static EventBlock of(ByteBuffer given) {
        long cursor = given.getLong();
        boolean end = given.get() != 0;
        return new EventBlock(given.slice(), cursor, end);
    }

    /** The first event, or the one after {@code at}; null at the end. @param at where it begins, from 0 */
    public @org.jspecify.annotations.Nullable Event event(int at) {
        return at >= bytes.limit()
                ? null
                : Event.ofLine(bytes.array(), bytes.arrayOffset() + at + Integer.BYTES, bytes.getInt(at));
    }

    /** Where the event after this one begins. */
    public static int after(int at, Event event) {
        return at + Integer.BYTES + event.length();
    }
}
