// SPDX-License-Identifier: Apache-2.0
package io.photon.door.feed;

/**
 * What a reader of a feed may cost.
 *
 * @param backlogBytes lines that wait for it, at the most
 * @param stuckMs how long it may leave a full backlog or a line waiting
 * @param lastLineMs how long it has to take the last line when it is cut off
 * @param readers at the same time, at the most
 */
public record FeedLimits(long backlogBytes, long stuckMs, long lastLineMs, int readers) {

    /** 1 MiB, half a minute, five seconds. */
    public static FeedLimits of(int readers) {
        return new FeedLimits(1 << 20, 30_000, 5_000, readers);
    }
}
