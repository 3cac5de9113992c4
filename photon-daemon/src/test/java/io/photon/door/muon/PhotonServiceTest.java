// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.api.Caller;
import io.photon.api.Origin;
import io.photon.api.PhotonApi;
import io.photon.api.Upload;
import io.photon.backup.Backup;
import io.photon.backup.BackupRequest;
import io.photon.backup.BackupService;
import io.photon.log.EventLog;
import io.photon.log.engine.DefaultEventLog;
import io.photon.muon.stack.server.MuonService.RpcEndpoint;
import io.photon.muon.wire.EventResult;
import io.photon.muon.wire.RpcRequest;
import io.photon.muon.wire.RpcResponse;
import io.photon.muon.wire.Steps;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.memory.MemoryEventStore;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the calls do when workers are busy. */
class PhotonServiceTest {

    private static final String TOKEN = "the-token-of-this-start";
    private static final int WORKERS = 2;

    @TempDir
    Path scratch;

    private EventLog log;
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private final List<BarePhoton> photons = new ArrayList<>();
    private final ExecutorService answers = Executors.newSingleThreadExecutor();
    private final MuonSettings settings =
            new MuonSettings("photon", "amqp://localhost", true, List.of("emit", "replay", "delete"), "http://x");

    @BeforeEach
    void open() throws Exception {
        log = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        photons.forEach(BarePhoton::close);
        log.close();
        workers.shutdown();
        answers.shutdown();
    }

    private PhotonApi api() {
        return api(log);
    }

    private PhotonApi api(EventLog asked) {
        return photon(asked).api();
    }

    private BarePhoton photon(EventLog asked) {
        BarePhoton photon = new BarePhoton(asked, log, TOKEN, scratch);
        photons.add(photon);
        return photon;
    }

    private PhotonService service(Executor forWhatMayWait) {
        return service(photon(log), forWhatMayWait);
    }

    private PhotonService service(BarePhoton photon, Executor forWhatMayWait) {
        return new PhotonService(photon.api(), photon.projections(), settings, forWhatMayWait, forWhatMayWait, answers);
    }

    private static RpcRequest request(String path, String body, String token) {
        return new RpcRequest("rpc://photon" + path, body.getBytes(StandardCharsets.UTF_8), Steps.JSON, token);
    }

    private static CompletableFuture<String> call(RpcEndpoint endpoint, RpcRequest request) {
        CompletableFuture<String> answered = new CompletableFuture<>();
        endpoint.call(request, answer -> answered.complete(text(answer)));
        return answered;
    }

    private static CompletableFuture<String> call(PhotonService service, String path, String body, String token) {
        return call(service.rpc(path).orElseThrow(), request(path, body, token));
    }

