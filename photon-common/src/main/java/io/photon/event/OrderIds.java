package io.photon.event;

/**
 * What an order-id means: the global position of an event, {@code 1000 × event-time in ms + a counter}, so 16 digits
 * and below 2^53. Contract sections 1 and 2.
 */
public final class OrderIds {

    /** Below this a number can only be a time in milliseconds (contract section 2, {@code from}). */
    public static final long FIRST_REAL = 100_000_000_000_000L;

    private OrderIds() {}

    /** The last position that can belong to the given millisecond. */
    public static long lastOfMillis(long millis) {
        return millis * 1_000 + 999;
    }

    /** The first position that can belong to the given millisecond. */
    public static long firstOfMillis(long millis) {
        return millis * 1_000;
    }
}
