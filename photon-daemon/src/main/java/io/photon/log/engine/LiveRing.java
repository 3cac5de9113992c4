// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.budget.Budget;
import io.photon.event.Event;
import java.util.Arrays;
import java.util.List;

/**
 * The latest events, bounded by count and by bytes: every visible event above {@link #floor()} up to {@link #tip()}. A
 * plain data structure; {@link LiveFeed} guards it.
 */
final class LiveRing {

    private final Event[] events;
    private final long maxBytes;
    private int first;
    private int count;
    private long bytes;
    private long floor;
    private long tip;

    LiveRing(int maxEvents, long maxBytes, long tip) {
        this.events = new Event[maxEvents];
        this.maxBytes = maxBytes;
        this.floor = tip;
        this.tip = tip;
    }

    /** A large event is not kept, nor what came before it: readers take it from the store, when they have memory for it. */
    void add(Event event) {
        if (event.length() > Budget.LARGE_BYTES) {
            reset(event.orderId());
            return;
        }
        if (count == events.length) {
            dropFirst();
        }
        events[(first + count) % events.length] = event;
        count++;
        bytes += event.length();
        tip = event.orderId();
        while (bytes > maxBytes) {
            dropFirst();
        }
    }

    private void dropFirst() {
        Event dropped = events[first];
        events[first] = null;
        first = (first + 1) % events.length;
        count--;
        bytes -= dropped.length();
        floor = dropped.orderId();
    }

    /** Forgets everything: who is below the new tip reads from the store. */
    void reset(long newTip) {
        Arrays.fill(events, null);
        first = 0;
        count = 0;
        bytes = 0;
        floor = newTip;
        tip = newTip;
    }

    /** Takes a deleted stream's events out. */
    void remove(String stream, long streamHash, long upTo) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            Event event = at(i);
            boolean gone = event.orderId() <= upTo
                    && event.streamHash() == streamHash
                    && event.streamName().equals(stream);
            if (gone) {
                bytes -= event.length();
            } else {
                events[(first + kept++) % events.length] = event;
            }
        }
        for (int i = kept; i < count; i++) {
            events[(first + i) % events.length] = null;
        }
        count = kept;
    }

    /** Adds up to {@code max} events above the cursor to a list; only for a cursor at or above the floor. */
    void copyAbove(long cursor, int max, List<Event> target) {
        int low = firstAbove(cursor);
        int end = (int) Math.min(count, (long) low + max);
        for (int i = low; i < end; i++) {
            target.add(at(i));
        }
    }

    /** How many of the events it holds are above the cursor. */
    int countAbove(long cursor) {
        return count - firstAbove(cursor);
    }

    private int firstAbove(long cursor) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).orderId() > cursor) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private Event at(int index) {
        return events[(first + index) % events.length];
    }

    /** Readers at or above it miss nothing in the ring. */
    long floor() {
        return floor;
    }

    /** The last position published. */
    long tip() {
        return tip;
    }
}
