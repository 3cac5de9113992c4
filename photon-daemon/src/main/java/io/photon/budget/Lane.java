// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One of the two shares of a {@link Budget}: first come, first served. Into an empty one anything goes, or what is larger
 * than the share could never pass. Thread-safe.
 */
final class Lane {

    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();
    /** Guarded by itself. */
    private final Queue<Ticket> queue = new LinkedList<>();

    private volatile int waiting;

    Lane(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes it at once, unless others wait already. */
    boolean tryTake(long bytes) {
        return waiting == 0 && fits(bytes);
    }

    private boolean fits(long bytes) {
        while (true) {
            long now = used.get();
            if (now > 0 && now + bytes > maxBytes) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /** Takes it in any case. */
    void hold(long bytes) {
        used.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
        if (waiting > 0) {
            serve();
        }
    }

    void enqueue(Ticket ticket) {
        synchronized (queue) {
            queue.add(ticket);
            waiting = queue.size();
        }
        serve(); // what was given back before this found no waiter
    }

    /** Grants as much as fits, in order. */
    private void serve() {
        while (true) {
            Ticket first;
            synchronized (queue) {
                first = queue.peek();
                if (first == null || !fits(first.bytes())) {
                    return;
                }
                queue.remove();
                waiting = queue.size();
            }
            first.grant();
        }
    }

    /** @return whether it was still waiting */
    boolean remove(Ticket ticket) {
        boolean there;
        synchronized (queue) {
            there = queue.remove(ticket);
            waiting = queue.size();
        }
        if (there) {
            serve(); // a smaller one after it may fit
        }
        return there;
    }

    /** Takes out those who have waited too long. */
    List<Ticket> expired(long nowNanos) {
        return remove(ticket -> nowNanos - ticket.deadlineNanos() >= 0);
    }

    /** Takes out the one that has waited longest; null when none waits. Takes no memory. */
    @Nullable Ticket poll() {
        synchronized (queue) {
            Ticket first = queue.poll();
            waiting = queue.size();
            return first;
        }
    }

    private List<Ticket> remove(Predicate<Ticket> which) {
        List<Ticket> removed = new ArrayList<>();
        synchronized (queue) {
            for (Ticket ticket : queue) {
                if (which.test(ticket)) {
                    removed.add(ticket); // all are noted before the first is taken out: this takes memory
                }
            }
            if (!removed.isEmpty()) {
                queue.removeIf(which);
                waiting = queue.size();
            }
        }
        if (!removed.isEmpty()) {
            serve();
        }
        return removed;
    }

    int waiting() {
        return waiting;
    }

    long usedBytes() {
        return used.get();
    }

    long maxBytes() {
        return maxBytes;
    }
}
