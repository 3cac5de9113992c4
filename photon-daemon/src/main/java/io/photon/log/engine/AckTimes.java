// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.log.TimeCounts;

/**
 * How long answers took, over the last half to whole minute and since the start: a histogram with eight steps to each
 * power of two, so off by at most an eighth. Recording is a few instructions. Thread-safe.
 */
final class AckTimes {

    private static final int STEPS = 8;
    private static final int BUCKETS = 40 * STEPS;
    private static final long WINDOW_NANOS = 30_000_000_000L;

    private long[] current = new long[BUCKETS];
    private long[] previous = new long[BUCKETS];
    /** What was counted before both windows. */
    private final long[] older = new long[BUCKETS];

    private long totalMicros;
    private long startedNanos = System.nanoTime();

    synchronized void record(long nanos) {
        long micros = Math.max(0, nanos) / 1_000;
        current[bucket(micros)]++;
        totalMicros += micros;
    }

    /** All since the start. */
    synchronized TimeCounts sinceStart() {
        long[] counts = new long[TimeCounts.STEPS];
        for (int i = 0; i < BUCKETS; i++) {
            counts[TimeCounts.step(upperBound(i))] += older[i] + previous[i] + current[i];
        }
        return new TimeCounts(counts, totalMicros);
    }

    /** The time in µs that this share of answers did not exceed; 0 when there were none. */
    synchronized long percentileMicros(double share) {
        turn(System.nanoTime());
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += current[i] + previous[i];
        }
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            seen += current[i] + previous[i];
            if (seen >= wanted) {
                return upperBound(i);
            }
        }
        return 0;
    }

    /** Starts a new window when the current one is old; called now and then, not for each answer. */
    synchronized void turn(long nowNanos) {
        long age = nowNanos - startedNanos;
        if (age < WINDOW_NANOS) {
            return;
        }
        for (int i = 0; i < BUCKETS; i++) {
            older[i] += previous[i];
        }
        if (age < 2 * WINDOW_NANOS) {
            previous = current;
        } else {
            for (int i = 0; i < BUCKETS; i++) {
                older[i] += current[i];
            }
            previous = new long[BUCKETS];
        }
        current = new long[BUCKETS];
        startedNanos = nowNanos;
    }

    static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros); // at least 3
        int step = (int) (micros >>> (exponent - 3)) & (STEPS - 1);
        return Math.min(BUCKETS - 1, (exponent - 2) * STEPS + step);
    }

    static long upperBound(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int exponent = bucket / STEPS + 2;
        long step = bucket % STEPS;
        return ((STEPS + step + 1) << (exponent - 3)) - 1;
    }
}
