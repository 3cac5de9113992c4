// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

/**
 * A part of the log and the times of its events: a search for a time passes over parts that cannot hold it.
 *
 * @param above order-ids above this one, exclusive
 * @param upTo and up to this one
 * @param lowestTime no event here is earlier; ms since 1970
 * @param highestTime no event here is later; below {@code lowestTime} when there are none
 */
public record Stretch(long above, long upTo, long lowestTime, long highestTime) {

    /** One about whose times nothing is known. */
    public static Stretch unknown(long above, long upTo) {
        return new Stretch(above, upTo, Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
