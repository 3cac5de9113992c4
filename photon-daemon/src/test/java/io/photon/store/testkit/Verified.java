// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.Verification;
import java.util.ArrayList;
import java.util.List;

/**
 * What verifying a store told.
 *
 * @param checked how many events, as told last
 */
public record Verified(long checked, List<Damage> damages) {

    /** A place that was named, and the order-ids that can lie in it. */
    public record Damage(String place, String what, long first, long last) {

        public boolean covers(long orderId) {
            return first <= orderId && orderId <= last;
        }

        @Override
        public String toString() {
            return place + ": " + what + " " + first + "-" + last;
        }
    }

    public static Verified of(EventStore store) throws StoreException {
        long[] checked = {0};
        List<Damage> damages = new ArrayList<>();
        store.verification().verify(new Verification.Report() {
            @Override
            public void progress(long eventsChecked, long bytesChecked) {
                checked[0] = eventsChecked;
            }

            @Override
            public void damage(String place, String what, long firstOrderId, long lastOrderId) {
                damages.add(new Damage(place, what, firstOrderId, lastOrderId));
            }
        });
        return new Verified(checked[0], damages);
    }
}
