// SPDX-License-Identifier: Apache-2.0
package io.photon.pace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How long work in the background rests after each slice: not at all while no client waits, and the more the less time is
 * left. While clients wait all of the time, all work in the background together takes a tenth of one core. That is the
 * floor, so that each always makes progress; work that lags further than it may takes half of the time, clients or not.
 * Thread-safe.
 */
public final class BackgroundPace {

    /** Of one core, for all together, while clients wait all of the time. */
    static final double FLOOR = 0.1;

    /** Of the time, for what is late. */
    static final double LATE_SHARE = 0.5;

    /** Longest rest at once: a stop, a change of projections and a client who leaves are noticed by then. */
    public static final long MAX_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A slice shorter than this had little to do. */
    private static final long SHORT_SLICE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** Share of the time in which clients wait, from which on short slices are put together. */
    private static final double SOME_WAIT = 0.02;

    /** How long what comes is left to gather, while clients wait: to wake for each event costs more than its slice. */
    static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    /** Over less time than this nothing can be said of how busy a thread is. */
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Occupancy occupancy;
    private final double floor;
    private final LongSupplier clock;

    private long windowFrom;
    private long idleAtWindow;
    private double busy;

    BackgroundPace(Occupancy occupancy, int workers, LongSupplier clock) {
        this.occupancy = occupancy;
        this.floor = FLOOR / workers;
        this.clock = clock;
        this.windowFrom = clock.getAsLong();
        this.idleAtWindow = occupancy.idleNanos(windowFrom);
    }

    /**
     * A pace by the thread that clients wait for, which is to tell {@link #occupancy} when it has nothing to do.
     *
     * @param workers how many share the floor, 1 or more: the projections count as one
     */
    public static BackgroundPace of(int workers) {
        return new BackgroundPace(new Occupancy(System.nanoTime()), workers, System::nanoTime);
    }

    /** Of the thread that clients wait for. */
    public Occupancy occupancy() {
        return occupancy;
    }

    /** One that never rests: no client waits. */
    public static BackgroundPace unhurried() {
        return of(1);
    }

    /**
     * Rests after a slice of work.
     *
     * @param worked how long it took, ns
     * @param late whether this work lags further than it may
     */
    public void rest(long worked, boolean late) {
        long nanos = restNanos(worked, late);
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }

    /** How long {@link #rest} rests, ns; at most {@link #MAX_REST_NANOS}. */
    public long restNanos(long worked, boolean late) {
        double share = Math.max(late ? LATE_SHARE : floor, 1 - busy());
        return (long) Math.min(MAX_REST_NANOS, worked * (1 - share) / share);
    }

    /** How long to rest at least after a slice, so that the next one has more to do, ns; 0 while few clients wait. */
    public long gatherNanos(long worked) {
        return worked < SHORT_SLICE_NANOS && busy() > SOME_WAIT ? GATHER_NANOS : 0;
    }

    /** Of the last moments, 0 to 1; half of what was before counts, so that one pause between two loads is no calm. */
    private synchronized double busy() {
        long now = clock.getAsLong();
        long span = now - windowFrom;
        if (span >= WINDOW_NANOS) {
            long idle = occupancy.idleNanos(now);
            double last = 1 - Math.min(1, Math.max(0, (idle - idleAtWindow) / (double) span));
            busy = span >= 10 * WINDOW_NANOS ? last : (busy + last) / 2;
            windowFrom = now;
            idleAtWindow = idle;
        }
        return busy;
    }
}
