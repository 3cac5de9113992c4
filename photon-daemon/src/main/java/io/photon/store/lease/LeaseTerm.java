// SPDX-License-Identifier: Apache-2.0
package io.photon.store.lease;

import io.photon.store.Fence;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a lease that a server keeps is held: until the server has not answered for its time, as it passes in this process.
 * {@link #lost} and {@link #isHeld} may be called by any thread, the rest by one at a time.
 */
public final class LeaseTerm {

    private final String server;
    private final Duration time;
    private final int renewals;
    private @Nullable Fence held;
    /** Until when the server keeps it for us at least, as System.nanoTime() counts. */
    private volatile long keptUntil;

    private volatile boolean isHeld;
    private volatile @Nullable String lost;

    /**
     * @param server its name, for messages
     * @param time how long a holder counts as there that does not renew
     * @param renewals how many come within that time, so that all but one may fail
     */
    public LeaseTerm(String server, Duration time, int renewals) {
        this.server = server;
        this.time = time;
        this.renewals = renewals;
    }

    /** It is acquired. @param askedNanos when the server was asked for it */
    public void begin(Fence fence, long askedNanos) {
        held = fence;
        keptUntil = askedNanos + time.toNanos();
        lost = null;
        isHeld = true;
    }

    /** What to append with; null while it is not held. One that was lost is held until {@link #end}. */
    public @Nullable Fence held() {
        return held;
    }

    /** The server has renewed it. @param askedNanos when it was asked */
    public void renewed(long askedNanos) {
        keptUntil = askedNanos + time.toNanos();
    }

    /** It is lost. @param why in words */
    public void lose(String why) {
        lost = why;
    }

    /** It is given up. @return whether it was held until now */
    public boolean end() {
        boolean was = held != null;
        held = null;
        isHeld = false;
        return was;
    }

    /** Whether it was acquired and not given up; it may be lost. */
    public boolean isHeld() {
        return isHeld;
    }

    /** See {@link SequencerLease#lost}. */
    public Optional<String> lost() {
        String why = lost;
        if (why == null && isHeld && System.nanoTime() - keptUntil > 0) {
            why = server + " did not answer for " + time.toMillis()
                    + " ms, so another Photon may have become the writer";
        }
        return Optional.ofNullable(why);
    }

    /** How long to wait between two renewals. */
    public Duration interval() {
        return time.dividedBy(renewals);
    }
}
