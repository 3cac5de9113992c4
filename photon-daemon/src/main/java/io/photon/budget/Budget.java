// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

import io.photon.task.Steady;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes that may be in flight, over all doors and readers. It has a share for what is large, one for the rest,
 * and {@link Backlogs} for readers, so that none keeps the others waiting; in each, first come, first served, and every wait has an end. Nothing is
 * allocated here: it counts. Thread-safe.
 */
public final class Budget implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

    /** What is larger than this counts as large. */
    public static final int LARGE_BYTES = 256 * 1024;

    /** How long a request waits for memory before it is refused, ms. */
    public static final long REQUEST_WAIT_MS = 10_000;

    /** How long a reader does: it holds nothing while it waits, and others only read. */
    public static final long READER_WAIT_MS = 60_000;

    /** The same for Photon's own projections, which must not fail because others read much. */
    public static final long FOLLOWER_WAIT_MS = 86_400_000;

    private static final int STRANGERS_PART = 8;
    private static final long TICK_MS = 250;
    /** Threads that may wait in {@link #await} at the same time: they are needed elsewhere. */
    private static final int BLOCKED_THREADS = 4;

    private final Lane large;
    private final Lane small;
    private final Backlogs backlogs;
    private final AtomicLongArray used;
    /** Those that are counted and closed with this. */
    private final List<Budget> parts = new CopyOnWriteArrayList<>();

    private final AtomicLong refused = new AtomicLong();
    private final Semaphore blocked = new Semaphore(BLOCKED_THREADS);
    private final AtomicBoolean ticking = new AtomicBoolean();
    /** Null when there is never a wait. */
    private final @Nullable ScheduledThreadPoolExecutor timer;

    private Budget(
            long largeBytes, long smallBytes, AtomicLongArray used, @Nullable ScheduledThreadPoolExecutor timer) {
        this.used = used;
        this.large = new Lane(largeBytes);
        this.small = new Lane(smallBytes);
        this.backlogs = new Backlogs(this, new Lane(smallBytes / 2));
        this.timer = timer;
    }

    /**
     * A quarter of the heap for what is large, an eighth for the rest, half as much again for what readers have not taken
     * yet. What is not in flight needs the other nine sixteenths: the event that is being parsed or stored, and its copy
     * on the way to SQL, the live ring, projections. Close it.
     */
    public static Budget ofHeap(long heapBytes) {
        return of(heapBytes / 4, heapBytes / 8);
    }

    /** @param largeBytes for what is large, all together @param smallBytes for the rest; half of it for backlogs */
    public static Budget of(long largeBytes, long smallBytes) {
        return new Budget(largeBytes, smallBytes, counters(), Steady.timer("photon-budget"));
    }

    /** One that refuses nothing and has no thread. */
    public static Budget unlimited() {
        return new Budget(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, counters(), null);
    }

    private static AtomicLongArray counters() {
        return new AtomicLongArray(Use.values().length);
    }

    /**
     * A small one besides this, for what strangers may take: an eighth as much. When it is full, none but they wait. It is
     * counted with this, and closed with it.
     */
    public Budget forStrangers() {
        Budget part = new Budget(large.maxBytes() / STRANGERS_PART, small.maxBytes() / STRANGERS_PART, used, timer);
        parts.add(part);
        return part;
    }

    private Lane lane(boolean isLarge) {
        return isLarge ? large : small;
    }

    private static boolean isLarge(long bytes) {
        return bytes > LARGE_BYTES;
    }

    /** What readers have not taken yet. */
    public Backlogs backlogs() {
        return backlogs;
    }

    /** Notes for the counters what a share has taken, or with a minus given back. */
    void count(Use use, long bytes) {
        used.addAndGet(use.ordinal(), bytes);
    }

    /** Takes memory at once, or null. */
    public @Nullable Lease tryTake(Use use, long bytes) {
        boolean isLarge = isLarge(bytes);
        return lane(isLarge).tryTake(bytes) ? granted(use, isLarge, bytes) : null;
    }

    /**
     * Takes memory that is in use already, whatever the bound says: it counts, and others wait for it. Who does so asks
     * for no more before this is given back.
     */
    public Lease hold(Use use, long bytes) {
        boolean isLarge = isLarge(bytes);
        Lease lease = new Lease(this, use, isLarge, bytes);
        lane(isLarge).hold(bytes);
        used.addAndGet(use.ordinal(), bytes);
        return lease;
    }

    /** The same for many small things that are more than {@link #LARGE_BYTES} together. */
    public Lease holdAsSmall(Use use, long bytes) {
        Lease lease = new Lease(this, use, false, bytes);
        small.hold(bytes);
        used.addAndGet(use.ordinal(), bytes);
        return lease;
    }

    /**
     * Takes memory, waiting for it.
     *
     * @param waitMs at the most
     * @return the place in the line; leave it when nothing is wanted any more
     */
    public Ticket take(Use use, long bytes, long waitMs, Waiter waiter) {
        boolean isLarge = isLarge(bytes);
        Lane lane = lane(isLarge);
        Ticket ticket = new Ticket(
                this, use, isLarge, bytes, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs), waiter);
        if (lane.tryTake(bytes)) {
            ticket.grant();
            return ticket;
        }
        tickSoon(); // before it waits: without a timer it would wait forever
        lane.enqueue(ticket);
        return ticket;
    }

    boolean leave(Ticket ticket) {
        return lane(ticket.isLarge()).remove(ticket);
    }

    /** The lane has taken the bytes; without the memory for a lease they are given back. */
    Lease granted(Use use, boolean isLarge, long bytes) {
        try {
            Lease lease = new Lease(this, use, isLarge, bytes);
            used.addAndGet(use.ordinal(), bytes);
            return lease;
        } catch (OutOfMemoryError e) {
            lane(isLarge).giveBack(bytes);
            throw e;
        }
    }

    void giveBack(Use use, boolean isLarge, long bytes) {
        used.addAndGet(use.ordinal(), -bytes);
        lane(isLarge).giveBack(bytes);
    }

    /**
     * Takes memory on a thread that may wait. Few threads do so at a time; one more gets no memory unless there is some
     * at once.
     *
     * @return null when there was none in time
     */
    public @Nullable Lease await(Use use, long bytes, long waitMs) {
        Lease atOnce = tryTake(use, bytes);
        if (atOnce != null || !blocked.tryAcquire()) {
            return atOnce;
        }
        try {
            CompletableFuture<Lease> answer = new CompletableFuture<>();
            take(use, bytes, waitMs, new Waiter() {
                @Override
                public void granted(Lease lease) {
                    answer.complete(lease);
                }

                @Override
                public void refused() {
                    answer.complete(null);
                }
            });
            return answer.join(); // the tick ends it
        } finally {
            blocked.release();
        }
    }

    /** Whether all that there is for small things is taken. */
    public boolean isFull() {
        return small.usedBytes() >= small.maxBytes();
    }

    /** Whether there is much in flight: who can do with less should. */
    public boolean isTight() {
        return small.usedBytes() > small.maxBytes() / 2;
    }

    private void tickSoon() {
        if (timer != null && ticking.compareAndSet(false, true)) {
            try {
                timer.schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
            } catch (RuntimeException | Error e) {
                ticking.set(false);
                throw e;
            }
        }
    }

    /**
     * Has something done in a moment, by the timer's thread: for who found no memory in the heap although the count had room,
     * since the heap has other users.
     *
     * @return false where it will not be done: there is no timer, or no memory to note it
     */
    public boolean soon(Runnable task) {
        try {
            return timer != null && timer.schedule(task, TICK_MS, TimeUnit.MILLISECONDS) != null;
        } catch (RejectedExecutionException | VirtualMachineError e) {
            LOG.warn("waiting for memory is not possible: {}", e.toString());
            return false;
        }
    }

    /** Refuses those who have waited long enough. Idle, nothing ticks. */
    private void tick() {
        try {
            long now = System.nanoTime();
            refuse(large.expired(now));
            refuse(small.expired(now));
            if (large.waiting() > 0) {
                backlogs.relieve();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("looking after those who wait for memory failed", e);
        } finally {
            ticking.set(false);
            if (large.waiting() + small.waiting() > 0) {
                tickAgain();
            }
        }
    }

    /** A tick that cannot be made would leave everybody waiting: then they are refused now. */
    private void tickAgain() {
        try {
            tickSoon();
        } catch (RuntimeException | Error e) {
            refuseAll();
            LOG.warn("waiting for memory is not possible: {}", e.toString());
        }
    }

    /** Takes no memory. */
    private void refuseAll() {
        for (Ticket ticket = large.poll(); ticket != null; ticket = large.poll()) {
            refuse(ticket);
        }
        for (Ticket ticket = small.poll(); ticket != null; ticket = small.poll()) {
            refuse(ticket);
        }
    }

    private void refuse(Ticket ticket) {
        refused.incrementAndGet();
        ticket.refuse();
    }

    private void refuse(List<Ticket> late) {
        late.forEach(this::refuse);
    }

    /** Bytes taken for a use now. */
    public long usedBytes(Use use) {
        return used.get(use.ordinal());
    }

    /** Bytes taken now for everything. */
    public long usedBytes() {
        long own = large.usedBytes() + small.usedBytes() + backlogs.usedBytes();
        return own + parts.stream().mapToLong(Budget::usedBytes).sum();
    }

    /** Counters by kebab-case name. */
    public Map<String, Object> stats() {
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("large-bytes", large.usedBytes());
        stats.put("large-max-bytes", large.maxBytes());
        stats.put("small-bytes", small.usedBytes());
        stats.put("small-max-bytes", small.maxBytes());
        stats.put("backlog-bytes", backlogs.usedBytes());
        stats.put("backlog-max-bytes", backlogs.maxBytes());
        stats.put("waiting", large.waiting() + small.waiting());
        stats.put("refused", refused.get());
        for (Use use : Use.values()) {
            stats.put(use.name().toLowerCase(Locale.ROOT) + "-bytes", usedBytes(use));
        }
        return stats;
    }

    /** A caller that still waits is refused. */
    @Override
    public void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
        refuseAll();
        parts.forEach(Budget::close);
    }
}
