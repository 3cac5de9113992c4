// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.Steps;
import java.nio.charset.StandardCharsets;

/**
 * The messages that the transport itself sends: pings and the ends of sockets. Each has a payload, as node's own have and
 * java's have not: the node clients of 7.0 decode whatever comes, and die of a message without one.
 */
final class LastWords {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private LastWords() {}

    /** docs/muon-protocol 5.1. */
    static MuonMessage ping(String protocol) {
        return message("local", protocol, Steps.KEEP_ALIVE, MuonMessage.ChannelOp.NORMAL);
    }

    /** docs/muon-protocol 3.8: the other side was silent. */
    static MuonMessage failure(String protocol) {
        return message("local", protocol, Steps.CHANNEL_FAILURE, MuonMessage.ChannelOp.CLOSED);
    }

    /** docs/muon-protocol 3.7 and 3.8: we go. */
    static MuonMessage shutdown(String origin) {
        return message(origin, "n/a", Steps.CHANNEL_SHUTDOWN, MuonMessage.ChannelOp.CLOSED);
    }

    private static MuonMessage message(String origin, String protocol, String step, MuonMessage.ChannelOp op) {
        return new MuonMessage(
                MessageIds.next(),
                System.currentTimeMillis(),
                "n/a",
                origin,
                protocol,
                step,
                Steps.SUCCESS,
                Steps.JSON,
                EMPTY_OBJECT,
                op);
    }
}
