// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.muon.stack.server.MuonService.RpcEndpoint;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.VirtualTimer;
import io.photon.muon.wire.MessageIds;
import io.photon.muon.wire.MessageWriter;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the message of a call is done: messages are acknowledged in their order, so one that is not holds up the others. */
class CallsThatLastTest {

    private final VirtualTimer time = new VirtualTimer(1_764_000_000_000L);
    private final MemoryNetwork network = new MemoryNetwork(time, Faults.none());
    private final TestService service = new TestService();
    private final List<Consumer<RpcResponse>> answers = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private ServerSocket socket;
    private RawClient client;

    @BeforeEach
    void open() {
        MessageWriter writer = new MessageWriter("photon", time::nowMs, MessageIds::next);
        ServerStack stack = new ServerStack(service, writer, ServerLimits.DEFAULT, time::nowMs);
        network.join("server").serve("photon", channel -> socket = new ServerSocket(stack, channel));
        client = new RawClient(network.join("client"), "photon", "shared-channel");
        time.pass(1_000);
    }

    private void call(String path) {
        byte[] request = new RpcRequest("rpc://photon" + path, new byte[0], Steps.JSON, null).encode();
        socket.message(
                client.writer().shared(path, client.writer().step("photon", Steps.RPC, Steps.REQUEST_MADE, request)),
                done::incrementAndGet);
    }

    private String answered(String path) {
        time.pass(1_000);
        return RawClient.text(client.expect(path, Steps.REQUEST_RESPONSE));
    }

    @Test
    void aQuestionThatMayLastHoldsUpNobodyAndIsAnsweredAllTheSame() {
        service.endpoints.put("/lasting", new RpcEndpoint() {
            @Override
            public void call(RpcRequest request, Consumer<RpcResponse> answer) {
                answers.add(answer);
            }

            @Override
            public boolean mayLast() {
                return true;
            }
        });
        call("/lasting");
        assertEquals(1, done.get(), "the message is done when the call has begun");
        answers.get(0).accept(RpcResponse.json(200, "{\"n\":1}"));
        assertTrue(answered("/lasting").contains("200"));
        assertEquals(1, done.get(), "and not a second time");
    }

    @Test
    void anyOtherCallIsDoneWhenItIsAnswered() {
        service.endpoints.put("/changing", (request, answer) -> answers.add(answer));
        call("/changing");
        assertEquals(0, done.get());
        answers.get(0).accept(RpcResponse.json(200, "{}"));
        assertEquals(1, done.get());
        answers.get(0).accept(RpcResponse.json(200, "{}"));
        assertEquals(1, done.get(), "once");
    }
}
