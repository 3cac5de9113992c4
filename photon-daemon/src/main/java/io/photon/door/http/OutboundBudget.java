package io.photon.door.http;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
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
    /** The same for one that holds a large event, while others wait for the memory to read theirs. */
    private static final long LARGE_GRACE_NANOS = 5_000_000_000L;

    private final Budget budget;
    private final long maxBytes;
    private final long patienceMs;
    private final AtomicLong held = new AtomicLong();
    /** Whose sockets take nothing, and since when; the one that waits longest first. Guarded by this. */
    private final Map<Outflow, Long> stuck = new LinkedHashMap<>();

    /**
     * @param budget of the bytes in flight
     * @param maxBytes of answers, without what is large: that has a bound of its own in the budget
     * @param patienceMs how long a client may take nothing of its answer
     */
    OutboundBudget(Budget budget, long maxBytes, long patienceMs) {
        this.budget = budget;
        this.maxBytes = maxBytes;
        this.patienceMs = patienceMs;
    }

    long patienceMs() {
        return patienceMs;
    }

    void hold(long bytes) {
        held.addAndGet(bytes);
        budget.holdSmall(Use.ANSWERS, bytes);
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
        budget.giveBackSmall(Use.ANSWERS, bytes);
    }

    /** The same for a large text that is not copied. */
    Lease holdLarge(long bytes) {
        return budget.hold(Use.ANSWERS, bytes);
    }

    /** Whether answers should hold less from now on. */
    boolean isTight() {
        return held.get() > maxBytes / 2 || budget.isTight();
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
        cut(longest);
    }

    /** Others wait for memory: cuts off an answer that holds much and has been stuck for long. */
    void relieve() {
        Outflow longest = null;
        synchronized (this) {
            long now = System.nanoTime();
            for (Map.Entry<Outflow, Long> each : stuck.entrySet()) {
                if (now - each.getValue() < LARGE_GRACE_NANOS) {
                    break;
                }
                if (each.getKey().holdsLarge()) {
                    longest = each.getKey();
                    stuck.remove(longest);
                    break;
                }
            }
        }
        if (longest != null) {
            cut(longest);
        }
    }

    private void cut(Outflow longest) {
        longest.cutOff("reads too slowly, and answers hold " + budget.usedBytes(Use.ANSWERS) + " bytes of memory");
    }
}
