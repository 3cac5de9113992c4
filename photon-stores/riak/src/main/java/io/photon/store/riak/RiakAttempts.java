// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.slots.NoAnswerException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Repeats what compares and sets and may be repeated, for about as long as two answers may take. */
final class RiakAttempts {

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private RiakAttempts() {}

    /** One of them. */
    interface Attempt {
        /** @return whether it is done; false when something else was set in between */
        boolean run() throws NoAnswerException, StoreException;
    }

    /** @throws StoreException REFUSED when it is not known whether it was done; what the attempt itself throws ends it, too */
    static void until(Bucket bucket, Attempt attempt) throws StoreException {
        long deadline = System.nanoTime() + 2 * bucket.timeout().toNanos();
        NoAnswerException unknown = null;
        while (true) {
            try {
                if (attempt.run()) {
                    return;
                }
            } catch (NoAnswerException e) {
                unknown = e;
            }
            if (System.nanoTime() - deadline > 0) {
                throw unknown == null
                        ? new StoreException(Kind.REFUSED, "others write the same key of Riak without end")
                        : new StoreException(Kind.REFUSED, unknown.getMessage(), unknown);
            }
            LockSupport.parkNanos(REST_NANOS);
        }
    }
}
