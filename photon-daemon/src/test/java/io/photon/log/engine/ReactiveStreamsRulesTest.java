// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.log.LogException;
import io.photon.log.LogLimits;
import io.photon.log.Replay;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.result.Failure;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Named by the rules of the Reactive Streams specification 1.0.4; stepped, so that every order can be tried. */
class ReactiveStreamsRulesTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private FaultyStore store;
    private DefaultEventLog log;

    @BeforeEach
    void open() throws StoreException {
        store = new FaultyStore(new MemoryEventStore());
        log = DefaultEventLog.stepped(store, Clock.systemUTC(), LogLimits.DEFAULT, Runnable::run, tasks::add);
        for (int i = 0; i < 10; i++) {
            append(log, draft("x", i));
        }
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private Collector subscribe(ReplaySpec request, long demand) {
        Collector collector = new Collector(demand);
        log.replay(request).events().subscribe(collector);
        runAll();
        return collector;
    }

    @Test
    void rule101NeverMoreThanDemanded() {
        Collector collector = subscribe(ReplaySpec.cold("x"), 3);
        assertEquals(3, collector.events.size());
        collector.subscription.request(2);
        collector.subscription.request(1);
        runAll();
        assertEquals(6, collector.events.size());
        assertFalse(collector.done.isDone());
    }

    @Test
    void rule105CompletesRightBehindTheLastEventWithoutFurtherDemand() {
        Collector collector = subscribe(ReplaySpec.cold("x"), 10);
        assertTrue(collector.done.isDone());
    }

    @Test
    void rule103NothingIsSignalledWhileOnSubscribeRuns() {
        AtomicBoolean inside = new AtomicBoolean();
        AtomicInteger early = new AtomicInteger();
        log.replay(ReplaySpec.cold("x")).events().subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                inside.set(true);
                subscription.request(1);
                runAll();
                inside.set(false);
            }

            @Override
            public void onNext(Event event) {
                early.addAndGet(inside.get() ? 1 : 0);
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onComplete() {}
        });
        runAll();
        assertEquals(0, early.get());
    }

    @Test
    void rule109ASubscriberMustNotBeNull() {
        assertThrows(
                NullPointerException.class,
                () -> log.replay(ReplaySpec.cold("x")).events().subscribe(null));
    }

    @Test
    void rule111ASecondSubscriberIsRefusedWithAnError() {
        Replay replay = log.replay(ReplaySpec.cold("x"));
        replay.events().subscribe(new Collector(1));
        Collector second = new Collector(1);
        replay.events().subscribe(second);
        assertTrue(second.done.isCompletedExceptionally());
    }

    @Test
    void rule303RequestingInsideOnNextDoesNotRecurse() {
        AtomicInteger depth = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        log.replay(ReplaySpec.cold("x")).events().subscribe(new Subscriber<>() {
            private Subscription subscription;

            @Override
            public void onSubscribe(Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(Event event) {
                deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
                seen.incrementAndGet();
                subscription.request(1);
                depth.decrementAndGet();
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onComplete() {}
        });
        runAll();
        assertEquals(10, seen.get());
        assertEquals(1, deepest.get());
    }

    @Test
    void rule306AfterCancelNothingComesAndCancellingAgainIsNothing() {
        Collector collector = subscribe(ReplaySpec.hotCold("x"), 3);
        collector.subscription.cancel();
        collector.subscription.cancel();
        collector.subscription.request(5);
        collector.subscription.request(-1);
        runAll();
        append(log, draft("x", 1));
        runAll();
        assertEquals(3, collector.events.size());
        assertFalse(collector.done.isDone());
        assertEquals(0, log.stats().subscribers());
    }

    @Test
    void rule309ADemandOfZeroOrLessIsAnError() {
        for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
            Collector collector = subscribe(ReplaySpec.cold("x"), 1);
            collector.subscription.request(n);
            runAll();
            ExecutionException error = assertThrows(ExecutionException.class, collector.done::get);
            assertInstanceOf(IllegalArgumentException.class, error.getCause());
        }
    }

    @Test
    void rule313AfterCancelTheSubscriberIsLetGo() {
        Replay replay = log.replay(ReplaySpec.hotCold("x"));
        WeakReference<Collector> subscriber = subscribedAndCancelled(replay);
        for (int i = 0; i < 50 && subscriber.get() != null; i++) {
            System.gc();
        }
        assertNull(subscriber.get());
        assertTrue(replay.position() > 0);
    }

    private WeakReference<Collector> subscribedAndCancelled(Replay replay) {
        Collector collector = new Collector(Long.MAX_VALUE);
        replay.events().subscribe(collector);
        runAll();
        collector.subscription.cancel();
        runAll();
        return new WeakReference<>(collector);
    }

    @Test
    void rule317DemandAddsUpToNoMoreThanUnbounded() {
        Collector collector = subscribe(ReplaySpec.hotCold("x"), Long.MAX_VALUE);
        collector.subscription.request(Long.MAX_VALUE);
        runAll();
        assertEquals(10, collector.events.size());
    }

    @Test
    void aSubscriberThatThrowsIsDroppedAndDisturbsNobody() {
        log.replay(ReplaySpec.cold("x")).events().subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(5);
            }

            @Override
            public void onNext(Event event) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onComplete() {}
        });
        assertEquals(10, subscribe(ReplaySpec.cold("x"), 100).events.size());
        assertEquals(0, log.stats().subscribers());
    }

    @Test
    void nothingIsReadBeforeSomethingIsDemanded() {
        store.readFailure = StoreException.Kind.DAMAGED;
        Collector collector = subscribe(ReplaySpec.cold("x"), 0);
        assertFalse(collector.done.isDone());
    }

    @Test
    void damageIsAnErrorThatNamesThePlaceAndTheLastEventGiven() {
        Collector collector = subscribe(ReplaySpec.cold("x"), 2);
        store.readFailure = StoreException.Kind.DAMAGED;
        // A page that was read before the damage still counts; the next read finds it.
        Collector other = subscribe(ReplaySpec.cold("x"), 100);
        assertTrue(other.done.isCompletedExceptionally());
        collector.subscription.request(100);
        runAll();
        LogException error = (LogException)
                assertThrows(ExecutionException.class, other.done::get).getCause();
        assertEquals(Failure.Kind.DAMAGED, error.failure().kind());
        assertTrue(error.getMessage().contains("segment 7 at offset 42"), error.getMessage());
        assertTrue(error.getMessage().contains("after order-id 0"), error.getMessage());
    }

    @Test
    void backwardsAndLiveExcludeEachOther() {
        Collector collector = subscribe(ReplaySpec.hotCold("x").limit(1).backwards(true), 1);
        LogException error = (LogException)
                assertThrows(ExecutionException.class, collector.done::get).getCause();
        assertEquals(Failure.Kind.BAD_INPUT, error.failure().kind());
    }

    @Test
    void thePositionMovesOnAlsoWhereAFilterLetsNothingThrough() {
        Replay filtered = log.replay(ReplaySpec.hotCold("x").ofType("Nothing*"));
        Replay quiet = log.replay(ReplaySpec.hotCold("quiet"));
        Collector.of(filtered);
        Collector.of(quiet);
        runAll();
        assertEquals(log.head(), filtered.position());
        append(log, draft("x", 1));
        runAll();
        assertEquals(log.head(), filtered.position());
        assertEquals(log.head(), quiet.position());
    }

    @Test
    void aClosedLogEndsItsReplaysWithAReason() {
        Collector collector = subscribe(ReplaySpec.hotCold("x"), 100);
        log.close();
        runAll();
        LogException error = (LogException)
                assertThrows(ExecutionException.class, collector.done::get).getCause();
        assertTrue(error.getMessage().contains(String.valueOf(log.head())), error.getMessage());
    }

    @Test
    void deletedEventsThatWereReadButNotGivenAreNotGiven() {
        Collector collector = subscribe(ReplaySpec.hotCold("x"), 3);
        get(log.deleteStream("x"));
        long next = append(log, draft("x", 100)).orderId();
        collector.subscription.request(100);
        runAll();
        assertEquals(4, collector.events.size());
        assertEquals(next, collector.ids().get(3));
    }
}
