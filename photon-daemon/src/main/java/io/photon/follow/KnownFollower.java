// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import java.util.concurrent.TimeUnit;

/**
 * One that follows this node. Immutable.
 *
 * @param stored up to where it has forced events to its disk
 * @param seenNanos when it last asked, by {@link System#nanoTime()}
 */
public record KnownFollower(String nodeId, String name, String address, long epoch, long stored, long seenNanos) {

    /** One that has not asked for so long is not connected. It asks twice a second when nothing happens. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    boolean isConnected(long nowNanos) {
        return nowNanos - seenNanos < SILENCE_NANOS;
    }
}
