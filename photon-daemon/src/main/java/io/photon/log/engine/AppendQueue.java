// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import java.util.LinkedList;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * What waits for the append thread, bounded by events and by bytes; and for how long nothing has moved. Thread-safe; one taker at a
 * time.
 */
final class AppendQueue {

    private final int maxEvents;
    private final long maxBytes;
    private final LongSupplier nanos;
    private final Queue<AppendTask> waiting = new LinkedList<>();
    private int events;
    private long bytes;
    private boolean closed;
    private boolean inTurn;
    /** When the taker last began or ended something, or had nothing to do. */
    private long movedNanos;

    /** @param nanos a clock as {@link System#nanoTime} */
    AppendQueue(int maxEvents, long maxBytes, LongSupplier nanos) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.nanos = nanos;
    }

    /** How an offer ended. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    /** Takes it, unless that would exceed a bound; into an empty queue anything goes. */
    synchronized Offer offer(AppendTask task) {
        if (closed) {
            return Offer.CLOSED;
        }
        boolean fits = events + task.events() <= maxEvents && bytes + task.bytes() <= maxBytes;
        if (!fits && !waiting.isEmpty()) {
            return Offer.FULL;
        }
        boolean first = waiting.isEmpty() && !inTurn;
        waiting.add(task);
        events += task.events();
        bytes += task.bytes();
        if (first) {
            movedNanos = nanos.getAsLong();
        }
        return Offer.TAKEN;
    }

    /** The taker begins a turn. @return the next one, which stays in the queue; null when there is none */
    synchronized AppendTask begin() {
        inTurn = true;
        movedNanos = nanos.getAsLong();
        return waiting.peek();
    }

    /** The turn is over. */
    synchronized void end() {
        inTurn = false;
        movedNanos = nanos.getAsLong();
    }

    /** The next one, which stays in the queue; null when there is none. */
    synchronized AppendTask peek() {
        return waiting.peek();
    }

    /** Whether what waits begins with an append, and is not more than this. */
    synchronized boolean isShort(int mostEvents, long mostBytes) {
        return waiting.peek() instanceof AppendTask.Append && events <= mostEvents && bytes <= mostBytes;
    }

    /** Removes what {@link #peek} gave. */
    synchronized void remove() {
        AppendTask gone = waiting.remove();
        events -= gone.events();
        bytes -= gone.bytes();
    }

    /** Nothing more is taken in. */
    synchronized void close() {
        closed = true;
    }

    /** For how long a request has waited without any turn that began or ended, ns; 0 when none waits. */
    synchronized long stuckNanos() {
        return waiting.isEmpty() && !inTurn ? 0 : Math.max(0, nanos.getAsLong() - movedNanos);
    }

    synchronized int events() {
        return events;
    }

    synchronized long bytes() {
        return bytes;
    }
}
