// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.ProjectionApi;
import io.photon.client.ByteSink;
import io.photon.client.EmitOptions;
import io.photon.client.muon.MuonPhotonClient;
import io.photon.codec.JsonFields;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.question.AdminQuestions;
import io.photon.question.EventQuestions;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.question.StreamQuestions;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.settings.SettingsTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a Photon of this kind is asked over Muon, by the client of the commands. */
@Timeout(60)
class OwnEndpointsTest {

    private static final class Out extends ByteArrayOutputStream implements ByteSink {
        private String text() {
            return toString(StandardCharsets.UTF_8);
        }
    }

    private ProjectingPhoton photon;
    private MuonPhotonClient client;

    @BeforeEach
    void open() throws Exception {
        photon = new ProjectingPhoton();
        client = photon.client(null);
    }

    @AfterEach
    void close() {
        client.close();
        photon.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Result<byte[]> result) {
        assertInstanceOf(Result.Ok.class, result, result::toString);
        return new String(((Result.Ok<byte[]>) result).value(), StandardCharsets.UTF_8);
    }

    private static Failure failure(Result<?> result) {
        return ((Result.Err<?>) assertInstanceOf(Result.Err.class, result)).failure();
    }

    private long emit(String stream, String payload) {
        String event =
                "{\"stream-name\":" + JsonFields.quote(stream) + ",\"event-type\":\"T\",\"payload\":" + payload + "}";
        return JsonFields.number(utf8(text(client.emit(utf8(event), EmitOptions.PLAIN))), "order-id");
    }

    private void create(String name, String reduction) {
        String request =
                "{\"projection-name\":\"" + name + "\",\"stream-name\":\"s\",\"language\":\"tiny\",\"reduction\":\""
                        + reduction + "\",\"initial-value\":null}";
        assertEquals("{\"correct\":true}", text(client.createProjection(utf8(request), false)));
    }

    private String value(String key, Long at) {
        Out out = new Out();
        assertInstanceOf(Result.Ok.class, client.projectionValue("total", key, at, out));
        return out.text();
    }

    private static String json(long count, long last, long sum) {
        return "{\"count\":" + count + ",\"last\":" + last + ",\"sums\":{\"s\":" + sum + "}}";
    }

    @Test
    void aValueIsAskedForNowAtAPositionAndAField() {
        create("total", "sum");
        long first = emit("s", "{\"n\":3}");
        long second = emit("s", "{\"n\":4}");
        assertTrue(text(client.awaitProjection("total", second, 10_000)).startsWith("{\"position\":"));
        assertEquals(json(2, second, 7), value(null, null));
        assertEquals(json(1, first, 3), value(null, first));
        assertEquals("1", value("count", first));
        assertEquals("2", value("count", null));
        Out full = new Out();
        assertInstanceOf(Result.Ok.class, client.projection("total", full));
        assertTrue(full.text().endsWith("\"current-value\":" + json(2, second, 7) + "}"), full.text());
        String diff = text(client.projectionDiff("total", first, second));
        assertTrue(
                diff.startsWith("[{") && diff.contains("{\"op\":\"replace\",\"path\":\"/sums/s\",\"value\":7}"), diff);
        for (Result<?> unknown : List.of(
                client.projectionValue("nobody", null, null, new Out()),
                client.projectionValue("nobody", null, first, new Out()),
                client.projectionValue("total", "nothing", first, new Out()),
                client.projection("nobody", new Out()),
                client.projectionDiff("nobody", 1, 2),
                client.awaitProjection("nobody", 1, 1_000),
                client.projectionUpdates("nobody", new Out()),
                client.changeProjection("nobody", "pause"),
                client.schema("nobody"),
                client.trace(1, 10),
                client.stream("nobody"))) {
            assertEquals(
                    Kind.NOT_FOUND, failure(unknown).kind(), failure(unknown).message());
        }
        assertEquals(
                "no conditions here",
                failure(client.ask(ProjectionQuestions.PROJECTION_BISECT
                                .ask()
                                .with(Params.PROJECTION, "total")
                                .with(Params.UNTIL, ".")))
                        .message());
        assertEquals(
                "a.edn: no files here",
                failure(client.createProjectionFromEdn(utf8("{}"), "a.edn", true))
                        .message());
    }

