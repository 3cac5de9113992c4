// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.LogLimits;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Eventually;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

/** Memory, threads and classes that run out while events are appended: what is answered then, and what goes on. */
class AppendFaultsTest {

    private static final Error NO_THREAD = new OutOfMemoryError("injected: unable to create native thread");

    private FaultyStore store;
    private DefaultEventLog log;

    @BeforeEach
    void open() throws StoreException {
        store = new FaultyStore(new MemoryEventStore());
        log = DefaultEventLog.start(store, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Result<Appended> answer(int number) {
        return get(log.append(AppendRequest.of(draft("x", number)))).get(0);
    }

    @Test
    void theThreadsOfTheWayInExistBeforeTheFirstRequest() {
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .toList();
        assertTrue(threads.contains("photon-append"), threads::toString);
        assertTrue(threads.contains("photon-read-1"), threads::toString);
    }

    @Test
    void aWakeupThatFailsForWantOfAThreadDoesNotBlockWritingForEver() throws StoreException {
        Queue<Runnable> turns = new ArrayDeque<>();
        AtomicBoolean noThread = new AtomicBoolean(true);
        DefaultEventLog stepped = DefaultEventLog.stepped(
                new MemoryEventStore(),
                Clock.systemUTC(),
                LogLimits.DEFAULT,
                turn -> {
                    if (noThread.get()) {
                        throw NO_THREAD;
                    }
                    turns.add(turn);
                },
                Runnable::run);
        CompletableFuture<List<Result<Appended>>> first = stepped.append(AppendRequest.of(draft("x", 1)));
        assertFalse(first.isDone());
        noThread.set(false);
        CompletableFuture<List<Result<Appended>>> second = stepped.append(AppendRequest.of(draft("x", 2)));
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
        assertTrue(ok(get(first).get(0)).orderId() < ok(get(second).get(0)).orderId());
        stepped.close();
    }

    @Test
    void aFaultAfterTheStoreHasKeptTheBatchIsAnsweredAsStoredAndNoLiveReaderSkipsIt() {
        Collector reader = Collector.of(log.replay(ReplaySpec.hotCold("x")));
        Collector all = Collector.of(log.replay(ReplaySpec.hotCold(StreamNames.ALL)));
        append(log, draft("x", 0));
        get(reader.count(1));
        store.faultAfterAppend = NO_THREAD;
        Appended stored = ok(answer(1));
        assertEquals(stored.orderId(), log.head());
        store.faultAfterAppend = null;
        get(reader.count(2));
        get(all.count(2));
        assertEquals(stored.orderId(), reader.ids().get(1));
    }

    @Test
    void aDeletionWhoseEventsCannotBeHiddenAtOnceIsHiddenSoonAfterAndTheAnswerSaysThatItIsNotKnown()
            throws StoreException {
        append(log, draft("orders", 1));
        store.deleteFault = NO_THREAD;
        Failure failure = failure(get(log.deleteStream("orders")));
        assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind());
        assertTrue(failure.message().contains("recorded"), failure.message());
        store.deleteFault = null;
        append(log, draft("others", 1)); // its turn catches up first
        assertTrue(store.stream("orders").isEmpty());
    }

    @Test
    void aDeletionThatTheStoreRefusesToHideIsNotAnsweredAsDoneAndIsTriedUntilItIs() throws Exception {
        append(log, draft("orders", 1));
        store.deleteFailure = StoreException.Kind.FAILED;
        Failure failure = failure(get(log.deleteStream("orders")));
        assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind());
        append(log, draft("others", 1)); // its turn tries, too, and fails
        assertTrue(store.stream("orders").isPresent());
        store.deleteFailure = null;
        Eventually.within(10, () -> isGone("orders"), () -> "never hidden, though nothing stands in the way");
        append(log, draft("orders", 2));
        assertEquals(1, store.stream("orders").orElseThrow().totalEvents());
    }

