// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.client.ReplayQuery;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.muon.stack.server.RawClient;
import io.photon.muon.wire.Frames;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.SharedMessage;
import io.photon.muon.wire.Steps;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What muon-clojure asks, with its arguments in Avro, is answered as if it had written JSON. */
class ClojureArgumentsTest {

    private ProjectingPhoton photon;
    private RawClient client;

    @BeforeEach
    void open() throws Exception {
        photon = new ProjectingPhoton();
        client = new RawClient(photon.clients, "photon", "shared-channel");
        assertInstanceOf(Result.Ok.class, client.opening().get(30, TimeUnit.SECONDS));
    }

    @AfterEach
    void close() {
        photon.close();
    }

    private String call(RpcRequest request) throws InterruptedException {
        String payload = new String(request.encode(), StandardCharsets.UTF_8);
        MuonMessage answer = client.await(client.ask(Steps.RPC, Steps.REQUEST_MADE, payload));
        RpcResponse response = ok(RpcResponse.decode(answer.payload()));
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    private static List<RpcRequest> recorded() {
        List<RpcRequest> calls = new ArrayList<>();
        for (Frames.Frame frame : Frames.of("clojure-client-rpc")) {
            MuonMessage message = ok(MuonMessageCodec.decode(frame.body()));
            MuonMessage inner = ok(SharedMessage.decode(message.payload())).message();
            if (inner.step().equals(Steps.REQUEST_MADE)) {
                calls.add(ok(RpcRequest.decode(inner.payload())));
            }
        }
        return calls;
    }

    @Test
    void aRecordedClientIsAnswered() throws Exception {
        List<RpcRequest> calls = recorded();
        assertEquals("200 {\"projection-keys\":[]}", call(calls.get(0)));
        assertEquals("200 {}", call(calls.get(1)), "there is no such projection here, and it was understood");
        String stored = call(calls.get(2));
        assertTrue(stored.startsWith("200 {\"order-id\":"), stored);
        String created = call(calls.get(3));
        assertTrue(
                created.startsWith("400 ") && created.contains("clojure"), "only the language is missing: " + created);
        String deleted = call(calls.get(4));
        assertTrue(deleted.contains("count"), deleted);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (MuonPhotonClient reader = photon.client(null)) {
            ok(reader.replay(ReplayQuery.cold("chatter"), lines::write));
        }
        String line = lines.toString(StandardCharsets.UTF_8);
        assertTrue(
                line.endsWith("\"payload\":{\"id\":\"a\",\"n\":40,\"deep\":[{\"x\":1.5,\"y\":null,\"z\":true}]}}\n"),
                line);
    }

    @Test
    void argumentsOfAClassOfTheCallersAreRefusedByNamingWhatIsAccepted() throws Exception {
        byte[] ownClass = "Obj\1\2\26avro.schema".getBytes(StandardCharsets.ISO_8859_1);
        for (String path : List.of("/events", "/projection", "/projections", "/stream/delete", "/stream/show")) {
            String answer = call(new RpcRequest("request://photon" + path, ownClass, "avro", null));
            assertTrue(answer.startsWith("415 {\"error\":"), path + ": " + answer);
            assertTrue(answer.contains("application/json") && answer.contains("java.util.Map"), answer);
        }
        for (String path : List.of("/projection-keys", "/stream-names", "/rest-url", "/stats")) {
            String answer = call(new RpcRequest("request://photon" + path, ownClass, "avro", null));
            assertTrue(answer.startsWith("200 "), path + " needs no argument: " + answer);
        }
    }
}
