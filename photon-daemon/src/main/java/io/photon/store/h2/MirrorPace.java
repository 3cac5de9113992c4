// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.pace.BackgroundPace;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How much the mirror copies at a time and how fast: as much as it can while no client appends, else in small pieces, at
 * a limited pace and with rests ({@link BackgroundPace}), so that processor, disk and heap are left to the clients. The
 * mirror's thread works by it; any thread tells it of appends.
 */
final class MirrorPace {

    /** Someone who appended within this time is not disturbed more than need be. */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How long a quiet mirror lets events gather before it copies them: one piece instead of many. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int EVENTS = 4_096;

    /** This many are copied in a few milliseconds. */
    private static final int BUSY_EVENTS = 256;

    private static final int BUSY_EVENTS_PER_SECOND = 60_000;

    /** So much lost time, as by a late timer, is made up for. */
    private static final long MAX_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A lag above this (order-ids count microseconds) and it no longer gives way to clients. */
    private static final long MOST_LAG_MICROS = TimeUnit.SECONDS.toMicros(10);

    private final BackgroundPace background;
    private volatile long lastAppendNanos = System.nanoTime() - GATHER_NANOS;

    /** When the next piece may begin beside someone. The mirror's thread only. */
    private long due = System.nanoTime();

    MirrorPace(BackgroundPace background) {
        this.background = background;
    }

    /**
     * One piece of copying.
     *
     * @param beside whether someone is appending
     * @param maxEvents how many are copied in it at most
     * @param beganAt of {@link System#nanoTime}
     */
    record Piece(boolean beside, int maxEvents, long beganAt) {}

    /** Something was appended. Any thread. */
    void appended() {
        lastAppendNanos = System.nanoTime();
    }

    /**
     * Begins a piece.
     *
     * @param hurry whether to copy as fast as possible even while clients append, as before a stop
     */
    Piece next(boolean hurry) {
        long now = System.nanoTime();
        boolean beside = !hurry && now - lastAppendNanos < BUSY_NANOS;
        return new Piece(beside, beside ? BUSY_EVENTS : EVENTS, now);
    }

    /**
     * Rests after a piece as the pace demands; not at all when no client appends.
     *
     * @param lagMicros from the log's head
     * @param awaited whether something waits for the mirror's end, such as rows that are to be erased
     */
    void restAfter(Piece piece, int copied, long lagMicros, boolean awaited) {
        if (piece.beside()) {
            if (!awaited) {
                background.rest(System.nanoTime() - piece.beganAt(), lagMicros > MOST_LAG_MICROS);
            }
            long now = System.nanoTime();
            due = Math.max(due, now - MAX_LATE_NANOS) + copied * (TimeUnit.SECONDS.toNanos(1) / BUSY_EVENTS_PER_SECOND);
            LockSupport.parkNanos(due - now);
        }
    }

    /** Whether nothing was appended for a while, so that what comes next is worth waiting for. */
    boolean isQuiet() {
        return System.nanoTime() - lastAppendNanos > GATHER_NANOS;
    }

    /** Lets a few events gather. */
    void gather() {
        LockSupport.parkNanos(GATHER_NANOS);
    }
}
