// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.budget.Lease;
import io.photon.budget.Use;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.LogException;
import io.photon.log.LogLimits;
import io.photon.log.ReplaySpec;
import io.photon.pace.Occupancy;
import io.photon.result.Failure;
import io.photon.store.memory.MemoryEventStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Replays of events so large that memory is taken for each: nothing runs but what the test runs. */
class LargeEventReplayTest {

    private static final int LENGTH = 1 << 20;

    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final Budget budget = Budget.of(2 * LENGTH + 1_000, 1 << 20);
    private DefaultEventLog log;
    private int eventBytes;
    private long heldWhileGiven;

    @BeforeEach
    void open() throws Exception {
        log = DefaultEventLog.stepped(
                new MemoryEventStore(), Clock.systemUTC(), LogLimits.DEFAULT, budget, Runnable::run, turns::add);
    }

    private void emitLarge(int events) {
        for (int i = 0; i < events; i++) {
            String body =
                    "\"stream-name\":\"big\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(LENGTH - 200) + "\"}";
            append(log, new EventDraft("big", "T", null, body.getBytes(StandardCharsets.UTF_8)));
        }
        turn();
    }

    private void turn() {
        for (Runnable next = turns.poll(); next != null; next = turns.poll()) {
            next.run();
        }
    }

    private final class Reader implements Subscriber<Event> {
        final List<Long> got = new ArrayList<>();
        Subscription subscription;
        Throwable error;
        boolean completed;

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Event event) {
            got.add(event.orderId());
            eventBytes = event.length();
            heldWhileGiven = budget.usedBytes(Use.REPLAYS);
        }

        @Override
        public void onError(Throwable failure) {
            error = failure;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }

    private Reader reader(ReplaySpec request) {
        Reader reader = new Reader();
        log.replay(request).events().subscribe(reader);
        turn();
        return reader;
    }

