// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What readers have not taken yet of what was sent to them, all together: answers over HTTP and lines of feeds. It has a
 * share of its own, so that readers never keep writers from memory. Half full, each reader may hold only little; full,
 * the one that has taken nothing for the longest time is cut off. So a thousand clients that do not read cost a bounded
 * heap. Thread-safe.
 */
public final class Backlogs {

    /** Every socket is full now and then; only one that stays so is stuck. */
    private static final long GRACE_NANOS = 1_000_000_000L;
    /** The same for one that holds a large event, while others wait for the memory to read theirs. */
    private static final long LARGE_GRACE_NANOS = 5_000_000_000L;

    /** What waits for one reader. */
    public interface Backlog {

        /** Whether it keeps others from memory for large events. */
        boolean holdsLarge();

        /** Ends it; it gives back what it holds, at once or soon. Any thread. */
        void cutOff(String why);
    }

    private final Budget budget;
    private final Lane share;
    /** Who takes nothing, and since when; the one that waits longest first. Guarded by this. */
    private final Map<Backlog, Long> stuck = new LinkedHashMap<>();

    Backlogs(Budget budget, Lane share) {
        this.budget = budget;
        this.share = share;
    }

    /** Takes memory that is in use already, whatever the bound says. {@link #shed} afterwards. */
    public void hold(Use use, long bytes) {
        share.hold(bytes);
        budget.count(use, bytes);
    }

    public void giveBack(Use use, long bytes) {
        share.giveBack(bytes);
        budget.count(use, -bytes);
    }

    /** The same for a large text that is not copied: it counts among what is large. */
    public Lease holdLarge(Use use, long bytes) {
        return budget.hold(use, bytes);
    }

    /** Whether each reader should hold less from now on. */
    public boolean isTight() {
        return share.usedBytes() > share.maxBytes() / 2 || budget.isTight();
    }

    /** It has something to send, and its reader takes nothing. */
    public synchronized void stuck(Backlog backlog) {
        stuck.putIfAbsent(backlog, System.nanoTime());
    }

    /** Its reader takes something again, or has gone. */
    public synchronized void moves(Backlog backlog) {
        stuck.remove(backlog);
    }

    /** Over the bound, and called now and then: cuts off the one that has been stuck longest. Far over it, no more time is given. */
    public void shed() {
        long used = share.usedBytes();
        if (used <= share.maxBytes()) {
            return;
        }
        long grace = used > 2 * share.maxBytes() ? 0 : GRACE_NANOS;
        Backlog longest;
        synchronized (this) {
            Iterator<Map.Entry<Backlog, Long>> inOrder = stuck.entrySet().iterator();
            Map.Entry<Backlog, Long> first = inOrder.hasNext() ? inOrder.next() : null;
            if (first == null || System.nanoTime() - first.getValue() < grace) {
                return;
            }
            longest = first.getKey();
            inOrder.remove();
        }
        cut(longest);
    }

    /** Others wait for memory for something large: cuts off one that holds such and has been stuck for long. */
    void relieve() {
        Backlog longest = null;
        synchronized (this) {
            long now = System.nanoTime();
            for (Map.Entry<Backlog, Long> each : stuck.entrySet()) {
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

    private void cut(Backlog longest) {
        longest.cutOff("reads too slowly, and what waits for all readers takes " + usedBytes() + " bytes of memory");
    }

    long usedBytes() {
        return share.usedBytes();
    }

    long maxBytes() {
        return share.maxBytes();
    }
}
