// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.Steps;
import org.jspecify.annotations.Nullable;

/** The way back to the client that opened a virtual channel. */
final class Reply {

    private final ServerSocket socket;
    private final @Nullable String channelId;
    private final String protocol;
    private final String target;

    /** @param channelId null on a direct socket */
    Reply(ServerSocket socket, @Nullable String channelId, String protocol, String target) {
        this.socket = socket;
        this.channelId = channelId;
        this.protocol = protocol;
        this.target = target;
    }

    /** Whether an answer with this body can be carried; said before anything is written, which takes many times its size. */
    boolean mayCarry(byte[] body) {
        return MuonMessageCodec.lengthInside(body, channelId == null ? 1 : 2) <= MuonMessageCodec.MAX_PAYLOAD_BYTES;
    }

    /** @return false when it is too large to be carried, and was not sent */
    boolean send(String step, byte[] payload) {
        return send(step, Steps.SUCCESS, payload);
    }

    /** @return false when it is too large to be carried, and was not sent */
    boolean send(String step, String status, byte[] payload) {
        return socket.send(channelId, socket.writer().step(target, protocol, step, status, payload));
    }

    boolean isWritable() {
        return socket.isWritable();
    }

    /** Nothing more is said or heard in this virtual channel. */
    void finish() {
        socket.forget(channelId);
    }
}
