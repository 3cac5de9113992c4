package io.photon.log;

import java.util.ArrayDeque;
import java.util.Queue;

/** What waits for the append thread, bounded by events and by bytes. Thread-safe; one taker. */
final class AppendQueue {

    private final int maxEvents;
    private final long maxBytes;
    private final Queue<Pending> waiting = new ArrayDeque<>();
    private int events;
    private long bytes;
    private boolean closed;

    AppendQueue(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** How an offer ended. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    /** Takes it, unless that would exceed a bound; into an empty queue anything goes. */
    synchronized Offer offer(Pending pending) {
        if (closed) {
            return Offer.CLOSED;
        }
        boolean fits = events + pending.events() <= maxEvents && bytes + pending.bytes() <= maxBytes;
        if (!fits && !waiting.isEmpty()) {
            return Offer.FULL;
        }
        waiting.add(pending);
        events += pending.events();
        bytes += pending.bytes();
        return Offer.TAKEN;
    }

    /** The next one, which stays in the queue; null when there is none. */
    synchronized Pending peek() {
        return waiting.peek();
    }

    /** Removes what {@link #peek} gave. */
    synchronized void remove() {
        Pending gone = waiting.remove();
        events -= gone.events();
        bytes -= gone.bytes();
    }

    /** Nothing more is taken in. */
    synchronized void close() {
        closed = true;
    }

    synchronized int events() {
        return events;
    }

    synchronized long bytes() {
        return bytes;
    }
}
