// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import io.photon.codec.JsonText;
import io.photon.muon.stack.server.MuonService.RpcEndpoint;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One call: asked once, answered once (docs/muon-protocol 6). */
final class RpcExchange implements Conversation {

    private final Reply reply;
    private final Runnable done;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean acknowledged = new AtomicBoolean();

    RpcExchange(Reply reply, Runnable done) {
        this.reply = reply;
        this.done = done;
    }

    private void acknowledge() {
        if (acknowledged.compareAndSet(false, true)) {
            done.run();
        }
    }

    void begin(MuonService service, byte[] payload) {
        if (!(RpcRequest.decode(payload) instanceof Result.Ok<RpcRequest> ok)) {
            answer(error(400, "the request cannot be read"));
            return;
        }
        RpcRequest request = ok.value().asJson();
        try {
            Optional<RpcEndpoint> endpoint = service.rpc(request.path());
            if (endpoint.isPresent()) {
                endpoint.get().call(request, this::answer);
                if (endpoint.get().mayLast()) {
                    acknowledge();
                }
            } else {
                answer(RpcResponse.json(404, "{}"));
            }
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            answer(error(500, "the call failed: " + Fault.words(e))); // docs/muon-protocol 6.5: an answer, not silence
        }
    }

    static RpcResponse error(int status, String message) {
        return RpcResponse.json(status, "{\"error\":" + JsonText.quoted(message) + "}");
    }

    private void answer(RpcResponse response) {
        if (over.compareAndSet(false, true)) {
            if (!reply.mayCarry(response.body()) || !reply.send(Steps.REQUEST_RESPONSE, response.encode())) {
                String tooLarge = "the answer of " + response.body().length
                        + " bytes is larger than a Muon message holds; ask for less, or over HTTP";
                reply.send(Steps.REQUEST_RESPONSE, error(413, tooLarge).encode());
            }
            reply.finish();
        }
        acknowledge();
    }

    @Override
    public void message(MuonMessage message) {
        // one question was asked; whatever else comes is not part of the protocol
    }

    @Override
    public void ended() {
        over.set(true);
    }
}