    private boolean isGone(String stream) {
        try {
            return store.stream(stream).isEmpty();
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFaultBeforeTheStoreIsAskedMeansNothingIsStored() throws StoreException {
        store.lookUpFault = new IllegalStateException("injected");
        Failure failure = failure(
                get(log.append(AppendRequest.of(draft("x", "T", "a", 1)))).get(0));
        assertEquals(Failure.Kind.INTERNAL, failure.kind());
        assertTrue(failure.hint().contains("nothing was stored"), failure.hint());
        store.lookUpFault = null;
        assertTrue(store.stream("x").isEmpty());
        assertFalse(append(log, draft("x", "T", "a", 1)).duplicate());
    }

    @Test
    void anUnknownOutcomeHasTheHintToRepeatWithALocalId() {
        store.appendFault = NO_THREAD;
        Failure failure = failure(answer(1));
        assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind());
        assertTrue(failure.hint().contains("local-id"), failure.hint());
    }

    @Test
    void anUnknownOutcomeOfADeletionHasTheHintToLookAndToDeleteAgain() {
        append(log, draft("orders", 1));
        store.appendFault = NO_THREAD;
        Failure failure = failure(get(log.deleteStream("orders")));
        assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure.kind());
        assertTrue(failure.hint().contains("delete it again"), failure.hint());
    }

    @Test
    void aListenerThatRunsOutOfMemoryKeepsNoOtherRequestFromItsAnswer() {
        store.gate.acquireUninterruptibly(Integer.MAX_VALUE / 2);
        List<CompletableFuture<List<Result<Appended>>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            CompletableFuture<List<Result<Appended>>> answer = log.append(AppendRequest.of(draft("x", i)));
            CompletableFuture<Void> heard = answer.thenAccept(results -> {
                throw NO_THREAD;
            });
            assertFalse(heard.isDone());
            answers.add(answer);
        }
        store.gate.release(Integer.MAX_VALUE / 2);
        answers.forEach(answer -> ok(get(answer).get(0)));
        append(log, draft("x", 11));
    }

    @Test
    void aRequestThatMakesNoProgressIsAStallAndItsEndIsNot() throws StoreException {
        AtomicLong nanos = new AtomicLong();
        Queue<Runnable> turns = new ArrayDeque<>();
        EventStore memory = new MemoryEventStore();
        DefaultEventLog stepped = DefaultEventLog.stepped(
                memory, Clock.systemUTC(), nanos::get, LogLimits.DEFAULT, turns::add, Runnable::run);
        nanos.addAndGet(3_600_000_000_000L);
        assertTrue(stepped.stall().isEmpty(), "idle for an hour");
        stepped.append(AppendRequest.of(draft("x", 1)));
        nanos.addAndGet(29_000_000_000L);
        assertTrue(stepped.stall().isEmpty(), "waiting, but not for long");
        nanos.addAndGet(2_000_000_000L);
        assertTrue(
                stepped.stall().orElseThrow().contains("31 s"),
                () -> stepped.stall().orElseThrow());
        turns.remove().run();
        assertTrue(stepped.stall().isEmpty(), "done");
        stepped.close();
    }

    @Test
    void anAppendThatTheStoreNeverEndsIsAStall() throws Exception {
        AtomicLong nanos = new AtomicLong();
        FaultyStore slow = new FaultyStore(new MemoryEventStore());
        Queue<Runnable> turns = new ArrayDeque<>();
        DefaultEventLog stepped = DefaultEventLog.stepped(
                slow, Clock.systemUTC(), nanos::get, LogLimits.DEFAULT, turns::add, Runnable::run);
        slow.gate.acquireUninterruptibly(Integer.MAX_VALUE / 2);
        CompletableFuture<List<Result<Appended>>> answer = stepped.append(AppendRequest.of(draft("x", 1)));
        Thread turn = new Thread(turns.remove());
        turn.start();
        nanos.addAndGet(31_000_000_000L);
        assertTrue(stepped.stall().isPresent());
        slow.gate.release(Integer.MAX_VALUE / 2);
        ok(get(answer).get(0));
        turn.join();
        assertTrue(stepped.stall().isEmpty());
        stepped.close();
    }

    @Test
    void aReplayWhoseSubscriberMeetsAnErrorIsNotHeldAnyLongerAndSaysIt() {
        append(log, draft("x", 1));
        assertThrows(
                NoClassDefFoundError.class,
                () -> log.replay(ReplaySpec.hotCold("x")).events().subscribe(new Collector(0) {
                    @Override
                    public void onSubscribe(Subscription given) {
                        throw new NoClassDefFoundError("injected");
                    }
                }));
        Eventually.holds("the replay is over", () -> log.stats().subscribers() == 0);
        Collector told = new Collector(10) {
            @Override
            public void onNext(Event event) {
                throw new StackOverflowError("injected");
            }
        };
        log.replay(ReplaySpec.hotCold("x")).events().subscribe(told);
        assertThrows(ExecutionException.class, () -> told.done.get(20, TimeUnit.SECONDS));
        Eventually.holds("this one, too", () -> log.stats().subscribers() == 0);
    }
}
