// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How far a follower is from the node that it follows. By the time that passes in this process, so the clocks of the two need not
 * agree. Thread-safe.
 */
final class Lag {

    /** An answer comes at least each {@link Upstream#WAIT_MS}; so long without one is a break. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(2 * Upstream.WAIT_MS);

    /** Longer than any limit. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private volatile State state;

    /**
     * What was known last.
     *
     * @param isSynced whether this node ever had everything that the other had
     * @param syncedNanos when that was last
     * @param heardNanos when the other last answered
     * @param heard whether it ever did
     * @param upstreamNanos for how long the other may have lacked something then; {@link #UNKNOWN} when nothing says it
     */
    private record State(
            boolean isSynced,
            long syncedNanos,
            long heardNanos,
            long upstreamNanos,
            boolean connected,
            boolean heard,
            long head,
            long total) {}

    /** @param nowNanos of the start: nothing is known to be here */
    Lag(long nowNanos) {
        state = new State(false, nowNanos, nowNanos, UNKNOWN, false, false, 0, 0);
    }

    /**
     * The other has answered.
     *
     * @param head its head
     * @param total the number of its events
     * @param upstreamNanos for how long it may lack something itself: 0 for a primary, {@link #UNKNOWN} for one that cannot say
     */
    void heard(long head, long total, long nowNanos, long upstreamNanos) {
        State now = state;
        state = new State(now.isSynced(), now.syncedNanos(), nowNanos, upstreamNanos, true, true, head, total);
    }

    /** Everything is here that the other had at a time. */
    void synced(long atNanos) {
        State now = state;
        if (now.upstreamNanos() != UNKNOWN) {
            state = new State(
                    true,
                    atNanos - now.upstreamNanos(),
                    now.heardNanos(),
                    now.upstreamNanos(),
                    now.connected(),
                    now.heard(),
                    now.head(),
                    now.total());
        }
    }

    /** The other does not answer. */
    void lost() {
        State now = state;
        state = new State(
                now.isSynced(),
                now.syncedNanos(),
                now.heardNanos(),
                now.upstreamNanos(),
                false,
                now.heard(),
                now.head(),
                now.total());
    }

    /** Whether the other has answered since the start. */
    boolean hasHeard() {
        return state.heard();
    }

    boolean isConnected() {
        return state.connected();
    }

    /**
     * How many events are missing as far as is known.
     *
     * @param head of this node
     * @param total how many events it has; asked only when some are missing, for a store may have to ask its server
     */
    long events(long head, LongSupplier total) {
        State now = state;
        return head >= now.head() ? 0 : Math.max(1, now.total() - total.getAsLong());
    }

    /**
     * For how long this node may have lacked something, ns; 0 when it lacks nothing as far as can be known. {@link #UNKNOWN} until
     * it once had everything.
     */
    long nanos(long head, long nowNanos) {
        State now = state;
        boolean fresh = now.connected() && nowNanos - now.heardNanos() < FRESH_NANOS;
        if (fresh && head >= now.head() && now.upstreamNanos() != UNKNOWN) {
            return now.upstreamNanos();
        }
        return now.isSynced() ? Math.max(0, nowNanos - now.syncedNanos()) : UNKNOWN;
    }
}
