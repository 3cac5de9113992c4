// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * When requests are meant to leave. In a closed loop that is as soon as a client is free, so a daemon that stalls is
 * asked less and the stall is seen in few latencies (coordinated omission). In an open loop each request has its time
 * from the beginning: the next free client takes the next one, at its time or, when all were busy, late, and its latency
 * counts from the time at which it was meant to leave. Thread-safe.
 */
final class Pace {

    /** That it is over is noticed within this time. */
    private static final long LONGEST_PARK_NANOS = 20_000_000;

    private final double intervalNanos;
    private final BooleanSupplier isOver;
    private final LongSupplier clock;
    private final LongConsumer park;
    private final AtomicLong taken = new AtomicLong();
    private final Recorder lateness = new Recorder(Figures.LONGEST_NANOS, Figures.DIGITS);
    private volatile long startNanos;
    private volatile long endNanos;
    private volatile boolean ending;

    /** @param intervalNanos between two requests, 0 for a closed loop */
    Pace(double intervalNanos, BooleanSupplier isOver, LongSupplier clock, LongConsumer park) {
        this.intervalNanos = intervalNanos;
        this.isOver = isOver;
        this.clock = clock;
        this.park = park;
        this.startNanos = clock.getAsLong();
    }

    /** The first request is meant to leave now. */
    void start() {
        startNanos = clock.getAsLong();
    }

    /** The pace of a plan. */
    static Pace of(BenchPlan plan, Halt halt) {
        double interval = plan.isOpenLoop() ? 1e9 * plan.batch() / plan.rate() : 0;
        return new Pace(interval, halt::isGiven, System::nanoTime, LockSupport::parkNanos);
    }

    /** Nothing is meant to leave from now on. What was meant to leave before may still do so. @return now */
    long end() {
        endNanos = clock.getAsLong();
        ending = true;
        return endNanos;
    }

    private boolean isAfterTheEnd(long nanos) {
        return isOver.getAsBoolean() || ending && nanos - endNanos >= 0;
    }

    /**
     * Waits until the next request may leave.
     *
     * @return the time of {@link System#nanoTime} at which it was meant to leave, or {@link Long#MIN_VALUE} at the end
     */
    long next() {
        if (intervalNanos == 0) {
            long now = clock.getAsLong();
            return isAfterTheEnd(now) ? Long.MIN_VALUE : now;
        }
        long meant = startNanos + (long) (taken.getAndIncrement() * intervalNanos);
        boolean waited = false;
        for (long now = clock.getAsLong(); now - meant < 0 && !isAfterTheEnd(meant); now = clock.getAsLong()) {
            waited = true;
            park.accept(Math.min(meant - now, LONGEST_PARK_NANOS));
        }
        if (isAfterTheEnd(meant)) {
            taken.decrementAndGet();
            return Long.MIN_VALUE;
        }
        if (waited) {
            lateness.recordValue(clock.getAsLong() - meant);
        }
        return meant;
    }

    /** How many requests should have left before the end, and have not: no latency tells of them. */
    long unsent() {
        return intervalNanos == 0 ? 0 : Math.max(0, (long) ((endNanos - startNanos) / intervalNanos) - taken.get());
    }

    /** By how much the system woke a client too late that was free, in ns: the part of latencies that is the bench's own. */
    Histogram lateness() {
        return lateness.getIntervalHistogram();
    }
}
