package io.photon.door.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What long answers hold in memory because their clients have not taken it yet, all together, and how long the door waits
 * for a client that takes nothing. Half full, each answer may hold only little; full, whoever has taken nothing for the
 * longest time is cut off. So a thousand clients that do not read cost a bounded heap. Thread-safe.
 */
final class OutboundBudget {

    /** Every socket is full now and then; only one that stays so is stuck. */
    private static final long GRACE_NANOS = 1_000_000_000L;

    private final long maxBytes;
    private final long patienceMs;
    private final AtomicLong held = new AtomicLong();
    /** Whose sockets take nothing, and since when; the one that waits longest first. Guarded by this. */
    private final Map<Outflow, Long> stuck = new LinkedHashMap<>();

    /** @param patienceMs how long a client may take nothing of its answer */
    OutboundBudget(long maxBytes, long patienceMs) {
        this.maxBytes = maxBytes;
        this.patienceMs = patienceMs;
    }

    long patienceMs() {
        return patienceMs;
    }

    void hold(long bytes) {
        held.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    long heldBytes() {
        return held.get();
    }

    /** Whether answers should hold less from now on. */
    boolean isTight() {
        return held.get() > maxBytes / 2;
    }

    synchronized void stuck(Outflow answer) {
        stuck.put(answer, System.nanoTime());
    }

    synchronized void moves(Outflow answer) {
        stuck.remove(answer);
    }

    /** Over the bound: cuts one answer off, the one that has been stuck longest. */
    void shed() {
        if (held.get() <= maxBytes) {
            return;
        }
        Outflow longest;
        synchronized (this) {
            Iterator<Map.Entry<Outflow, Long>> inOrder = stuck.entrySet().iterator();
            Map.Entry<Outflow, Long> first = inOrder.hasNext() ? inOrder.next() : null;
            if (first == null || System.nanoTime() - first.getValue() < GRACE_NANOS) {
                return;
            }
            longest = first.getKey();
            inOrder.remove();
        }
        longest.cutOff("reads too slowly, and answers hold " + held.get() + " bytes of memory");
    }
}
