// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.LeaseTable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Refuses a bucket that is not strongly consistent while another Photon uses it. That is only as sure as the lease: one that
 * stops and goes on later, or that cannot reach Riak in between, is not seen.
 */
final class OnlyOne {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private OnlyOne() {}

    /** Waits as long as a lease lasts, when one was not given up. @throws StoreException REFUSED when its holder is there */
    static void require(RiakOptions options, LeaseTable lease) throws StoreException {
        LeaseTable.Row first = lease.read(options.slots().timeout());
        long begun = System.nanoTime();
        while (first != null
                && !first.holder().isEmpty()
                && System.nanoTime() - begun < options.slots().lease().toNanos()) {
            LockSupport.parkNanos(LOOK_NANOS);
            LeaseTable.Row now = lease.read(options.slots().timeout());
            if (!first.equals(now)) {
                throw new StoreException(
                        Kind.REFUSED,
                        "another Photon (" + first.holder() + ") uses the bucket '" + options.bucket()
                                + "', and its bucket type '" + options.bucketType() + "' is not strongly consistent, so"
                                + " only one may: stop that one, or move the events to a strongly consistent bucket type");
            }
        }
    }
}
