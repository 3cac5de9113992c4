// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

/**
 * When to ping and when to give the other side up (docs/muon-protocol 5.1 to 5.3). A pure state machine: times are ms
 * of a clock that never goes back, given by the caller. Thread-safe; {@link #tick} is called by one timer, at least
 * every {@link #TICK_MS}, which no handler can hold up.
 */
public final class KeepAlive {

    /** Pinged when nothing was sent for so long. */
    public static final long PING_AFTER_MS = 1_000;

    /** Given up when nothing was heard for so long. */
    public static final long SILENCE_MS = 5_500;

    /** How often to call {@link #tick}: a ping is never later than this. */
    public static final long TICK_MS = 250;

    /** A timer later than this was held up by our own process, so the other side's messages were, too. */
    private static final long STALL_MS = 1_000;

    /** What the caller has to do. */
    public enum Action {
        NOTHING,
        /** Send a ping, then say {@link KeepAlive#sent}. */
        PING,
        /** End the socket: the other side was silent for too long. */
        GIVE_UP
    }

    private volatile long sentMs;
    private volatile long heardMs;
    private volatile boolean windowFull;
    private long tickedMs;

    public KeepAlive(long nowMs) {
        this.sentMs = nowMs;
        this.heardMs = nowMs;
        this.tickedMs = nowMs;
    }

    /** Something was sent: any message counts. */
    public void sent(long nowMs) {
        sentMs = nowMs;
    }

    /** Something came: any message counts. */
    public void received(long nowMs) {
        heardMs = nowMs;
    }

    /**
     * Whether as many messages are unacknowledged as the broker lets us have: then pings wait after them in the queue,
     * and silence says nothing. The silence begins anew when the window opens.
     */
    public void windowFull(boolean full, long nowMs) {
        if (windowFull && !full) {
            heardMs = nowMs;
        }
        windowFull = full;
    }

    /** What to do now. */
    public Action tick(long nowMs) {
        long late = nowMs - tickedMs;
        tickedMs = nowMs;
        if (late > STALL_MS) {
            heardMs = Math.min(nowMs, heardMs + late);
        }
        if (!windowFull && nowMs - heardMs >= SILENCE_MS) {
            return Action.GIVE_UP;
        }
        return nowMs - sentMs >= PING_AFTER_MS ? Action.PING : Action.NOTHING;
    }
}
