// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import org.jspecify.annotations.Nullable;

/** A call of an endpoint (docs/muon-protocol section 6). */
public final class RpcQuestion {

    /** No argument, as muon-cli writes it: every server reads a blank as none (docs/muon-protocol 6.2). */
    private static final byte[] BLANK = {' '};

    private RpcQuestion() {}

    /**
     * Asks.
     *
     * @param service the name of the service that is asked
     * @param path the endpoint with its leading slash
     * @param body JSON, or empty for no argument
     * @param token who asks, or null
     */
    public static MuonQuestion<RpcResponse> of(String service, String path, byte[] body, @Nullable String token) {
        RpcRequest request =
                new RpcRequest("rpc://" + service + path, body.length == 0 ? BLANK : body, Steps.JSON, token);
        return new MuonQuestion<>(
                Outgoing.of(Steps.RPC, Steps.REQUEST_MADE, request.encode()),
                message -> RpcResponse.decode(message.payload()));
    }
}
