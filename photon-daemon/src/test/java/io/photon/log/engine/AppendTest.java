// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.DeletionFold;
import io.photon.log.Expect;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.result.Results;
import io.photon.store.DeletionEvents;
import io.photon.store.EventStore;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.memory.MemoryData;
import io.photon.store.memory.MemoryEventStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppendTest {

    private final MemoryData data = new MemoryData();
    private FaultyStore store;
    private DefaultEventLog log;

    @BeforeEach
    void open() throws StoreException {
        store = new FaultyStore(new MemoryEventStore(data));
        log = DefaultEventLog.start(store, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        log.close();
    }

    private List<Result<Appended>> appendAll(boolean atomic, Expect expect, EventDraft... drafts) {
        return get(log.append(new AppendRequest(List.of(drafts), atomic, expect)));
    }

    private long total() throws StoreException {
        return store.stream(StreamNames.ALL).map(all -> all.totalEvents()).orElse(0L);
    }

    @Test
    void anAnsweredEventIsInTheStore() throws StoreException {
        Appended appended = append(log, draft("orders", 1));
        assertEquals(appended.orderId(), store.lastOrderId());
        assertEquals(appended.orderId(), log.head());
        assertEquals(EventStore.Durability.MEMORY, appended.durability());
    }

    @Test
    void theSameLocalIdIsStoredOnceAndAnswersTheFirstPosition() throws StoreException {
        Appended first = append(log, draft("orders", "Placed", "a", "{\"x\":1.0,\"y\":2}"));
        Appended again = append(log, draft("orders", "Placed", "a", "{\"y\":2,\"x\":1.00}"));
        assertEquals(first.orderId(), again.orderId());
        assertTrue(again.duplicate());
        Appended elsewhere = append(log, draft("others", "Placed", "a", "{}"));
        assertFalse(elsewhere.duplicate());
        assertEquals(2, total());
    }

    @Test
    void theSameLocalIdTwiceInOneRequestIsStoredOnce() throws StoreException {
        EventDraft draft = draft("orders", "Placed", "a", 1);
        List<Result<Appended>> results = appendAll(true, Expect.ANY, draft, draft, draft("orders", 2));
        assertEquals(ok(results.get(0)).orderId(), ok(results.get(1)).orderId());
        assertEquals(2, total());
    }

    @Test
    void aLocalIdTakenByAnotherEventIsAConflictThatNamesIt() {
        Appended first = append(log, draft("orders", "Placed", "a", 1));
        Failure failure = failure(
                appendAll(true, Expect.ANY, draft("orders", "Placed", "a", 2)).get(0));
        assertEquals(Failure.Kind.CONFLICT, failure.kind());
        assertTrue(failure.message().contains(String.valueOf(first.orderId())));
    }

    @Test
    void theLocalIdIsCheckedBeforeTheExpectedEventSoARetryDoesNotConflictWithItself() {
        EventDraft draft = draft("orders", "Placed", "a", 1);
        Appended first = ok(appendAll(true, Expect.NONE, draft).get(0));
        Appended retry = ok(appendAll(true, Expect.NONE, draft).get(0));
        assertEquals(first.orderId(), retry.orderId());
    }

    @Test
    void anExpectationIsHeldAgainstTheLastVisibleEvent() {
        Appended first = ok(appendAll(true, Expect.NONE, draft("orders", 1)).get(0));
        Failure taken = failure(appendAll(true, Expect.NONE, draft("orders", 2)).get(0));
        assertEquals(Failure.Kind.CONFLICT, taken.kind());
        assertTrue(taken.message().contains(String.valueOf(first.orderId())), taken.message());
        ok(appendAll(true, new Expect.Last(first.orderId()), draft("orders", 2), draft("orders", 3))
                .get(1));
        assertEquals(3L, ok(get(log.deleteStream("orders"))));
        ok(appendAll(true, Expect.NONE, draft("orders", 4)).get(0));
    }

    @Test
    void anExpectationNeedsOneStreamAndAnAtomicRequest() {
        assertEquals(
                Failure.Kind.BAD_INPUT,
                failure(appendAll(true, Expect.NONE, draft("a", 1), draft("b", 1))
                                .get(0))
                        .kind());
        assertEquals(
                Failure.Kind.BAD_INPUT,
                failure(appendAll(false, Expect.NONE, draft("a", 1), draft("a", 1))
                                .get(0))
                        .kind());
    }

    @Test
    void of64ClientsWithOneExpectationExactlyOneWins() {
        long last = append(log, draft("orders", 0)).orderId();
        for (int round = 0; round < 20; round++) {
            Expect expect = new Expect.Last(last);
            List<CompletableFuture<List<Result<Appended>>>> answers = IntStream.range(0, 64)
                    .parallel()
                    .mapToObj(client -> log.append(new AppendRequest(List.of(draft("orders", client)), true, expect)))
                    .toList();
            List<Long> winners = new ArrayList<>();
            List<String> losers = new ArrayList<>();
            for (CompletableFuture<List<Result<Appended>>> answer : answers) {
                Result<Appended> result = get(answer).get(0);
                if (result instanceof Result.Ok<Appended> ok) {
                    winners.add(ok.value().orderId());
                } else {
                    losers.add(failure(result).message());
                }
            }
            assertEquals(1, winners.size());
            last = winners.get(0);
            String current = String.valueOf(last);
            assertTrue(losers.stream().allMatch(message -> message.contains(current)));
        }
    }

    @Test
    void anAtomicRequestIsStoredWholeOrNotAtAll() throws StoreException {
        append(log, draft("orders", "Placed", "a", 1));
        List<Result<Appended>> results = appendAll(
                true, Expect.ANY, draft("x", 1), draft("orders", "Placed", "a", 2), draft("x", "T", "new", 3));
        results.forEach(
                result -> assertEquals(Failure.Kind.CONFLICT, failure(result).kind()));
        assertEquals(1, total());
        ok(appendAll(true, Expect.ANY, draft("x", "T", "new", 4)).get(0)); // the refused one left no trace
    }

    @Test
    void ofANonAtomicRequestTheGoodEventsAreStored() throws StoreException {
        List<Result<Appended>> results =
                appendAll(false, Expect.ANY, draft("x", 1), draft("__all__", 2), draft("x", 3));
        ok(results.get(0));
        assertEquals(Failure.Kind.DENIED, failure(results.get(1)).kind());
        ok(results.get(2));
        assertEquals(2, total());
    }

    @Test
    void anAtomicRequestTooLargeForOneStepIsRefused() {
        EventDraft[] many =
                IntStream.range(0, 1_001).mapToObj(i -> draft("x", i)).toArray(EventDraft[]::new);
        assertEquals(
                Failure.Kind.TOO_LARGE,
                failure(appendAll(true, Expect.ANY, many).get(0)).kind());
        assertEquals(
                1_001,
                appendAll(false, Expect.ANY, many).stream()
                        .filter(Result.Ok.class::isInstance)
                        .count());
        ok(appendAll(true, Expect.ANY, draft("x", "\"" + "y".repeat(3 << 20) + "\""))
                .get(0));
    }

    @Test
    void aRequestBeyondTheQueuesBoundsGetsThroughWhenTheQueueIsEmpty() throws StoreException {
        EventDraft[] many =
                IntStream.range(0, 50_000).mapToObj(i -> draft("x", i)).toArray(EventDraft[]::new);
        List<Result<Appended>> results = appendAll(false, Expect.ANY, many);
        long before = 0;
        for (Result<Appended> result : results) {
            assertTrue(ok(result).orderId() > before);
            before = ok(result).orderId();
        }
        assertEquals(50_000, total());
    }

    @Test
    void aFullQueueRefusesAtOnceAndTheAcceptedAreStoredInGroups() {
        store.gate.acquireUninterruptibly(Integer.MAX_VALUE / 2);
        List<CompletableFuture<List<Result<Appended>>>> answers = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            answers.add(log.append(AppendRequest.of(draft("x", i))));
        }
        Failure refused = failure(get(answers.get(29_999)).get(0));
        assertEquals(Failure.Kind.OVERLOADED, refused.kind());
        assertNotNull(refused.hint());
        assertTrue(log.stats().refused() > 8_000);
        store.gate.release(Integer.MAX_VALUE / 2);
        long stored = answers.stream()
                .map(answer -> get(answer).get(0))
                .filter(Result.Ok.class::isInstance)
                .count();
        assertEquals(30_000 - log.stats().refused(), stored);
        assertEquals(stored, log.stats().appended());
        assertTrue(store.appends <= 40, "appended in " + store.appends + " groups");
    }

    @Test
    void aGroupIsNoLongerThanTheStoreWantsUnlessItIsStoredInOneStep() throws StoreException {
        store.groupBytes = 1_000;
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            drafts.add(draft("x", "\"" + "y".repeat(100) + "\""));
        }
        get(log.append(new AppendRequest(drafts, false, Expect.ANY))).forEach(Results::ok);
        assertTrue(store.largest > 1 && store.largest < 10, store.largest + " events");
        get(log.append(new AppendRequest(drafts, true, Expect.ANY))).forEach(Results::ok);
        assertEquals(40, store.largest);
    }

    @Test
    void aStoreForWhichEachGroupTakesLongIsGivenLargerOnes() throws StoreException {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            drafts.add(draft("x", i));
        }
        get(log.append(new AppendRequest(drafts, false, Expect.ANY))).forEach(Results::ok);
        assertEquals(EventStore.USUAL_GROUP_EVENTS, store.largest);
        store.groupEvents = 4_000;
        get(log.append(new AppendRequest(drafts, false, Expect.ANY))).forEach(Results::ok);
        assertEquals(4_000, store.largest);
    }

    @Test
    void nothingIsAnsweredOrShownBeforeTheStoreHasIt() {
        Collector reader = Collector.of(log.replay(ReplaySpec.hotCold("x")));
        store.gate.acquireUninterruptibly(Integer.MAX_VALUE / 2);
        CompletableFuture<List<Result<Appended>>> answer = log.append(AppendRequest.of(draft("x", 1)));
        assertFalse(answer.isDone());
        assertEquals(List.of(), reader.ids());
        assertEquals(0, log.head());
        store.gate.release(Integer.MAX_VALUE / 2);
        long orderId = ok(get(answer).get(0)).orderId();
        get(reader.count(1));
        assertEquals(List.of(orderId), reader.ids());
    }

    @Test
    void afterADiskWasFullWritingResumesByItself() {
        store.failure = Kind.NO_SPACE;
        Result<Appended> full = appendAll(true, Expect.ANY, draft("x", 1)).get(0);
        assertEquals(Failure.Kind.NO_SPACE, failure(full).kind());
        store.failure = null;
        append(log, draft("x", 1));
    }

    @Test
    void aStoreThatCannotWriteIsReportedAsReadOnly() {
        store.failure = Kind.READ_ONLY;
        Result<Appended> result = appendAll(true, Expect.ANY, draft("x", 1)).get(0);
        assertEquals(Failure.Kind.READ_ONLY, failure(result).kind());
    }

    @Test
    void anAppendOfUnknownOutcomeIsReadBackAndItsOrderIdIsNotUsedAgain() {
        Collector reader = Collector.of(log.replay(ReplaySpec.hotCold("x")));
        EventDraft draft = draft("x", "T", "a", 1);
        store.failure = Kind.OUTCOME_UNKNOWN;
        store.storesNevertheless = true;
        assertEquals(
                Failure.Kind.OUTCOME_UNKNOWN,
                failure(appendAll(true, Expect.ANY, draft).get(0)).kind());
        store.failure = null;
        Appended retry = append(log, draft);
        assertTrue(retry.duplicate());
        Appended next = append(log, draft("x", 2));
        get(reader.count(2));
        assertEquals(List.of(retry.orderId(), next.orderId()), reader.ids());
    }

    @Test
    void afterAFaultInTheMiddleOfARequestNothingIsAnsweredAsStoredThatIsNot() throws StoreException {
        store.lookUpFault = new IllegalStateException("injected");
        AppendRequest request =
                new AppendRequest(List.of(draft("x", 1), draft("x", "T", "a", 2), draft("x", 3)), false, Expect.ANY);
        // Judged on the append thread, at the moment of the answer.
        List<Failure.Kind> kinds = get(log.append(request)
                .thenApply(results ->
                        results.stream().map(result -> failure(result).kind()).toList()));
        assertEquals(Collections.nCopies(3, Failure.Kind.INTERNAL), kinds);
        assertEquals(0, total());
        store.lookUpFault = null;
        append(log, draft("x", "T", "a", 2));
        assertEquals(1, total());
    }

    @Test
    void anErrorInTheStoreIsAnsweredAndTheLogGoesOn() {
        store.appendFault = new OutOfMemoryError("injected");
        Result<Appended> result = appendAll(true, Expect.ANY, draft("x", 1)).get(0);
        assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure(result).kind());
        store.appendFault = null;
        append(log, draft("x", 1));
    }

    @Test
    void aDeletionIsAFactInConfigAndTheNameMayBeUsedAgain() throws StoreException {
        append(log, draft("orders", 1));
        long last = append(log, draft("orders", 2)).orderId();
        assertEquals(2L, ok(get(log.deleteStream("orders"))));
        assertEquals(
                Failure.Kind.NOT_FOUND, failure(get(log.deleteStream("orders"))).kind());
        assertEquals(
                Failure.Kind.DENIED,
                failure(get(log.deleteStream("__config__"))).kind());
        Collector config = Collector.of(log.replay(ReplaySpec.cold(StreamNames.CONFIG)));
        get(config.done);
        assertTrue(config.events.get(0).toString().endsWith("{\"stream-name\":\"orders\",\"up-to\":" + last + "}}"));
        append(log, draft("orders", 3));
        assertEquals(1, store.stream("orders").orElseThrow().totalEvents());
    }

    @Test
    void deletionsAreToldToTheStoreAgainAtStart() throws StoreException {
        append(log, draft("a/\\\"b", 1));
        MemoryEventStore forgetful = new MemoryEventStore();
        Event gone = draft("ü \\\"x", 1).stamped(1, 0);
        forgetful.append(List.of(
                gone,
                DeletionEvents.draft(new io.photon.core.StreamDeletion(gone.streamName(), 1))
                        .stamped(2, 0),
                draft("ü \\\"x", 2).stamped(3, 0)));
        assertEquals(1, DeletionFold.apply(forgetful));
        assertEquals(3, forgetful.stream(gone.streamName()).orElseThrow().firstOrderId());
    }

    @Test
    void publishedEventsReachLiveReadersOnceAndInOrderAndTheirDeletionsHold() throws StoreException {
        Collector all = Collector.of(log.replay(ReplaySpec.hotCold(StreamNames.ALL)));
        long before = append(log, draft("x", 1)).orderId();
        Staging staging = log.stage();
        staging.add(List.of(
                draft("restored", 1).stamped(before + 10, 5),
                draft("restored", 2).stamped(before + 20, 5),
                DeletionEvents.draft(new io.photon.core.StreamDeletion("restored", before + 10))
                        .stamped(before + 30, 5)));
        assertEquals(before + 30, ok(get(log.publish(staging))));
        long after = append(log, draft("x", 2)).orderId();
        assertTrue(after > before + 30);
        get(all.count(4));
        assertEquals(List.of(before, before + 20, before + 30, after), all.ids());
    }

    @Test
    void aRestoreBehindNewerEventsIsAConflict() throws StoreException {
        long before = append(log, draft("x", 1)).orderId();
        Staging staging = log.stage();
        staging.add(List.of(draft("restored", 1).stamped(before + 1, 5)));
        append(log, draft("x", 2));
        assertEquals(Failure.Kind.CONFLICT, failure(get(log.publish(staging))).kind());
        staging.close();
    }

    @Test
    void aClosedLogRefusesAndSaysWhy() {
        log.close();
        Result<Appended> result = appendAll(true, Expect.ANY, draft("x", 1)).get(0);
        assertEquals(Failure.Kind.OVERLOADED, failure(result).kind());
    }
}
