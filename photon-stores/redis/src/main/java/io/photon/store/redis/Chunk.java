package io.photon.store.redis;

import io.photon.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that were stored together and are read together: one entry of the log's index. One event of any length, or several
 * that are not long.
 *
 * @param last the highest order-id
 * @param first the number of the first event
 * @param count how many events
 * @param bytes how long they are together
 */
record Chunk(long last, long first, int count, long bytes) {

    private static final int MOST_EVENTS = 256;
    private static final int MOST_BYTES = 64 * 1024;

    static Chunk of(List<?> entry) {
        byte[] value = Replies.value(entry);
        int first = Replies.colon(value, 0);
        int second = Replies.colon(value, first + 1);
        return new Chunk(
                Replies.id(entry),
                Replies.number(value, 0, first),
                (int) Replies.number(value, first + 1, second),
                Replies.number(value, second + 1, value.length));
    }

    /** The id of its entry. */
    String id() {
        return last + "-0";
    }

    /** How many events and bytes the chunks of a batch have, in turn. */
    static List<Long> sizes(List<Event> batch) {
        List<Long> sizes = new ArrayList<>();
        int count = 0;
        long bytes = 0;
        for (Event event : batch) {
            if (count > 0 && (count == MOST_EVENTS || bytes + event.length() > MOST_BYTES)) {
                sizes.addAll(List.of((long) count, bytes));
                count = 0;
                bytes = 0;
            }
            count++;
            bytes += event.length();
        }
        sizes.addAll(List.of((long) count, bytes));
        return sizes;
    }
}
