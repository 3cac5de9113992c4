// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.spi.ReductionException;

/** When to try again what failed because something was lacking: at first soon, then ever later. For one thread at a time. */
public final class BackOff {

    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 60_000_000_000L;
    /** An engine that a reduction damages each time is the fault of that reduction. */
    private static final int MOST_DAMAGES = 3;

    private long pause = FIRST_NANOS;
    private long until;
    private boolean on;
    private long troubleAt;
    private int damages;

    /**
     * It has to wait.
     *
     * @param now in ns
     * @param orderId where it happened, 0 for nowhere
     * @return how long, in ms
     */
    public long begin(long now, long orderId) {
        on = true;
        troubleAt = Math.max(troubleAt, orderId);
        until = now + pause;
        long waits = pause;
        pause = Math.min(2 * pause, LONGEST_NANOS);
        return waits / 1_000_000;
    }

    /** @return whether that is worth another try */
    boolean isWorthATry(ReductionException e) {
        return e.isLack() || e.isDamage() && ++damages <= MOST_DAMAGES;
    }

    boolean isDue(long now) {
        return on && now - until >= 0;
    }

    /** The fold has got so far. @return whether that ended the trouble */
    public boolean passed(long position) {
        if (!on || position < troubleAt) {
            return false;
        }
        clear();
        return true;
    }

    /** Something else is to be done now. */
    void clear() {
        on = false;
        pause = FIRST_NANOS;
        troubleAt = 0;
        damages = 0;
    }
}
