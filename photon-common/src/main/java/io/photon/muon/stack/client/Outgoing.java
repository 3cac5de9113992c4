// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import io.photon.muon.wire.MuonMessage.ChannelOp;
import io.photon.muon.wire.Steps;
import java.nio.charset.StandardCharsets;

/**
 * What is to be sent on a virtual channel; the owner of the socket adds ids, names and the time. The payload is JSON
 * and it is never written to.
 *
 * @param protocol e.g. {@code rpc}
 * @param step the step within the protocol
 */
public record Outgoing(String protocol, String step, byte[] payload, ChannelOp op) {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    /** The end of a virtual channel, as clients write it (docs/muon-protocol 5.6). */
    static final Outgoing CHANNEL_ENDS = new Outgoing("n/a", Steps.CHANNEL_SHUTDOWN, EMPTY_OBJECT, ChannelOp.CLOSED);

    static Outgoing of(String protocol, String step, byte[] payload) {
        return new Outgoing(protocol, step, payload, ChannelOp.NORMAL);
    }

    /** A step that says nothing more. */
    static Outgoing of(String protocol, String step) {
        return of(protocol, step, EMPTY_OBJECT);
    }
}
