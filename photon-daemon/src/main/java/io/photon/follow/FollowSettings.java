// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a node stands to others.
 *
 * @param name of this node, for people
 * @param address where others reach it; empty for where its HTTP door listens
 * @param url the address of the node to follow, or of the broker at which it is, without a password; null for a primary
 * @param reach how a node is reached at an address
 * @param forwards whether appends are sent on to the node that takes them
 * @param acks how many followers must have forced an event to their disks before an emit is answered; 0 for none
 * @param ackTimeout how long that is waited for
 */
public record FollowSettings(
        String name,
        String address,
        @Nullable String url,
        Reach reach,
        boolean forwards,
        int acks,
        Duration ackTimeout) {}
