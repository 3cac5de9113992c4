// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/**
 * How often something took how long, since the start of the process. Immutable; the array is never written to.
 *
 * @param counts by step, see {@link #step}; not cumulative
 * @param totalMicros all of them together, µs
 */
public record TimeCounts(long[] counts, long totalMicros) {

    /** The last one has no upper bound. */
    public static final int STEPS = 20;

    private static final int FIRST_EXPONENT = 6;

    /** The step of a time: the first one takes less than 64 µs, each other twice as much as the one before. */
    public static int step(long micros) {
        int exponent = 64 - Long.numberOfLeadingZeros(micros);
        return Math.min(STEPS - 1, Math.max(0, exponent - FIRST_EXPONENT));
    }

    /** Below which the times of a step are, µs; there is none for the last step. */
    public static long upperMicros(int step) {
        return 1L << (step + FIRST_EXPONENT);
    }
}