    @Test
    void aLargeValueComesInPiecesAndWhole() {
        create("total", "pad 600000");
        long last = emit("s", "{\"n\":1}");
        client.awaitProjection("total", last, 10_000);
        String now = value(null, null);
        assertTrue(now.length() > 600_000, "it is " + now.length());
        assertEquals(now, value(null, last));
    }

    @Test
    void whoWaitsIsAnsweredInTimeWhateverBecomesOfIt() {
        create("total", "fail-at 5");
        long position = emit("s", "{\"n\":4}");
        assertInstanceOf(Result.Ok.class, client.awaitProjection("total", position, 10_000));
        long future = position + 3_600_000_000L;
        assertEquals(
                Kind.TIMED_OUT,
                failure(client.awaitProjection("total", future, 200)).kind());
        assertEquals("{\"correct\":true}", text(client.changeProjection("total", "pause")));
        emit("s", "{\"n\":5}");
        assertEquals("{\"correct\":true}", text(client.changeProjection("total", "resume")));
        assertEquals(
                Kind.CONFLICT,
                failure(client.awaitProjection("total", future, 10_000)).kind());
        assertEquals("{\"correct\":true}", text(client.skipEvent("total")));
        assertEquals(Kind.CONFLICT, failure(client.skipEvent("total")).kind(), "it has not failed again");
        assertEquals(Kind.NOT_FOUND, failure(client.skipEvent("nobody")).kind());
        assertEquals("{\"correct\":true}", text(client.changeProjection("total", "reset")));
    }

    @Test
    void oneThatIsThereIsNotReplacedUnasked() {
        create("total", "sum");
        byte[] again = utf8(
                "{\"projection-name\":\"total\",\"language\":\"tiny\",\"reduction\":\"sum\",\"stream-name\":null}");
        assertEquals(
                Kind.CONFLICT, failure(client.createProjection(again, false)).kind());
        assertEquals("{\"correct\":true}", text(client.createProjection(again, true)));
        Out full = new Out();
        client.projection("total", full);
        assertEquals("__all__", JsonFields.text(utf8(full.text()), "stream-name"), "null says nothing");
        byte[] bad = utf8("{\"projection-name\":\"bad\",\"language\":\"tiny\",\"reduction\":\"nonsense\"}");
        assertEquals(Kind.BAD_INPUT, failure(client.createProjection(bad, true)).kind());
    }

