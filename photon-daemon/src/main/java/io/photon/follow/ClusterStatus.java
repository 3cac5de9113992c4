// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.codec.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What there is to say of a node. Immutable.
 *
 * @param upstream the address of the node that it follows; empty for none
 * @param connected whether that answers
 * @param distance from it; empty for a node that follows none
 * @param trouble why it does not get events, empty when it does
 * @param differsAt the order-id at which its events differ from those of the other, if they do
 * @param compared up to which order-id they were found to be the same, in this round
 * @param retired of a retired node by whom
 * @param acks how many followers must have an event before it is answered
 * @param followers those that follow this node
 * @param companions others that use the same store; empty for a store that cannot be shared
 */
public record ClusterStatus(
        String name,
        String nodeId,
        NodeRole.Role role,
        Epoch epoch,
        String address,
        String primary,
        long head,
        String upstream,
        boolean connected,
        Optional<Distance> distance,
        String trouble,
        OptionalLong differsAt,
        OptionalLong compared,
        Optional<Retirement> retired,
        int acks,
        List<KnownFollower> followers,
        Optional<List<Companion>> companions) {

    /** How many followers are connected now. */
    public int connectedFollowers() {
        long now = System.nanoTime();
        return (int) followers.stream().filter(each -> each.isConnected(now)).count();
    }

    /** As {@code /api/cluster} answers it. */
    public byte[] json() {
        JsonWriter json = new JsonWriter(1_024).object();
        json.field("node", name)
                .field("node-id", nodeId)
                .field("role", role.word())
                .field("epoch", epoch.number())
                .field("address", address)
                .field("primary", primary)
                .field("head", head);
        if (!upstream.isEmpty()) {
            json.field("follows", upstream).field("connected", connected);
        }
        distance.ifPresent(lag -> {
            json.field("lag-events", lag.events());
            if (lag.isTimeKnown()) {
                json.field("lag-ms", lag.ms());
            }
        });
        compared.ifPresent(orderId -> json.field("compared-up-to", orderId));
        differsAt.ifPresent(orderId -> json.field("differs-at", orderId));
        if (!trouble.isEmpty()) {
            json.field("trouble", trouble);
        }
        retired.ifPresent(told -> {
            json.field("unreplicated", told.unreplicated());
            String file = told.file();
            if (file != null) {
                json.field("unreplicated-file", file);
            }
        });
        if (acks > 0) {
            json.field("acks", acks);
        }
        json.field("followers").array();
        long now = System.nanoTime();
        for (KnownFollower each : followers) {
            json.object()
                    .field("node", each.name())
                    .field("node-id", each.nodeId())
                    .field("epoch", each.epoch())
                    .field("address", each.address())
                    .field("stored", each.stored())
                    .field("connected", each.isConnected(now))
                    .field("silent-ms", Math.max(0, (now - each.seenNanos()) / 1_000_000))
                    .endObject();
        }
        json.endArray();
        companions.ifPresent(others -> {
            json.field("same-store").array();
            for (Companion each : others) {
                json.object()
                        .field("node", each.name())
                        .field("node-id", each.nodeId())
                        .field("role", each.role())
                        .field("address", each.address())
                        .field("connected", !each.isSilent())
                        .field("silent-ms", each.silentMs())
                        .endObject();
            }
            json.endArray();
        });
        return json.endObject().bytes();
    }
}
