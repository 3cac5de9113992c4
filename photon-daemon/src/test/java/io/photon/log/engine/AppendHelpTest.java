// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.Expect;
import io.photon.log.Help;
import io.photon.log.ReplaySpec;
import io.photon.result.Result;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import io.photon.testing.Seed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Appends by the thread that asks for them. */
@Timeout(120)
class AppendHelpTest {

    private static final Help[] HELPS = Help.values();

    /** A store that says which thread appended, and waits when it is told to. */
    private static final class Watched extends DelegatingStore {
        private final Wait wait;
        private volatile Thread last;
        private volatile CountDownLatch goOn = new CountDownLatch(0);
        private volatile CountDownLatch asked = new CountDownLatch(1);
        private volatile long busyNanos;
        private volatile boolean fails;

        Watched(Wait wait) {
            super(new MemoryEventStore());
            this.wait = wait;
        }

        @Override
        public Wait appendWaitsFor() {
            return wait;
        }

        @Override
        public void append(List<Event> batch, Fence fence) throws StoreException {
            last = Thread.currentThread();
            asked.countDown();
            try {
                assertTrue(goOn.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new StoreException(StoreException.Kind.FAILED, "interrupted", e);
            }
            long until = System.nanoTime() + busyNanos;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            if (fails) {
                throw new StoreException(StoreException.Kind.FAILED, "the disk does not answer");
            }
            super.append(batch, fence);
        }
    }

    private static CompletableFuture<List<Result<Appended>>> ask(DefaultEventLog log, Object payload, Help help) {
        return log.append(new AppendRequest(List.of(draft("s", payload)), true, Expect.ANY, null, help));
    }

    private static Thread appender(Watched store, Help help) throws Exception {
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            ok(get(ask(log, 1, help)).get(0));
            return store.last;
        }
    }

