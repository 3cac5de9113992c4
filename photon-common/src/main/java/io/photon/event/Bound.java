// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

/**
 * Where a range begins or ends. A time goes by the events' own times, for order-ids need not agree with them: after the
 * clock was once ahead, they stay ahead of it.
 *
 * @param value ms since 1970, or an order-id
 */
public record Bound(boolean isTime, long value) {

    /** What a number written by a user means: below {@link OrderIds#FIRST_REAL} a time in ms, else a position. */
    public static Bound of(long number) {
        return new Bound(number < OrderIds.FIRST_REAL, number);
    }

    /** An order-id, however small. */
    public static Bound position(long orderId) {
        return new Bound(false, orderId);
    }
}
