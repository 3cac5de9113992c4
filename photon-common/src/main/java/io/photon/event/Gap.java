// SPDX-License-Identifier: Apache-2.0
package io.photon.event;

/**
 * A damaged place as its readers see it: what stood at these positions cannot be read. At the most one event stood at each
 * of them; of which stream is not known.
 *
 * @param first inclusive
 * @param last inclusive, at least {@code first}
 */
public record Gap(long first, long last) {

    public Gap {
        if (first > last) {
            throw new IllegalArgumentException("a gap from " + first + " to " + last + " ends before it begins");
        }
    }

    /** In words, for a message that goes on with what is said of it. */
    public String text() {
        return first == last ? "order-id " + first : "order-ids " + first + " to " + last;
    }

    /** Whether a position lies in it. */
    public boolean covers(long orderId) {
        return first <= orderId && orderId <= last;
    }
}
