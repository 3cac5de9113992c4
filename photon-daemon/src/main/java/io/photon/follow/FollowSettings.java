// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.client.ClientSettings;
import io.photon.result.Result;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a node stands to others.
 *
 * @param name of this node, for people
 * @param address where others reach it; empty for where its HTTP door listens
 * @param url the address of the node to follow; null for a primary
 * @param reach how a node is reached at an address: asked again for each connection, as a token may change
 * @param forwards whether appends are sent on to the node that takes them
 * @param acks how many followers must have forced an event to their disks before an emit is answered; 0 for none
 * @param ackTimeout how long that is waited for
 */
public record FollowSettings(
        String name,
        String address,
        @Nullable String url,
        Function<String, Result<ClientSettings>> reach,
        boolean forwards,
        int acks,
        Duration ackTimeout) {}
