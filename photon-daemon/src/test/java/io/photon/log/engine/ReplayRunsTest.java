// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.flow.RunSubscriber;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.store.EventStore;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Seed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

/** Replays to those who take several events at once. */
class ReplayRunsTest {

    private static final int EVENTS = 3_000;

    private final EventStore store = new MemoryEventStore();
    private DefaultEventLog log;

    @BeforeEach
    void open() throws Exception {
        log = DefaultEventLog.start(store, Clock.systemUTC());
        for (int i = 0; i < EVENTS; i++) {
            append(log, draft(i % 3 == 0 ? "odd" : "s", i % 7 < 5 ? "Often" : "Seldom", null, i));
        }
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        store.close();
    }

    /** Takes as many of each run as it likes, sometimes none, and asks for more at once or from another thread. */
    private static class Taker implements RunSubscriber<Event> {
        final List<Long> got = new ArrayList<>();
        final CompletableFuture<Void> done = new CompletableFuture<>();
        final Random random;
        int longestRun;
        Subscription subscription;

        Taker(Random random) {
            this.random = random;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(Event event) {
            done.completeExceptionally(new AssertionError("it was given one by one"));
        }

        @Override
        public int onRun(List<? extends Event> items, int from, int to) {
            int taken = random.nextInt(4) == 0 ? random.nextInt(to - from + 1) : to - from;
            items.subList(from, from + taken).forEach(event -> got.add(event.orderId()));
            longestRun = Math.max(longestRun, taken);
            if (random.nextBoolean()) {
                subscription.request(1);
            } else {
                CompletableFuture.runAsync(() -> subscription.request(1));
            }
            return taken;
        }

        @Override
        public void onError(Throwable error) {
            done.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }

    private List<Long> oneByOne(ReplaySpec request) throws Exception {
        LogFixture.Collector collector = LogFixture.Collector.of(log.replay(request));
        collector.done.get(30, TimeUnit.SECONDS);
        return collector.ids();
    }

    @Test
    void itGetsTheSameEventsInTheSameOrderWhateverItTakesOfARun() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            boolean backwards = random.nextInt(4) == 0;
            ReplaySpec request = ReplaySpec.cold(
                            List.of("s", "odd", "*", "__all__").get(random.nextInt(4)))
                    .limit(random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(EVENTS))
                    .ofType(random.nextBoolean() ? null : "Often")
                    .backwards(backwards);
            Taker taker = new Taker(new Random(random.nextLong()));
            log.replay(request).events().subscribe(taker);
            taker.done.get(30, TimeUnit.SECONDS);
            assertEquals(oneByOne(request), taker.got, "seed " + seed + ", " + request);
            assertTrue(
                    taker.longestRun > 1 || taker.got.size() < 10,
                    "no run was longer than one: seed " + seed + ", " + taker.got.size() + " of " + request);
        }
    }

    @Test
    void itGetsWhatComesWhileItReadsOnceAndInOrder() throws Exception {
        Taker taker = new Taker(new Random(Seed.any())) {
            @Override
            public int onRun(List<? extends Event> items, int from, int to) {
                int taken = super.onRun(items, from, to);
                if (got.size() >= EVENTS + 100) {
                    done.complete(null);
                }
                return taken;
            }
        };
        log.replay(ReplaySpec.hotCold("__all__")).events().subscribe(taker);
        for (int i = 0; i < 100; i++) {
            append(log, draft("s", i));
        }
        taker.done.get(30, TimeUnit.SECONDS);
        taker.subscription.cancel();
        assertEquals(oneByOne(ReplaySpec.cold("__all__")), taker.got);
    }

    @Test
    void afterADeletionItGetsNoneOfThatStreamFromAPageThatWasRead() throws Exception {
        List<String> streams = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> six = new CompletableFuture<>();
        Taker taker = new Taker(new Random(1)) {
            @Override
            public int onRun(List<? extends Event> items, int from, int to) {
                streams.add(items.get(from).streamName());
                if (streams.size() == 6) {
                    six.complete(null);
                }
                return 1;
            }
        };
        Replay replay = log.replay(ReplaySpec.cold("__all__"));
        replay.events().subscribe(taker);
        for (int i = 0; i < 5; i++) {
            taker.subscription.request(1);
        }
        six.get(30, TimeUnit.SECONDS);
        ok(get(log.deleteStream("s")));
        for (int i = 0; i < EVENTS; i++) {
            taker.subscription.request(1);
        }
        taker.done.get(30, TimeUnit.SECONDS);
        List<String> after = streams.subList(6, streams.size());
        assertTrue(after.stream().noneMatch("s"::equals), "read after the deletion: " + after);
        assertEquals(6 + EVENTS / 3 - 2, streams.size(), "all of the other stream");
    }

    @Test
    void aRunUsesUpOneOfTheDemand() throws Exception {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        Taker taker = new Taker(new Random(1)) {
            @Override
            public int onRun(List<? extends Event> items, int from, int to) {
                got.add(items.get(from).orderId());
                first.complete(to - from);
                return to - from; // and asks for nothing more
            }
        };
        log.replay(ReplaySpec.cold("s")).events().subscribe(taker);
        assertTrue(first.get(30, TimeUnit.SECONDS) > 1);
        Taker other = new Taker(new Random(2));
        log.replay(ReplaySpec.cold("s")).events().subscribe(other); // on the same threads, so it is later
        other.done.get(30, TimeUnit.SECONDS);
        assertEquals(1, taker.got.size());
        taker.subscription.cancel();
    }
}
