// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.result.Failure;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** How long one request may still take, and how long it may stand still. Thread-safe. */
final class Deadline {

    private final String url;
    private final long startNanos = System.nanoTime();
    private final long totalMs;
    private final long idleMs;
    private volatile long lastMoveNanos = startNanos;

    /**
     * @param totalMs 0 for no limit
     * @param idleMs 0 for no limit
     */
    Deadline(String url, long totalMs, long idleMs) {
        this.url = url;
        this.totalMs = totalMs;
        this.idleMs = idleMs;
    }

    /** Something went out or came in. */
    void moved() {
        lastMoveNanos = System.nanoTime();
    }

    long waitedMs() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** How long to wait for the next byte, in ms: 1 or more, 0 for no limit. */
    int patienceMs() throws HttpFailure {
        long left = leftMs();
        return left == Long.MAX_VALUE ? 0 : (int) Math.min(Integer.MAX_VALUE, left);
    }

    /** Ms left, {@link Long#MAX_VALUE} without a limit. */
    long leftMs() throws HttpFailure {
        long left = Long.MAX_VALUE;
        if (totalMs > 0) {
            left = totalMs - waitedMs();
        }
        if (idleMs > 0) {
            left = Math.min(left, idleMs - (System.nanoTime() - lastMoveNanos) / 1_000_000);
        }
        if (left <= 0) {
            throw timedOut(null);
        }
        return left;
    }

    boolean hasRoomFor(long ms) {
        return totalMs <= 0 || totalMs - waitedMs() > ms;
    }

    boolean isLimited() {
        return totalMs > 0;
    }

    HttpFailure timedOut(@Nullable SocketTimeoutException cause) {
        return new HttpFailure(
                Failure.of(
                        Failure.Kind.TIMED_OUT,
                        "no answer from " + url + " in " + waitedMs() + " ms",
                        "wait longer with --timeout, or check --url and the daemon's log"),
                cause);
    }
}
