// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.ProjectionApi;
import io.photon.muon.stack.server.RawClient;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Projections as Muon clients see them (docs/muon-protocol 10.3 and 10.4). */
class MuonProjectionsTest {

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

    private String call(String path, String body) throws InterruptedException {
        MuonMessage answer = client.await(client.call(path, body));
        RpcResponse response = ((Result.Ok<RpcResponse>) RpcResponse.decode(answer.payload())).value();
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    private void emit(int n) throws InterruptedException {
        String id = client.ask(
                "event", "EventEmitted", "{\"event-type\":\"T\",\"stream-name\":\"s\",\"payload\":{\"n\":" + n + "}}");
        assertTrue(RawClient.text(client.await(id)).contains("PERSISTED"));
    }

    private void create(String name) throws InterruptedException {
        assertEquals(
                "200 {\"correct\":true}",
                call(
                        "/projections",
                        "{\"projection-name\":\"" + name
                                + "\",\"stream-name\":\"s\",\"language\":\"tiny\",\"reduction\":\"sum\"}"));
    }

    @Test
    void aProjectionIsCreatedAskedAndDeleted() throws Exception {
        create("total");
        assertEquals("200 {\"projection-keys\":[\"total\"]}", call("/projection-keys", "Obj\1"));
        assertTrue(call("/projection", "{\"projection-name\":\"total\"}").contains("\"projection-name\":\"total\""));
        assertEquals(
                "200 {\"_muon_wrapped_value\":\"tiny\"}",
                call("/projection", "{\"projection-name\":\"total\",\"query-key\":\"language\"}"));
        assertEquals("200 {}", call("/projection", "{\"projection-name\":\"total\",\"query-key\":\"nothing\"}"));
        assertEquals("200 {}", call("/projection", "{\"projection-name\":\"nobody\"}"));
        assertEquals(
                "200 {\"error\":\"Action not recognized\"}",
                call("/projection", "{\"projection-name\":\"total\",\"action\":\"dance\"}"));
        assertEquals(
                "200 {\"correct\":true}", call("/projection", "{\"projection-name\":\"total\",\"action\":\"delete\"}"));
        assertEquals("200 {\"projection-keys\":[]}", call("/projection-keys", ""));
    }

    @Test
    void whatCannotBeCompiledIsRefusedWithTheReason() throws Exception {
        String answer = call(
                "/projections",
                "{\"projection-name\":\"bad\",\"stream-name\":\"s\",\"language\":\"tiny\",\"reduction\":\"nonsense\"}");
        assertTrue(answer.startsWith("400 {\"error\":"), answer);
        assertTrue(call("/projections", " ").startsWith("400 {\"error\":\"projection-name is missing\""));
    }

    @Test
    void itsStreamTellsChangesAndNotWhatWasBefore() throws Exception {
        create("total");
        emit(1);
        String value = "";
        while (!value.contains("\"count\":1")) { // until the first event is folded
            value = call("/projection", "{\"projection-name\":\"total\",\"query-key\":\"current-value\"}");
        }
        String id = client.subscribe("/projection/total", Map.of());
        client.request(id, 10);
        assertEquals("SubAck", client.await(id).step());
        emit(2);
        String first = RawClient.text(client.await(id));
        assertTrue(first.contains("\"processed\":2"), first);
        client.say(id, "reactive-stream", "Cancelled", "{}");
    }

    @Test
    void theStreamOfAnUnknownProjectionIsRefused() throws Exception {
        assertEquals(
                "SubNack",
                client.await(client.subscribe("/projection/nobody", Map.of())).step());
    }

    @Test
    void aChangeIsAnsweredHoweverManyCallsWaitForWorkers() throws Exception {
        ExecutorService answers = Executors.newSingleThreadExecutor();
        try {
            for (String each : List.of(
                    "/projections {\"projection-name\":\"p\",\"stream-name\":\"s\",\"language\":\"tiny\",\"reduction\":\"sum\"}",
                    "/projection {\"projection-name\":\"p\",\"action\":\"delete\"}")) {
                String path = each.substring(0, each.indexOf(' '));
                byte[] body = each.substring(path.length() + 1).getBytes(StandardCharsets.UTF_8);
                AtomicBoolean full = new AtomicBoolean(); // as soon as the call is begun
                PhotonService service = new PhotonService(
                        photon.api,
                        new ProjectionApi(photon.engine, photon.api),
                        new MuonSettings("photon", "memory", true, List.of("projections", "manage"), "http://x"),
                        task -> {
                            if (full.getAndSet(true)) {
                                throw new RejectedExecutionException("too many wait");
                            }
                            task.run();
                        },
                        Runnable::run,
                        answers);
                CompletableFuture<Integer> status = new CompletableFuture<>();
                service.rpc(path)
                        .orElseThrow()
                        .call(
                                new RpcRequest("rpc://photon" + path, body, Steps.JSON, null),
                                answer -> status.complete(answer.status()));
                assertEquals(200, status.get(30, TimeUnit.SECONDS), path);
                service.close();
            }
        } finally {
            answers.shutdown();
        }
    }

    @Test
    void nobodyFoldsTheStreamOfSecretsWithoutAToken() throws Exception {
        String answer = call(
                "/projections",
                "{\"projection-name\":\"spy\",\"stream-name\":\"__security__\",\"language\":\"tiny\",\"reduction\":\"sum\"}");
        assertTrue(answer.startsWith("403 "), answer);
    }
}
