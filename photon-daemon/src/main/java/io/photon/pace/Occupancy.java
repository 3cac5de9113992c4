// SPDX-License-Identifier: Apache-2.0
package io.photon.pace;

/**
 * For how much of the time the work is done that clients wait for. Who does it tells when there is nothing to do, one thread at
 * a time; any thread may ask. Costs two volatile writes each time.
 */
public final class Occupancy {

    private static final long WORKS = 0;

    private volatile long idleNanos;
    private volatile long idleSince;

    /** A thread that is idle until it says otherwise. @param now as of {@link System#nanoTime} */
    public Occupancy(long now) {
        idleSince = notZero(now);
    }

    /** It has nothing to do from now on. */
    public void idle(long now) {
        idleSince = notZero(now);
    }

    /** It has work again. */
    public void works(long now) {
        long since = idleSince;
        if (since != WORKS) {
            idleNanos += now - since; // one thread at a time writes
            idleSince = WORKS;
        }
    }

    /** For how long it has been idle in all, ns; at most one change late. */
    public long idleNanos(long now) {
        long before = idleNanos;
        long since = idleSince;
        return since == WORKS ? before : before + Math.max(0, now - since);
    }

    private static long notZero(long now) {
        return now == WORKS ? 1 : now;
    }
}