    @Test
    void memoryForALargeEventIsTakenBeforeItIsReadAndGivenBackWhenTheSubscriberHasIt() {
        emitLarge(3);
        Reader reader = reader(ReplaySpec.cold("big"));
        assertEquals(0, budget.usedBytes(), "without demand nothing is held");
        reader.subscription.request(1);
        turn();
        assertEquals(1, reader.got.size());
        assertEquals(eventBytes, heldWhileGiven);
        assertEquals(0, budget.usedBytes(), "who pauses keeps nobody waiting");
        reader.subscription.request(2);
        turn();
        assertTrue(reader.completed);
        assertEquals(3, reader.got.size());
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void tenReplaysHoldNoMoreThanThereIsAndAllEnd() {
        emitLarge(4);
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            readers.add(reader(ReplaySpec.cold("big")));
        }
        for (int step = 0; readers.stream().anyMatch(each -> !each.completed); step++) {
            assertTrue(step < 1_000, "no progress");
            readers.forEach(each -> each.subscription.request(1));
            turn();
            assertTrue(budget.usedBytes() <= 2 * LENGTH + 1_000, budget.usedBytes() + " bytes");
        }
        readers.forEach(each -> assertEquals(4, each.got.size()));
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void aLiveReaderThatHasEverythingHoldsNothingHoweverShortMemoryWas() {
        append(log, LogFixture.draft("small", 0));
        Lease held = budget.holdAsSmall(Use.ANSWERS, 1 << 20);
        Reader reader = reader(ReplaySpec.hotCold("small"));
        reader.subscription.request(10);
        turn();
        held.close();
        turn();
        assertEquals(1, reader.got.size());
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void aReplayThatEndsWhileItWaitsOrHoldsGivesEverythingBack() {
        emitLarge(2);
        Lease others = budget.tryTake(Use.REQUESTS, 2 * LENGTH);
        Reader waits = reader(ReplaySpec.cold("big"));
        waits.subscription.request(1);
        turn();
        assertEquals(List.of(), waits.got);
        assertEquals(1, budget.stats().get("waiting"));
        waits.subscription.cancel();
        turn();
        assertEquals(0, budget.stats().get("waiting"));
        Reader late = reader(ReplaySpec.cold("big"));
        late.subscription.request(1);
        turn();
        others.close(); // granted now, but cancelled before its turn
        late.subscription.cancel();
        turn();
        Reader holds = reader(ReplaySpec.cold("big"));
        holds.subscription.request(1);
        turn();
        assertEquals(1, holds.got.size());
        holds.subscription.cancel();
        turn();
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void aReplayForWhichThereIsNoMemoryInTimeSaysWhereToGoOn() {
        emitLarge(2);
        Reader reader = reader(ReplaySpec.cold("big"));
        reader.subscription.request(1);
        turn();
        budget.hold(Use.REQUESTS, 2 * LENGTH);
        reader.subscription.request(1);
        turn();
        budget.close(); // as if the time were over
        turn();
        Failure failure = assertInstanceOf(LogException.class, reader.error).failure();
        assertEquals(Failure.Kind.OVERLOADED, failure.kind());
        assertTrue(failure.message().contains("order-id " + reader.got.get(0)), failure.message());
        assertEquals(0, budget.usedBytes(Use.REPLAYS));
    }

    @Test
    void aLiveReaderGetsLargeEventsInOrderThoughTheRingKeepsNone() {
        Reader reader = reader(ReplaySpec.hotCold("__all__"));
        reader.subscription.request(Long.MAX_VALUE);
        turn();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(append(log, LogFixture.draft("small", i)).orderId());
            emitLarge(1);
            ids.add(log.head());
        }
        turn();
        assertEquals(ids, reader.got);
        reader.subscription.cancel();
        turn();
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void whenMemoryIsShortReadersTakeTurnsWithOrdinaryPagesToo() {
        for (int i = 0; i < 50; i++) {
            append(log, LogFixture.draft("small", i));
        }
        Lease held = budget.holdAsSmall(Use.ANSWERS, 1 << 20);
        Reader reader = reader(ReplaySpec.cold("small"));
        reader.subscription.request(10);
        turn();
        assertEquals(0, reader.got.size());
        held.close();
        turn();
        assertEquals(10, reader.got.size());
        reader.subscription.request(Long.MAX_VALUE);
        turn();
        assertEquals(50, reader.got.size());
        assertTrue(reader.completed);
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void aReplayThatFindsNoMemoryInTheHeapWaitsAndGoesOnWhereItWas() throws Exception {
        FaultyStore store = new FaultyStore(new MemoryEventStore());
        try (Budget heap = Budget.of(2 * LENGTH, 1 << 20);
                DefaultEventLog threads =
                        DefaultEventLog.start(store, Clock.systemUTC(), heap, new Occupancy(System.nanoTime()))) {
            for (int i = 0; i < 200; i++) {
                append(threads, LogFixture.draft("s", i));
            }
            store.readsWithoutMemory.set(2);
            LogFixture.Collector collector = LogFixture.Collector.of(threads.replay(ReplaySpec.cold("s")));
            collector.done.get(30, TimeUnit.SECONDS);
            assertEquals(0, store.readsWithoutMemory.get());
            assertEquals(200, collector.events.size());
            assertEquals(200, collector.ids().stream().distinct().count());
            assertEquals(0, heap.usedBytes());
        }
    }

    @Test
    void withoutAClockToWaitByAReplayThatFindsNoMemorySaysThatItCanBeAskedAgain() throws Exception {
        FaultyStore store = new FaultyStore(new MemoryEventStore());
        try (DefaultEventLog threads = DefaultEventLog.start(store, Clock.systemUTC())) {
            append(threads, LogFixture.draft("s", 1));
            store.readsWithoutMemory.set(1);
            LogFixture.Collector collector = LogFixture.Collector.of(threads.replay(ReplaySpec.cold("s")));
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> collector.done.get(30, TimeUnit.SECONDS));
            Failure failure =
                    assertInstanceOf(LogException.class, failed.getCause()).failure();
            assertEquals(Failure.Kind.OVERLOADED, failure.kind());
            assertTrue(failure.message().contains("the last event given is order-id 0"), failure.message());
        }
    }
}
