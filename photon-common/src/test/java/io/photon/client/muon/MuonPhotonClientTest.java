// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import static io.photon.result.Results.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.client.ByteSink;
import io.photon.client.EmitOptions;
import io.photon.client.ReplayQuery;
import io.photon.client.RestoreOptions;
import io.photon.client.muon.network.MuonClientSettings;
import io.photon.event.Gap;
import io.photon.muon.transport.memory.Faults;
import io.photon.muon.transport.memory.MemoryNetwork;
import io.photon.muon.transport.memory.RealTimer;
import io.photon.question.Params;
import io.photon.question.ProjectionQuestions;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.testing.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MuonPhotonClientTest {

    private static final class Out extends ByteArrayOutputStream implements ByteSink {
        private List<String> lines() {
            return toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    private final RealTimer timer = new RealTimer();
    private final MemoryNetwork network = new MemoryNetwork(timer, Faults.none());
    private final List<MuonPhotonClient> opened = new ArrayList<>();
    private StandInStore store;

    @BeforeEach
    void start() {
        store = new StandInStore(network.join("store"), "photon", List.of("photon", "eventstore"));
    }

    @AfterEach
    void stop() {
        opened.forEach(MuonPhotonClient::close);
        timer.close();
    }

    private MuonPhotonClient client() {
        return client(null, null, 10_000);
    }

    private MuonPhotonClient client(String service, String token, long timeoutMs) {
        MuonPhotonClient client = new MuonPhotonClient(
                new MuonClientSettings("memory", service, token, timeoutMs, 10_000),
                ms -> Result.ok(network.join("client")));
        opened.add(client);
        return client;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String stream, String type, String payload) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"" + type + "\",\"payload\":" + payload + "}";
    }

    private static String text(Result<byte[]> result) {
        assertInstanceOf(Result.Ok.class, result, result::toString);
        return new String(((Result.Ok<byte[]>) result).value(), StandardCharsets.UTF_8);
    }

    private void emit(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append(event(i % 2 == 0 ? "even" : "odd", "T" + i % 3, "{\"n\":" + i + "}"))
                    .append('\n');
        }
        Out answers = new Out();
        assertInstanceOf(
                Result.Ok.class,
                client().emitLines(new ByteArrayInputStream(utf8(lines.toString())), EmitOptions.PLAIN, answers));
        assertEquals(count, answers.lines().size());
    }

    private Out replay(ReplayQuery query) {
        Out out = new Out();
        Result<Long> result = client().replay(query, out);
        assertInstanceOf(Result.Ok.class, result, result::toString);
        return out;
    }

    @Test
    void anEmitIsAnsweredWithItsPosition() {
        assertEquals(
                "{\"order-id\":1764000000000001,\"event-time\":1764000000000}",
                text(client().emit(utf8(event("s", "t", "{\"big\":12345678901234567890}")), EmitOptions.PLAIN)));
        assertEquals(
                List.of("{\"service-id\":\"cli\",\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":"
                        + "{\"big\":12345678901234567890}}"),
                store.emitted,
                "with the name that older stores ask for, and every digit");
    }

    @Test
    void anEmitSaysWhoAsksAndDropsThePositionItOnceHad() {
        client(null, "secret", 10_000)
                .emit(
                        utf8("{\"order-id\":5,\"event-time\":7,\"stream-name\":\"s\",\"event-type\":\"t\","
                                + "\"service-id\":\"me\",\"payload\":1}"),
                        EmitOptions.PLAIN);
        assertEquals(
                List.of(
                        "{\"token\":\"secret\",\"stream-name\":\"s\",\"event-type\":\"t\",\"service-id\":\"me\",\"payload\":1}"),
                store.emitted);
    }

    @Test
    void aRefusalIsTheStoresOwnWords() {
        Failure failure = failure(client().emit(utf8(event("s", "Refused", "1")), EmitOptions.PLAIN));
        assertEquals("not today", failure.message());
    }

    @Test
    void whatMuonCannotCarryIsRefusedWithTheWayThatCan() {
        List<Result<?>> refused = List.of(
                client().emit(utf8(event("s", "t", "1")), new EmitOptions("none", false, false)),
                client().emit(utf8(event("s", "t", "1")), new EmitOptions(null, true, false)),
                client().verify(new Out()),
                client().stats(),
                client().restore(new ByteArrayInputStream(new byte[0]), RestoreOptions.EXACT),
                client().projectionValue("p", null, 7L, new Out()),
                client().projectionDiff("p", 1, 2),
                client().ask(ProjectionQuestions.PROJECTION_BISECT
                        .ask()
                        .with(Params.PROJECTION, "p")
                        .with(Params.UNTIL, ". > 1")),
                client().schema("s"),
                client().trace(1, 1),
                client().changeProjection("p", "pause"),
                client().awaitProjection("p", 1, 1_000),
                client().createProjectionFromEdn(utf8("{}"), "a.edn", true));
        for (Result<?> result : refused) {
            Failure failure = failure(result);
            assertEquals(Kind.BAD_INPUT, failure.kind());
            assertTrue(failure.hint().contains("--url http"), failure.hint());
        }
        assertEquals(List.of(), store.emitted, "and nothing was sent");
    }

    @Test
    void manyLinesAreAnsweredInTheirOrderHoweverTheStoreAnswers() {
        store.answersCrosswise = true;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            lines.append(event("s", "t", "" + i)).append('\n');
        }
        Out answers = new Out();
        client().emitLines(new ByteArrayInputStream(utf8(lines.toString())), EmitOptions.PLAIN, answers);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            long id = StandInStore.FIRST_ID + i;
            expected.add("{\"order-id\":" + id + ",\"event-time\":" + id / 1_000 + "}");
        }
        assertEquals(expected, answers.lines());
    }

    @Test
    void refusedLinesAreNamedAndTheOthersStored() {
        String lines =
                event("s", "t", "1") + "\n\nnot json\n" + event("s", "Refused", "2") + "\n" + event("s", "t", "3");
        Out answers = new Out();
        assertInstanceOf(
                Result.Ok.class, client().emitLines(new ByteArrayInputStream(utf8(lines)), EmitOptions.PLAIN, answers));
        List<String> told = answers.lines();
        assertEquals(4, told.size());
        assertTrue(told.get(0).startsWith("{\"order-id\":1764000000000001"), told.get(0));
        assertTrue(told.get(1).startsWith("{\"error\":") && told.get(1).endsWith("\"line\":3}"), told.get(1));
        assertTrue(told.get(2).contains("not today") && told.get(2).endsWith("\"line\":4}"), told.get(2));
        assertTrue(told.get(3).startsWith("{\"order-id\":1764000000000002"), told.get(3));
    }

    @Test
    void anEventThatNoMuonMessageHoldsIsRefusedAtOnceAndTheOthersAreStored() {
        String large = event("s", "t", "\"" + "y".repeat(12_000_000) + "\"");
        Failure failure = failure(client().emit(utf8(large), EmitOptions.PLAIN));
        assertEquals(Kind.TOO_LARGE, failure.kind());
        Out answers = new Out();
        String lines = event("s", "t", "1") + "\n" + large + "\n" + event("s", "t", "2");
        assertInstanceOf(
                Result.Ok.class, client().emitLines(new ByteArrayInputStream(utf8(lines)), EmitOptions.PLAIN, answers));
        assertEquals(3, answers.lines().size());
        assertTrue(
                answers.lines().get(1).contains("\"too-large\""),
                answers.lines().get(1));
        assertEquals(2, store.events.size());
    }

    @Test
    void anEmitThatIsNeverAnsweredTimesOut() {
        store.silentFor = "t";
        Failure failure = failure(client(null, null, 2_000).emit(utf8(event("s", "t", "1")), EmitOptions.PLAIN));
        assertEquals(Kind.TIMED_OUT, failure.kind());
        assertTrue(failure.message().startsWith("no answer of 'photon' within "), failure.message());
        Out answers = new Out();
        Failure many = failure(client(null, null, 2_000)
                .emitLines(new ByteArrayInputStream(utf8(event("s", "t", "1"))), EmitOptions.PLAIN, answers));
        assertEquals(Kind.TIMED_OUT, many.kind());
        assertTrue(many.message().contains("line 1"), many.message());
    }

    @Test
    void aReplayIsCanonicalLinesInOrder() {
        emit(5_000);
        Out out = replay(ReplayQuery.cold("odd"));
        assertEquals(2_500, out.lines().size());
        assertEquals(
                "{\"order-id\":1764000000000001,\"event-time\":1764000000000,\"stream-name\":\"odd\",\"event-type\":\"T1\","
                        + "\"service-id\":\"cli\",\"payload\":{\"n\":1}}",
                out.lines().get(0));
        assertEquals(List.of(), List.copyOf(store.cancelled));
    }

    @Test
    void boundsLimitAndFiltersHoldWhateverTheStoreKnowsOfThem() {
        emit(30);
        long id = StandInStore.FIRST_ID;
        ReplayQuery query = new ReplayQuery("__all__", "cold", id + 3, id + 20, 2, "T*", ".payload.n >= 10", false);
        List<String> lines = replay(query).lines();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).contains("{\"n\":10}") && lines.get(1).contains("{\"n\":11}"), lines.toString());
    }

    @Test
    void aStoreThatDoesNotPlayBackwardsIsNoticed() {
        emit(3);
        ReplayQuery backwards = new ReplayQuery("__all__", "cold", 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, true);
        assertEquals(
                "this event store does not play backwards",
                failure(client().replay(backwards, new Out())).message());
    }

    @Test
    void projectionsAreListedQueriedCreatedAndDeleted() {
        MuonPhotonClient client = client();
        byte[] request = utf8("{\"projection-name\":\"p\",\"stream-name\":\"s\",\"language\":\"javascript\","
                + "\"reduction\":\"f\",\"initial-value\":\"0\"}");
        assertEquals("{\"correct\":true}", text(client.createProjection(request, false)));
        assertEquals(
                Kind.CONFLICT, failure(client.createProjection(request, false)).kind());
        assertEquals("{\"correct\":true}", text(client.createProjection(request, true)));
        assertEquals(
                "{\"projections\":[{\"projection-name\":\"p\",\"status\":\"running\"}]}", text(client.projections()));
        Out value = new Out();
        client.projectionValue("p", null, null, value);
        client.projectionValue("p", "a", null, value);
        assertEquals("{\"a\":{\"b\":[1,2]},\"n\":7}{\"b\":[1,2]}", value.toString(StandardCharsets.UTF_8));
        assertEquals(
                Kind.NOT_FOUND,
                failure(client.projectionValue("p", "x", null, value)).kind());
        assertEquals(Kind.NOT_FOUND, failure(client.projection("q", value)).kind());
        assertEquals("{\"correct\":true}", text(client.deleteProjection("p")));
        assertEquals(Kind.NOT_FOUND, failure(client.deleteProjection("p")).kind());
    }

    @Test
    void aProjectionsUpdatesBeginWithWhatItIsNow() {
        store.projections.add("p");
        Out lines = new Out();
        assertInstanceOf(Result.Ok.class, client().projectionUpdates("p", lines));
        assertEquals(3, lines.lines().size(), lines.toString());
        assertTrue(
                lines.lines().get(0).contains("\"n\":7") && lines.lines().get(2).contains("\"n\":9"));
    }

    @Test
    void aReplayThatHasEnoughTellsTheStore() throws Exception {
        emit(30);
        assertEquals(
                3,
                replay(new ReplayQuery("__all__", "hot-cold", 0, Long.MAX_VALUE, 3, null, null, false))
                        .lines()
                        .size());
        opened.forEach(MuonPhotonClient::close);
        Eventually.holds("the store is told", () -> !store.cancelled.isEmpty());
        assertEquals(1, store.cancelled.size());
    }

    @Test
    void aRangeInThePastEndsAlsoWhenItWasAskedForWithLiveEvents() {
        emit(10);
        ReplayQuery past = new ReplayQuery(
                "__all__", "hot-cold", 0, StandInStore.FIRST_ID + 100, Long.MAX_VALUE, null, null, false);
        assertEquals(10, replay(past).lines().size());
    }

    @Test
    void aSocketThatEndsInMidReplayNamesTheLastEvent() {
        emit(100);
        store.closesAfterItems = 42;
        Out out = new Out();
        Failure failure = failure(client().replay(ReplayQuery.cold("__all__"), out));
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.message().endsWith("; the last event was 1764000000000042"), failure.message());
        assertEquals(42, out.lines().size());
    }

    @Test
    void aStreamThatFailsSaysWhyAndNamesTheLastEvent() {
        emit(100);
        store.failsAfterItems = 7;
        Failure failure = failure(client().replay(ReplayQuery.cold("__all__"), new Out()));
        assertTrue(failure.message().contains("the disk is on fire"), failure.message());
        assertTrue(failure.message().endsWith("1764000000000007"), failure.message());
    }

    @Test
    void whoeverCancelsIsAnsweredAtOnce() throws Exception {
        emit(10);
        MuonPhotonClient client = client(null, null, 0);
        Out out = new Out();
        List<Result<Long>> results = new ArrayList<>();
        Thread asking = new Thread(() -> results.add(client.replay(
                new ReplayQuery("__all__", "hot-cold", 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false), out)));
        asking.start();
        Eventually.holds("ten lines are written", () -> out.lines().size() >= 10);
        client.cancel();
        asking.join(30_000);
        assertFalse(asking.isAlive());
        assertTrue(failure(results.get(0)).message().startsWith("broken off"), results.toString());
    }

    @Test
    void oneEventIsFoundByItsPosition() {
        emit(10);
        MuonPhotonClient client = client();
        assertTrue(text(client.event("odd", StandInStore.FIRST_ID + 2)).contains("{\"n\":3}"));
        assertEquals(
                Kind.NOT_FOUND,
                failure(client.event("odd", StandInStore.FIRST_ID + 3)).kind());
    }

    @Test
    void streamsAreListedByNameAndPage() {
        emit(10);
        client().emit(utf8(event("ähnlich", "t", "1")), EmitOptions.PLAIN);
        client().emit(utf8(event("a/b", "t", "1")), EmitOptions.PLAIN);
        MuonPhotonClient client = client();
        assertEquals(
                "{\"streams\":[{\"stream-name\":\"a/b\",\"total-events\":1},{\"stream-name\":\"even\",\"total-events\":5}]}",
                text(client.streams(null, null, 2)));
        assertEquals(
                "{\"streams\":[{\"stream-name\":\"odd\",\"total-events\":5},{\"stream-name\":\"ähnlich\",\"total-events\":1}]}",
                text(client.streams("even", null, 100)));
        assertEquals("{\"stream-name\":\"odd\",\"total-events\":5}", text(client.stream("odd")));
        assertEquals(Kind.NOT_FOUND, failure(client.stream("none")).kind());
    }

    @Test
    void aDeletedStreamIsGoneAndOneThatNeverWasIsNotFound() {
        emit(10);
        MuonPhotonClient client = client();
        assertEquals("{\"correct\":true}", text(client.deleteStream("odd")));
        assertEquals(Kind.NOT_FOUND, failure(client.stream("odd")).kind());
        assertEquals(Kind.NOT_FOUND, failure(client.deleteStream("odd")).kind());
        assertEquals(Kind.DENIED, failure(client.deleteStream("__config__")).kind());
    }

    @Test
    void aBackupIsWholeAndRestoresAsNewEvents() {
        emit(500);
        Out backup = new Out();
        Result<Long> taken = client().backup(0, false, backup);
        assertEquals(Result.ok((long) backup.size()), taken);
        BackupReader reader = new BackupReader(BackupReader.Options.standalone(false), lines -> Optional.empty());
        reader.feed(backup.toByteArray(), 0, backup.size());
        assertEquals(500, ((Result.Ok<BackupSummary>) reader.finish()).value().events());

        List<String> before = replay(ReplayQuery.cold("__all__")).lines();
        store.events.clear();
        store.emitted.clear();
        RestoreOptions asNew = new RestoreOptions(false, StandInStore.FIRST_ID + 399, true, false);
        assertEquals(
                "{\"restored\":400,\"skipped\":0,\"deleted\":0,\"left-out\":100,\"head\":1764000000000400}",
                text(client().restore(new ByteArrayInputStream(backup.toByteArray()), asNew)));
        assertEquals(before.subList(0, 400), replay(ReplayQuery.cold("__all__")).lines());
    }

    @Test
    void damageThatIsSkippedStandsInItsPlaceAndInTheTrailerOfABackup() {
        emit(10);
        long lost = StandInStore.FIRST_ID + 4;
        store.damaged.add(lost);
        List<String> lines =
                replay(ReplayQuery.cold("__all__").skippingDamaged(true)).lines();
        assertEquals(10, lines.size());
        assertEquals("{\"damaged\":{\"first\":" + lost + ",\"last\":" + lost + "}}", lines.get(4));
        Out backup = new Out();
        assertInstanceOf(Result.Ok.class, client().backup(0, true, backup));
        BackupReader reader = new BackupReader(BackupReader.Options.standalone(true), any -> Optional.empty());
        reader.feed(backup.toByteArray(), 0, backup.size());
        BackupSummary summary = ((Result.Ok<BackupSummary>) reader.finish()).value();
        assertEquals(9, summary.events());
        assertEquals(List.of(new Gap(lost, lost)), summary.gaps());
        assertInstanceOf(Result.Err.class, client().backup(0, false, new Out()));
    }

    @Test
    void anExactRestoreNeedsATokenAndAStoreThatKnowsHow() {
        Failure failure = failure(
                client(null, "secret", 10_000).restore(new ByteArrayInputStream(utf8("{}")), RestoreOptions.EXACT));
        assertEquals("'photon' cannot restore exactly over AMQP", failure.message());
    }

    @Test
    void aCutBackupIsReportedWithWhatWasAppended() {
        emit(20);
        Out backup = new Out();
        client().backup(0, false, backup);
        int cut = backup.toString(StandardCharsets.UTF_8).indexOf("{\"photon-backup\"");
        Failure failure = failure(client().restore(
                        new ByteArrayInputStream(backup.toByteArray(), 0, cut),
                        new RestoreOptions(false, Long.MAX_VALUE, true, false)));
        assertEquals(Kind.VERIFICATION_FAILED, failure.kind());
        assertTrue(failure.message().endsWith("20 events were appended before"), failure.message());
    }

    @Test
    void theStoreIsFoundByItsTagWhenNobodyIsCalledPhoton() {
        MemoryNetwork other = new MemoryNetwork(timer, Faults.none());
        StandInStore lite = new StandInStore(other.join("lite"), "photonlite", List.of("eventstore"));
        new StandInStore(other.join("else"), "molecule", List.of("something"));
        MuonPhotonClient client = new MuonPhotonClient(
                new MuonClientSettings("memory", null, null, 10_000, 10_000), ms -> Result.ok(other.join("client")));
        opened.add(client);
        text(client.emit(utf8(event("s", "t", "1")), EmitOptions.PLAIN));
        assertEquals(1, lite.events.size());
    }

    @Test
    void amongSeveralStoresNoneIsGuessed() {
        MemoryNetwork other = new MemoryNetwork(timer, Faults.none());
        new StandInStore(other.join("a"), "store-a", List.of("eventstore"));
        StandInStore b = new StandInStore(other.join("b"), "store-b", List.of("eventstore"));
        MuonPhotonClient unsure = new MuonPhotonClient(
                new MuonClientSettings("memory", null, null, 10_000, 10_000), ms -> Result.ok(other.join("client")));
        MuonPhotonClient sure = new MuonPhotonClient(
                new MuonClientSettings("memory", "store-b", null, 10_000, 10_000),
                ms -> Result.ok(other.join("client")));
        opened.addAll(List.of(unsure, sure));
        Failure failure = failure(unsure.emit(utf8(event("s", "t", "1")), EmitOptions.PLAIN));
        assertTrue(failure.message().contains("store-a, store-b"), failure.message());
        text(sure.emit(utf8(event("s", "t", "1")), EmitOptions.PLAIN));
        assertEquals(1, b.events.size());
    }

    @Test
    void anUnknownServiceIsNotFoundAndThoseThatAreThereAreNamed() {
        Failure failure = failure(client("nobody", null, 0).ping());
        assertEquals(Kind.NOT_FOUND, failure.kind());
        assertEquals("no service 'nobody' at memory; there are: photon", failure.message());
    }
}