    private static String text(RpcResponse response) {
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String within30s(CompletableFuture<String> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatTheLogHasDoneIsAnsweredHoweverManyCallsWaitForWorkers() throws Exception {
        PhotonService service = service(task -> {
            throw new RejectedExecutionException("too many wait");
        });
        String stored =
                within30s(call(service, "/events", "{\"event-type\":\"T\",\"stream-name\":\"s\",\"payload\":1}", null));
        assertTrue(stored.startsWith("200 {\"order-id\":"), stored);
        assertEquals(
                "200 {\"correct\":true}", within30s(call(service, "/stream/delete", "{\"stream-name\":\"s\"}", null)));
        String refused = within30s(call(service, "/stream-names", "", null));
        assertTrue(refused.startsWith("503 {\"error\":\"too many calls wait already\""), refused);
        service.close();
    }

    @Test
    void aRestoreThatTakesLongKeepsNobodyElseWaiting() throws Exception {
        PhotonService service = service(workers);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try {
            service.rpc("/restore/cancel").orElseThrow().call(request("/restore/cancel", "", TOKEN), answer -> {
                busy.countDown();
                await(free); // as long as publishing takes
            });
            assertTrue(busy.await(30, TimeUnit.SECONDS));
            List<CompletableFuture<String>> guests = new ArrayList<>();
            for (int i = 0; i < 100; i++) { // many more than may wait
                guests.add(call(service, "/restore/lines", "x", i % 2 == 0 ? null : "wrong"));
            }
            assertEquals("200 {\"streams\":[]}", within30s(call(service, "/stream-names", "", null)));
            for (CompletableFuture<String> guest : guests) {
                String refused = within30s(guest);
                assertTrue(refused.startsWith("403 {\"error\":\"a client of muon may not restore\""), refused);
            }
            List<CompletableFuture<String>> waiting = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                waiting.add(call(service, "/restore/cancel", "", TOKEN));
            }
            String refused = within30s(call(service, "/restore/cancel", "", TOKEN));
            assertTrue(refused.startsWith("503 {\"error\":\"too many calls of restores wait already\""), refused);
            assertFalse(waiting.stream().anyMatch(CompletableFuture::isDone));
            free.countDown();
            for (CompletableFuture<String> each : waiting) {
                assertEquals("200 {\"correct\":true}", within30s(each));
            }
        } finally {
            free.countDown();
            service.close();
        }
    }

    /** As when memory ends for a moment: the log has the events already. */
    private EventLog breakingOffOnceAsked() {
        return (EventLog) Proxy.newProxyInstance(
                EventLog.class.getClassLoader(), new Class<?>[] {EventLog.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(log, arguments);
                    if (List.of("append", "deleteStream").contains(method.getName())) {
                        throw new OutOfMemoryError("injected");
                    }
                    return answer;
                });
    }

    @Test
    void anEventThatTheLogMayHaveIsNeverToldAsRefused() throws Exception {
        BarePhoton photon = photon(breakingOffOnceAsked());
        PhotonService service = service(photon, workers);
        String event = "{\"event-type\":\"T\",\"stream-name\":\"s\",\"payload\":1}";
        String called = within30s(call(service, "/events", event, null));
        assertTrue(called.startsWith("503 "), called);
        assertTrue(called.contains("\"outcome-unknown\""), called);
        CompletableFuture<EventResult> emitted = new CompletableFuture<>();
        service.events().emit(event.getBytes(StandardCharsets.UTF_8), emitted::complete);
        EventResult result = emitted.get(30, TimeUnit.SECONDS);
        assertEquals(Failure.Kind.OUTCOME_UNKNOWN.code(), result.code(), result.toString());
        assertTrue(result.cause().contains("injected") && result.cause().contains("local-id"), result.toString());
        String deleted = within30s(call(service, "/stream/delete", "{\"stream-name\":\"s\"}", null));
        assertTrue(deleted.startsWith("503 ") && deleted.contains("\"outcome-unknown\""), deleted);
        assertEquals(0, photon.api().budget().usedBytes(), "and nothing holds memory any more");
        service.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRestoreThatIsLeftAloneIsLetGoAndOneInUseIsNot() throws Exception {
        PhotonApi api = api();
        AtomicLong clock = new AtomicLong();
        AtomicLong looks = new AtomicLong();
        RestoreEndpoints restores = new RestoreEndpoints(api, new Callers(api, settings), 5, () -> {
            looks.incrementAndGet();
            return clock.get();
        });
        try {
            String begun = within30s(call(restores.inTurn(restores::begin), request("/restore/begin", "{}", TOKEN)));
            assertTrue(begun.startsWith("200 {\"restore\":\""), begun);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (looks.get() < 5) { // it is looked at again and again, but its clock stands
                assertTrue(System.nanoTime() < deadline, "nobody looks any more");
                String second =
                        within30s(call(restores.inTurn(restores::begin), request("/restore/begin", "{}", TOKEN)));
                assertTrue(second.startsWith("503 {\"error\":\"another restore is running\""), second);
            }
            clock.set(5);
            restoreAgain(api);
        } finally {
            restores.close();
        }
    }

    @Test
    void aRestoreThatIsRunningWhenPhotonStopsIsLetGo() throws Exception {
        PhotonApi api = api();
        RestoreEndpoints restores = new RestoreEndpoints(api, new Callers(api, settings), 60_000, () -> 0);
        RpcEndpoint begin = restores.inTurn(restores::begin);
        within30s(call(begin, request("/restore/begin", "{}", TOKEN)));
        restores.close();
        restoreAgain(api);
        String late = within30s(call(begin, request("/restore/begin", "{}", TOKEN)));
        assertTrue(late.startsWith("503 "), late);
    }

    @Test
    void aRestoreThatEndsInAnErrorIsAnsweredAsUnknownAndTheNextMayBegin() throws Exception {
        PhotonService service = service(workers);
        within30s(call(service, "/events", "{\"event-type\":\"T\",\"stream-name\":\"s\",\"payload\":1}", null));
        service.close();
        byte[] backup;
        try (Backup begun = new BackupService(log, Clock.systemUTC())
                .begin(BackupRequest.WHOLE)
                .value()) {
            backup = begun.next().value().orElseThrow();
        }
        EventLog other = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC());
        EventLog failing = (EventLog) Proxy.newProxyInstance(
                EventLog.class.getClassLoader(), new Class<?>[] {EventLog.class}, (proxy, method, args) -> {
                    if (method.getName().equals("publish")) {
                        throw new OutOfMemoryError("injected: Java heap space");
                    }
                    return method.invoke(other, args);
                });
        PhotonApi api = api(failing);
        RestoreEndpoints restores = new RestoreEndpoints(api, new Callers(api, settings), 60_000, () -> 0);
        try {
            String begun = within30s(call(restores.inTurn(restores::begin), request("/restore/begin", "{}", TOKEN)));
            String id = begun.substring(begun.indexOf(":\"") + 2, begun.lastIndexOf('"'));
            RpcRequest lines = new RpcRequest("rpc://photon/restore/lines?restore=" + id, backup, Steps.JSON, TOKEN);
            assertEquals("200 {\"correct\":true}", within30s(call(restores.inTurn(restores::lines), lines)));
            String done = within30s(
                    call(restores.inTurn(restores::finish), request("/restore/finish?restore=" + id, "", TOKEN)));
            assertTrue(done.startsWith("503 ") && done.contains("outcome-unknown"), done);
            restoreAgain(api);
        } finally {
            restores.close();
            other.close();
        }
    }

    /** Polls: nothing tells when a restore is let go. */
    private static void restoreAgain(PhotonApi api) {
        Caller owner = ((Result.Ok<Caller>) api.loginByToken(new Origin("test", "x", true), TOKEN)).value();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            if (api.restore(owner, false, null, false, false) instanceof Result.Ok<Upload> ok) {
                ok.value().close();
                return;
            }
            assertTrue(System.nanoTime() < deadline, "the restore is not let go");
            Thread.onSpinWait();
        }
    }
}
