// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.LogLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppendPauseTest {

    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final MemoryEventStore store = new MemoryEventStore();
    private DefaultEventLog log;

    @BeforeEach
    void open() throws StoreException {
        log = DefaultEventLog.stepped(
                store, Clock.systemUTC(), nanos::get, LogLimits.DEFAULT, turns::add, Runnable::run);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void step() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    private CompletableFuture<List<Result<Appended>>> begin(int payload) {
        return log.append(AppendRequest.of(draft("s", payload)));
    }

    private Result<Appended> emit(int payload) {
        CompletableFuture<List<Result<Appended>>> answer = begin(payload);
        step();
        return get(answer).get(0);
    }

    private long pause(Duration most) {
        return ok(pause("one", "moving", most));
    }

    private Result<Long> pause(String name, String why, Duration most) {
        CompletableFuture<Result<Long>> paused = log.pauseAppends(name, why, most);
        step();
        return get(paused);
    }

    @Test
    void onePauseWithAnEndDoesNotShortenOneWithoutNorDoesTheEndOfAnother() {
        pause("one", "moving", Duration.ZERO);
        pause("one", "moving", Duration.ofSeconds(30)); // as one that was on its way comes late
        pause("other", "a look at it", Duration.ofSeconds(30));
        nanos.addAndGet(Duration.ofDays(1).toNanos());
        assertEquals("appends are paused: moving", failure(emit(1)).message());
        pause("other", "a look at it", Duration.ofSeconds(30));
        assertTrue(log.resumeAppends("one"), "the other one lasts");
        assertEquals("appends are paused: a look at it", failure(emit(2)).message());
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        ok(emit(3));
        pause("one", "moving", Duration.ZERO);
        pause("other", "a look at it", Duration.ZERO);
        assertTrue(log.resumeAppends("unknown"));
        failure(emit(4));
        log.resumeAppends();
        ok(emit(5));
    }

    @Test
    void thereIsALimitOfPausesAndThoseThatAreOverDoNotCount() {
        for (int i = 0; i < AppendPause.MOST; i++) {
            ok(pause("p" + i, "moving", Duration.ofSeconds(30)));
        }
        assertEquals(
                Failure.Kind.CONFLICT,
                failure(pause("more", "moving", Duration.ZERO)).kind());
        ok(pause("p0", "moving", Duration.ofSeconds(30)));
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        ok(pause("more", "moving", Duration.ZERO));
    }

    @Test
    void whatWasQueuedBeforeIsStoredAndWhatComesAfterIsRefusedWithTheReason() throws StoreException {
        CompletableFuture<List<Result<Appended>>> before = begin(1);
        CompletableFuture<Result<Long>> paused = log.pauseAppends("one", "moving", Duration.ZERO);
        CompletableFuture<List<Result<Appended>>> after = begin(2);
        CompletableFuture<Result<Long>> deletion = log.deleteStream("s");
        step();
        long stored = ok(get(before).get(0)).orderId();
        assertEquals(stored, ok(get(paused)));
        Failure refused = failure(get(after).get(0));
        assertEquals(Failure.Kind.READ_ONLY, refused.kind());
        assertEquals("appends are paused: moving", refused.message());
        assertEquals(Failure.Kind.READ_ONLY, failure(get(deletion)).kind());
        assertEquals(stored, store.lastOrderId());
        assertEquals(Condition.READ_ONLY, log.state().condition());
    }

    @Test
    void nothingIsPublishedDuringAPause() throws StoreException {
        pause(Duration.ZERO);
        CompletableFuture<Result<Long>> published = log.publish(log.stage());
        step();
        assertEquals(Failure.Kind.READ_ONLY, failure(get(published)).kind());
    }

    @Test
    void aPauseWithAnEndIsOverByItselfAndEarlierWhenItIsResumed() {
        pause(Duration.ofSeconds(30));
        nanos.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
        failure(emit(1));
        nanos.addAndGet(1);
        ok(emit(2));
        assertEquals(Condition.WRITABLE, log.state().condition());
        pause(Duration.ofSeconds(30));
        failure(emit(3));
        log.resumeAppends();
        ok(emit(4));
    }

    @Test
    void askedAgainItLastsLongerAndTheHeadStays() {
        ok(emit(1));
        long head = pause(Duration.ofSeconds(30));
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertEquals(head, pause(Duration.ofSeconds(30)));
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        failure(emit(2));
        assertEquals(head, pause(Duration.ZERO));
        nanos.addAndGet(Duration.ofDays(400).toNanos());
        failure(emit(3));
        assertEquals(head, log.head());
    }

    @Test
    void aLogWithThreadsPausesWhileManyAppend() throws Exception {
        try (DefaultEventLog real = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC())) {
            append(real, draft("s", 0));
            List<CompletableFuture<List<Result<Appended>>>> answers = new java.util.ArrayList<>();
            long head = 0;
            for (int i = 0; i < 2_000; i++) {
                answers.add(real.append(AppendRequest.of(draft("s", i))));
                if (i == 1_000) {
                    head = ok(get(real.pauseAppends("one", "moving", Duration.ZERO)));
                }
            }
            for (int i = 0; i < answers.size(); i++) {
                Result<Appended> answer = get(answers.get(i)).get(0);
                assertEquals(i <= 1_000, answer.isOk(), i + ": " + answer);
                assertTrue(!answer.isOk() || answer.value().orderId() <= head);
            }
            assertEquals(head, real.head());
        }
    }
}