    @Test
    void aQuickAppendIsAnsweredInTheThreadThatOffersHelp() throws Exception {
        Watched store = new Watched(DelegatingStore.Wait.NOTHING);
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            for (int i = 0; i < 1_000; i++) {
                CompletableFuture<List<Result<Appended>>> answer = ask(log, i, Help.IF_QUICK);
                if (store.last == Thread.currentThread()) {
                    assertTrue(answer.isDone());
                    return;
                }
                get(answer); // the log's own thread was still at it
            }
        }
        throw new AssertionError("it was never this thread");
    }

    @Test
    void onlyAThreadThatMayWaitAppendsToADisk() throws Exception {
        assertNotSame(Thread.currentThread(), appender(new Watched(DelegatingStore.Wait.DISK), Help.IF_QUICK));
        assertNotSame(Thread.currentThread(), appender(new Watched(DelegatingStore.Wait.DISK), Help.NONE));
        Watched store = new Watched(DelegatingStore.Wait.DISK);
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            for (int i = 0; store.last != Thread.currentThread(); i++) {
                assertTrue(i < 1_000, "it was never this thread");
                get(ask(log, i, Help.ALSO_WAITING));
            }
        }
    }

    @Test
    void noThreadButTheLogsWaitsForOtherProcesses() throws Exception {
        assertNotSame(Thread.currentThread(), appender(new Watched(DelegatingStore.Wait.OTHERS), Help.ALSO_WAITING));
    }

    @Test
    void aSlowDiskIsNotWaitedForASecondTime() throws Exception {
        Watched store = new Watched(DelegatingStore.Wait.DISK);
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            store.busyNanos = TimeUnit.MILLISECONDS.toNanos(20);
            get(ask(log, 1, Help.ALSO_WAITING));
            for (int i = 0; i < 5; i++) {
                get(ask(log, i, Help.ALSO_WAITING));
                assertNotSame(Thread.currentThread(), store.last);
            }
        }
    }

    @Test
    void aDiskThatIsSlowToFailIsNotWaitedForASecondTimeEither() throws Exception {
        Watched store = new Watched(DelegatingStore.Wait.DISK);
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            for (int i = 0; store.last != Thread.currentThread(); i++) {
                assertTrue(i < 1_000, "it was never this thread");
                get(ask(log, i, Help.ALSO_WAITING));
            }
            store.busyNanos = TimeUnit.MILLISECONDS.toNanos(20);
            store.fails = true;
            get(ask(log, 1, Help.ALSO_WAITING));
            for (int i = 0; i < 5; i++) {
                get(ask(log, i, Help.ALSO_WAITING));
                assertNotSame(Thread.currentThread(), store.last);
            }
        }
    }

    @Test
    void aStopWaitsForTheThreadThatHelps() throws Exception {
        Watched store = new Watched(DelegatingStore.Wait.NOTHING);
        DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC());
        CompletableFuture<List<Result<Appended>>> answer = null;
        for (int i = 0; store.last == null || store.last.getName().equals("photon-append"); i++) {
            assertTrue(i < 1_000, "it was never a helping thread");
            int payload = i;
            store.goOn = new CountDownLatch(1);
            store.asked = new CountDownLatch(1);
            answer = CompletableFuture.supplyAsync(() -> ask(log, payload, Help.IF_QUICK))
                    .thenCompose(each -> each);
            assertTrue(store.asked.await(30, TimeUnit.SECONDS));
            if (store.last.getName().equals("photon-append")) {
                store.goOn.countDown();
                get(answer);
            }
        }
        CompletableFuture<Void> stop = CompletableFuture.runAsync(log::close);
        assertThrows(TimeoutException.class, () -> stop.get(300, TimeUnit.MILLISECONDS), "it does not wait");
        store.goOn.countDown();
        stop.get(30, TimeUnit.SECONDS);
        ok(get(answer).get(0));
    }

    @Test
    void whileAnotherThreadAppendsNoneThatOffersHelpWaitsForIt() throws Exception {
        Watched store = new Watched(DelegatingStore.Wait.NOTHING);
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            store.goOn = new CountDownLatch(1);
            CompletableFuture<?> first = ask(log, 1, Help.NONE);
            assertTrue(store.asked.await(30, TimeUnit.SECONDS));
            CompletableFuture<?> second = ask(log, 2, Help.IF_QUICK); // does not block
            store.goOn.countDown();
            first.get(30, TimeUnit.SECONDS);
            second.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void anAppendFromWithinAnAnswerIsAnsweredToo() throws Exception {
        try (DefaultEventLog log = DefaultEventLog.start(new MemoryEventStore(), Clock.systemUTC())) {
            for (int i = 0; i < 1_000; i++) {
                CompletableFuture<Long> nested = ask(log, 1, Help.IF_QUICK)
                        .thenCompose(answers -> ask(log, 2, Help.IF_QUICK))
                        .thenApply(answers -> ok(answers.get(0)).orderId());
                nested.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void whatManyThreadsAppendWithAndWithoutHelpIsStoredOnceAndInOrder() throws Exception {
        long seed = Seed.any();
        MemoryEventStore store = new MemoryEventStore();
        int threads = 6;
        int each = 2_000;
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC())) {
            LogFixture.Collector live = LogFixture.Collector.of(log.replay(ReplaySpec.hotCold("s")));
            List<CompletableFuture<List<Long>>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Random random = new Random(seed + t);
                int thread = t;
                all.add(CompletableFuture.supplyAsync(() -> {
                    List<Long> ids = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        Help help = HELPS[random.nextInt(HELPS.length)];
                        ids.add(ok(get(ask(log, thread * each + i, help)).get(0))
                                .orderId());
                    }
                    return ids;
                }));
            }
            List<Long> answered = new ArrayList<>();
            for (CompletableFuture<List<Long>> one : all) {
                List<Long> ids = one.get(60, TimeUnit.SECONDS);
                assertEquals(ids.stream().sorted().toList(), ids, "one client's answers rise, seed " + seed);
                answered.addAll(ids);
            }
            answered.sort(null);
            LogFixture.Collector stored = LogFixture.Collector.of(log.replay(ReplaySpec.cold("s")));
            stored.done.get(60, TimeUnit.SECONDS);
            assertEquals(answered, stored.ids(), "seed " + seed);
            live.count(threads * each).get(60, TimeUnit.SECONDS);
            assertEquals(answered, live.ids(), "seed " + seed);
            live.subscription.cancel();
            assertSame(0, log.stats().queuedEvents());
        }
    }
}
