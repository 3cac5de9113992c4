// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

/**
 * What a follower says when it asks for more.
 *
 * @param after the order-id above which it wants events
 * @param stored up to where it has forced events to its disk; 0 for one that keeps nothing
 * @param epoch the highest that it knows
 * @param waitMs how long the answer may wait for events, 0 to 10,000
 * @param nodeId what tells it from others
 * @param name for people
 * @param address its URL, empty for none
 */
public record Asking(
        long after,
        long stored,
        long epoch,
        String epochNodeId,
        long waitMs,
        String nodeId,
        String name,
        String address) {}
