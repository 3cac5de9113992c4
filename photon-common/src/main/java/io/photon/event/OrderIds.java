// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

/**
 * What an order-id means: the global position of an event, {@code 1000 × event-time in ms + a counter}, so 16 digits
 * and below 2^53. See docs/concepts.
 */
public final class OrderIds {

    /** Below this a number can only be a time in milliseconds ({@code from} of docs/http). */
    public static final long FIRST_REAL = 100_000_000_000_000L;

    /** From here on (the year 2255) positions would soon be too large for the numbers of many languages. */
    private static final long LAST_BELIEVABLE_MS = 9_000_000_000_000L;

    private OrderIds() {}

    /** Whether a clock may be right that says so: it gives positions that are one, and can be told from times. */
    public static boolean isBelievable(long nowMs) {
        return nowMs >= FIRST_REAL / 1_000 && nowMs < LAST_BELIEVABLE_MS;
    }

    /** The lowest position for an event of now; of a clock that cannot be right, the lowest there is. */
    public static long firstAt(long nowMs) {
        return isBelievable(nowMs) ? firstOfMillis(nowMs) : FIRST_REAL;
    }

    /** The last position that can belong to the given millisecond. */
    public static long lastOfMillis(long millis) {
        return millis * 1_000 + 999;
    }

    /** The first position that can belong to the given millisecond. */
    public static long firstOfMillis(long millis) {
        return millis * 1_000;
    }
}