    @Test
    void updatesBeginWithTheStateAsItIsAndEndWithTheProjection() throws Exception {
        create("total", "sum");
        long first = emit("s", "{\"n\":3}");
        client.awaitProjection("total", first, 10_000);
        CompletableFuture<Void> changed = new CompletableFuture<>();
        ExecutorService other = Executors.newSingleThreadExecutor();
        StringBuilder seen = new StringBuilder();
        ByteSink lines = (bytes, offset, length) -> {
            String line = new String(bytes, offset, length, StandardCharsets.UTF_8);
            seen.append(JsonFields.text(utf8(line), "processed")).append('\n');
            if (line.contains("\"processed\":1,")) {
                changed.complete(null);
            }
        };
        try (MuonPhotonClient another = photon.client(null)) {
            CompletableFuture<Result<byte[]>> deleted = changed.thenApplyAsync(
                    seenIt -> {
                        long second = JsonFields.number(
                                utf8(text(another.emit(
                                        utf8("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":{\"n\":4}}"),
                                        EmitOptions.PLAIN))),
                                "order-id");
                        another.awaitProjection("total", second, 10_000);
                        return another.deleteProjection("total");
                    },
                    other);
            assertInstanceOf(Result.Ok.class, client.projectionUpdates("total", lines));
            assertEquals("{\"correct\":true}", text(deleted.get(10, TimeUnit.SECONDS)));
            assertTrue(seen.toString().startsWith("1\n"), seen.toString());
        } finally {
            other.shutdown();
        }
    }

    @Test
    void listsComePageByPageWhateverTheLengthOfTheNames() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            lines.append("{\"stream-name\":\"")
                    .append("n".repeat(900))
                    .append(i)
                    .append("\",\"event-type\":\"T\",\"payload\":1}\n");
        }
        client.emitLines(new ByteArrayInputStream(utf8(lines.toString())), EmitOptions.PLAIN, new Out());
        String all = text(client.streams(null, null, 10_000));
        assertEquals(1_500, all.split("\"total-events\":1,\"first-order-id\":", -1).length - 1);
        String two = text(client.streams(null, "n", 2));
        assertEquals(2, two.split("\"total-events\":1,", -1).length - 1);
        for (int i = 0; i < 3; i++) {
            create("p" + i, "sum");
        }
        String projections = text(client.projections());
        assertTrue(
                projections.startsWith("{\"projections\":[{\"projection-name\":\"p0\"")
                        && projections.contains("\"p2\""),
                projections);
        assertEquals("{\"correct\":true,\"deleted-events\":1}", text(client.deleteStream("n".repeat(900) + 7)));
        assertEquals(
                Kind.NOT_FOUND,
                failure(client.deleteStream("n".repeat(900) + 7)).kind());
    }

    @Test
    void aTraceAndTheCountersAreForWhoeverMayReplay() {
        long cause = emit("s", "{\"n\":1}");
        String trace = text(client.trace(cause, 10));
        assertTrue(trace.contains("\"event\":{\"order-id\":" + cause), trace);
        String stats = text(client.stats());
        assertEquals(cause, JsonFields.number(utf8(stats), "head"));
        assertTrue(stats.contains("\"projections\":{\"total\":0,"), stats);
    }

    @Test
    void theStoreIsVerifiedForWhoeverMayAndForNobodyElse() throws Exception {
        emit("s", "{\"n\":1}");
        Out refused = new Out();
        assertInstanceOf(Result.Ok.class, client.verify(refused));
        assertTrue(refused.text().contains("may not verify the store\",\"code\":\"denied\""), refused.text());
        try (MuonPhotonClient owner = photon.client(ProjectingPhoton.TOKEN)) {
            for (int i = 0; i < 2; i++) {
                Out told = new Out();
                assertInstanceOf(Result.Ok.class, owner.verify(told));
                assertTrue(told.text().endsWith(",\"damages\":0}\n"), told.text());
                assertTrue(told.text().contains("{\"ok\":true,\"events\":"), told.text());
            }
        }
    }

    private static String called(PhotonService service, String path, String body) throws Exception {
        CompletableFuture<RpcResponse> answered = new CompletableFuture<>();
        service.rpc(path)
                .orElseThrow()
                .call(new RpcRequest("rpc://photon" + path, utf8(body), Steps.JSON, null), answered::complete);
        RpcResponse answer = answered.get(10, TimeUnit.SECONDS);
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private PhotonService service(List<String> permissions, Executor folds) {
        return new PhotonService(
                photon.api,
                new ProjectionApi(photon.engine, photon.api),
                new MuonSettings("photon", "memory", true, permissions, "http://x"),
                Runnable::run,
                folds,
                Runnable::run);
    }

    @Test
    void aGuestMayWhatIsSetAndNothingElse() throws Exception {
        PhotonService nobody = service(List.of("emit"), Runnable::run);
        String body = "{\"projection-name\":\"total\",\"stream-name\":\"s\",\"order-id\":1,\"language\":\"tiny\","
                + "\"reduction\":\"sum\",\"at-least\":1,\"from\":1,\"to\":2,\"until\":\".\"}";
        int asked = 0;
        for (String path : List.of(
                StreamQuestions.STREAMS.muon(),
                StreamQuestions.STREAM_SHOW.muon(),
                StreamQuestions.STREAM_SCHEMA.muon(),
                EventQuestions.TRACE.muon(),
                AdminQuestions.STATS.muon(),
                ProjectionQuestions.PROJECTIONS.muon(),
                ProjectionQuestions.PROJECTION_CREATE.muon(),
                ProjectionQuestions.PROJECTION_RESET.muon(),
                ProjectionQuestions.PROJECTION_PAUSE.muon(),
                ProjectionQuestions.PROJECTION_RESUME.muon(),
                ProjectionQuestions.PROJECTION_DIFF.muon(),
                ProjectionQuestions.PROJECTION_BISECT.muon(),
                ProjectionQuestions.PROJECTION_WAIT.muon())) {
            String answer = called(nobody, path, body);
            assertTrue(answer.startsWith("403 "), path + " " + answer);
            asked++;
        }
        assertEquals(13, asked);
        nobody.close();
    }

    @Test
    void aGuestCreatesProjectionsAndManagesNoneUnlessThatIsSet() throws Exception {
        PhotonService usual =
                service(List.of(SettingsTable.MUON_PERMISSIONS.defaultText().split(",")), Runnable::run);
        String body = "{\"projection-name\":\"total\",\"stream-name\":\"s\",\"language\":\"tiny\","
                + "\"reduction\":\"sum\",\"action\":\"delete\"}";
        assertTrue(called(usual, "/projections", body).startsWith("200 "));
        for (String path : List.of(
                ProjectionQuestions.PROJECTION_RESET.muon(),
                ProjectionQuestions.PROJECTION_PAUSE.muon(),
                ProjectionQuestions.PROJECTION_RESUME.muon(),
                "/projection")) {
            String answer = called(usual, path, body);
            assertTrue(answer.startsWith("403 ") && answer.contains("'manage' in muon.permissions"), path + answer);
        }
        usual.close();
        PhotonService open = service(List.of("projections", "manage"), Runnable::run);
        assertTrue(
                called(open, ProjectionQuestions.PROJECTION_PAUSE.muon(), body).startsWith("200 "));
        assertTrue(called(open, "/projection", body).startsWith("200 "));
        open.close();
    }

    @Test
    void questionsThatFoldKeepNobodyElseWaitingAndTooManyAreRefused() throws Exception {
        PhotonService busy = service(List.of("replay", "projections"), task -> {
            throw new RejectedExecutionException("too many fold");
        });
        for (String path : List.of(
                ProjectionQuestions.PROJECTION_DIFF.muon(),
                ProjectionQuestions.PROJECTION_BISECT.muon(),
                StreamQuestions.STREAM_SCHEMA.muon(),
                EventQuestions.TRACE.muon())) {
            assertTrue(busy.rpc(path).orElseThrow().mayLast(), path);
            String answer = called(busy, path, "{}");
            assertTrue(answer.startsWith("503 {\"error\":\"too many calls wait already\""), answer);
        }
        assertEquals("200 {\"projections\":[]}", called(busy, ProjectionQuestions.PROJECTIONS.muon(), ""));
        assertTrue(busy.rpc(ProjectionQuestions.PROJECTION_WAIT.muon())
                .orElseThrow()
                .mayLast());
        for (String path :
                List.of("/events", "/projections", "/stream/delete", ProjectionQuestions.PROJECTION_CREATE.muon())) {
            assertTrue(
                    !busy.rpc(path).orElseThrow().mayLast(), path + " changes something: acknowledged when it is done");
        }
        busy.close();
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        PhotonService service = service(List.of("replay", "projections"), Runnable::run);
        assertTrue(called(service, ProjectionQuestions.PROJECTION_WAIT.muon(), "{\"projection-name\":\"x\"}")
                .startsWith("400 {\"error\":\"at-least is missing\""));
        assertTrue(called(service, ProjectionQuestions.PROJECTION_DIFF.muon(), "Obj\1")
                .startsWith("400 {\"error\":\"projection-name is missing\""));
        assertTrue(called(service, EventQuestions.TRACE.muon(), "{\"order-id\":\"x\"}")
                .startsWith("400 {\"error\":\"order-id is 'x'\""));
        assertTrue(called(service, ProjectionQuestions.PROJECTION_CREATE.muon(), "{\"projection-name\":\"x\"}")
                .startsWith("400 {\"error\":\"language is missing\""));
        service.close();
    }
}
