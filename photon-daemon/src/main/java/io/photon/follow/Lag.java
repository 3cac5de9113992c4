package io.photon.follow;

import java.util.concurrent.TimeUnit;

/**
 * How far a follower is from the node that it follows. By the time that passes in this process, so the clocks of the two need not
 * agree. Thread-safe.
 */
final class Lag {

    /** An answer comes at least each {@link Upstream#WAIT_MS}; so long without one is a break. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(2 * Upstream.WAIT_MS);

    private volatile State state;

    /**
     * What was known last.
     *
     * @param syncedNanos when this node last had everything that the other had
     * @param heardNanos when the other last answered
     */
    private record State(long syncedNanos, long heardNanos, boolean connected, long head, long total) {}

    /** @param nowNanos of the start: nothing is known to be here */
    Lag(long nowNanos) {
        state = new State(nowNanos, nowNanos, false, 0, 0);
    }

    /** The other has answered, with its head and the number of its events. */
    void heard(long head, long total, long nowNanos) {
        state = new State(state.syncedNanos(), nowNanos, true, head, total);
    }

    /** Everything is here that the other had at a time. */
    void synced(long atNanos) {
        State now = state;
        state = new State(atNanos, now.heardNanos(), now.connected(), now.head(), now.total());
    }

    /** The other does not answer. */
    void lost() {
        State now = state;
        state = new State(now.syncedNanos(), now.heardNanos(), false, now.head(), now.total());
    }

    boolean isConnected() {
        return state.connected();
    }

    /** How many events are missing as far as is known. @param head of this node @param total how many events it has */
    long events(long head, long total) {
        State now = state;
        return head >= now.head() ? 0 : Math.max(1, now.total() - total);
    }

    /** For how long this node may have lacked something, ns; 0 when it lacks nothing as far as can be known. */
    long nanos(long head, long nowNanos) {
        State now = state;
        boolean fresh = now.connected() && nowNanos - now.heardNanos() < FRESH_NANOS;
        return fresh && head >= now.head() ? 0 : Math.max(0, nowNanos - now.syncedNanos());
    }
}
