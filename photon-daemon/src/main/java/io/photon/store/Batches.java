// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Event;
import io.photon.store.StoreException.Kind;
import java.util.List;

/** What every store asks of a batch before it appends it. */
public final class Batches {

    private Batches() {}

    /** @throws IllegalArgumentException when there is nothing in it */
    public static void requireSome(List<Event> batch) {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
    }

    /**
     * @param above the order-id below which none may be, nor at it
     * @throws StoreException CONFLICT when an order-id is not above the one before it
     */
    public static void requireRising(long above, List<Event> batch) throws StoreException {
        long last = above;
        for (Event event : batch) {
            if (event.orderId() <= last) {
                throw new StoreException(
                        Kind.CONFLICT,
                        "order-id " + event.orderId() + " is not above " + last + "; nothing was stored");
            }
            last = event.orderId();
        }
    }
}
