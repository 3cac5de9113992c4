// SPDX-License-Identifier: Apache-2.0
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

    static Chunk listed(List<?> entry) {
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

    /** The chunks of a batch; numbers begin with 0. */
    static List<Chunk> of(List<Event> batch) {
        List<Chunk> chunks = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            int length = batch.get(i).length();
            if (i > from && (i - from == MOST_EVENTS || bytes + length > MOST_BYTES)) {
                chunks.add(new Chunk(batch.get(i - 1).orderId(), from, i - from, bytes));
                from = i;
                bytes = 0;
            }
            bytes += length;
        }
        chunks.add(new Chunk(batch.get(batch.size() - 1).orderId(), from, batch.size() - from, bytes));
        return chunks;
    }
}
