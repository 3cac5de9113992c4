// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import java.util.LinkedList;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * The batches of events in flight over all projections: few read ahead at a time, for a while each, first come, first
 * served. The others hold one event at the most, so that any number of projections folds history in bounded memory.
 * Thread-safe.
 */
public final class Places {

    /** How long one is kept while others wait. */
    private static final long TURN_NANOS = 200_000_000;

    private static final int FEWEST = 4;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MIN_BYTES = 64 << 10;
    /** All batches together take at most this part of the heap, twice: what is folded, and what comes next. */
    private static final int HEAP_PART = 32;

    /** Who reads ahead. */
    interface Guest {
        /** It has a place from now on. Called once for each {@link #take} that gave none, unless it left. */
        void placed();
    }

    private final Queue<Guest> waiting = new LinkedList<>();
    private final LongSupplier nanos;
    private final int maxBytes;
    private int free;
    private volatile boolean wanted;

    private Places(int places, int maxBytes, LongSupplier nanos) {
        this.free = places;
        this.maxBytes = maxBytes;
        this.nanos = nanos;
    }

    /** @param threads that fold @param nanos the clock of turns */
    public static Places of(int threads, long heapBytes, LongSupplier nanos) {
        int places = Math.max(FEWEST, 2 * threads);
        long each = heapBytes / HEAP_PART / places;
        return new Places(places, (int) Math.max(MIN_BYTES, Math.min(MAX_BYTES, each)), nanos);
    }

    /** What one may hold that has a place. */
    int maxBytes() {
        return maxBytes;
    }

    /** @return whether it has a place now; if not, it will be told */
    synchronized boolean take(Guest guest) {
        if (free > 0) {
            free--;
            return true;
        }
        waiting.add(guest);
        wanted = true;
        return false;
    }

    /** Wants no place any more. @return whether it was still waiting; otherwise it was, or is being, told */
    synchronized boolean leave(Guest guest) {
        boolean there = waiting.remove(guest);
        wanted = !waiting.isEmpty();
        return there;
    }

    void giveBack() {
        Guest next;
        synchronized (this) {
            next = waiting.poll();
            wanted = !waiting.isEmpty();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.placed();
        }
    }

    long now() {
        return nanos.getAsLong();
    }

    /** Whether one that has had its place since then should let the next one in. */
    boolean isOver(long since) {
        return wanted && nanos.getAsLong() - since > TURN_NANOS;
    }
}
