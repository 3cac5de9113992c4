// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.schedule;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that code of users which cannot be stopped, for it never asks whether it should, does not hold up others: its
 * thread is given up, and another takes its place. Only a bounded number is given up. Why: docs/adr/0033. Thread-safe.
 */
public final class Overseer {

    private static final Logger LOG = LoggerFactory.getLogger(Overseer.class);

    /** Each takes a processor and its memory until it ends. */
    static final int MOST = 8;
    /** Code of users has nothing to wait for, but what it waits for may: this multiple of the patience, in wall time. */
    private static final int WAITING = 6;
    /** When Photon stops, it waits no longer for one: a large value can be kept in that time. */
    private static final long STOPPING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean knowsCpuTime = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
    private final Set<Stay> stays = ConcurrentHashMap.newKeySet();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final ProjectionScheduler scheduler;
    private final long patienceNanos;
    private volatile boolean stopping;
    private boolean fullSaid;

    /** @param patience of the processor's time that one stay may take */
    public Overseer(ProjectionScheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patienceNanos = patience.toNanos();
    }

    /** For a caller of code of users; looked after until it is {@link #forget forgotten}. */
    public Stay stay(Stay.Owner owner) {
        Stay stay = new Stay(owner, givenUp::decrementAndGet);
        stays.add(stay);
        return stay;
    }

    public void forget(Stay stay) {
        stays.remove(stay);
    }

    /** How many threads were given up and have not come back. */
    public int givenUp() {
        return givenUp.get();
    }

    /** Whether no more can be given up: then no more code of users is begun. */
    public boolean isFull() {
        return givenUp.get() >= MOST;
    }

    public static String fullText() {
        return MOST + " calls of reductions do not end and cannot be stopped";
    }

    /** Photon stops: who is inside for a second from now on is given up. */
    public void stopping() {
        stopping = true;
    }

    /** Looks at everybody who is inside. One thread at a time. */
    public void look() {
        long now = System.nanoTime();
        for (Stay stay : stays) {
            long current = stay.current();
            Thread thread = stay.thread();
            if ((current & 1) == 0 || thread == null) {
                continue;
            }
            if (stay.seen != current) {
                stay.seen = current;
                stay.seenNanos = now;
                stay.seenCpuNanos = cpuNanos(thread);
                continue;
            }
            String why = why(stay, thread, now);
            if (why != null && givenUp.get() < MOST + (stopping ? Integer.MAX_VALUE / 2 : 0) && stay.giveUp(current)) {
                giveUp(stay, thread, why);
            }
        }
        if (isFull() != fullSaid) {
            fullSaid = isFull();
            if (fullSaid) {
                LOG.error("{}: no projection of a user goes on until one ends or Photon is restarted", fullText());
            } else {
                LOG.info("projections of users go on");
            }
        }
    }

    /** Why it is to be given up, or null. */
    private @Nullable String why(Stay stay, Thread thread, long now) {
        long nanos = now - stay.seenNanos;
        long worked = knowsCpuTime ? cpuNanos(thread) - stay.seenCpuNanos : nanos / 8;
        if (worked > patienceNanos) {
            return "one call did not end in " + TimeUnit.NANOSECONDS.toSeconds(worked)
                    + " s of the processor's time and cannot be stopped; its thread was given up";
        }
        if (nanos > WAITING * patienceNanos && thread.getState() != Thread.State.RUNNABLE) {
            return "one call has waited for " + TimeUnit.NANOSECONDS.toSeconds(nanos)
                    + " s for something that does not come; its thread was given up";
        }
        return stopping && nanos > STOPPING_NANOS
                ? "one call did not end when Photon stopped; it goes on from its last snapshot"
                : null;
    }

    private void giveUp(Stay stay, Thread thread, String why) {
        givenUp.incrementAndGet();
        stays.remove(stay);
        try {
            stay.owner().givenUp(why, stay.orderId());
        } finally {
            scheduler.replace(thread);
        }
    }

    @SuppressWarnings("deprecation") // getId: threadId() comes with 19
    private long cpuNanos(Thread thread) {
        return knowsCpuTime ? Math.max(0, threads.getThreadCpuTime(thread.getId())) : 0;
    }
}
