// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.log.LogLimits;
import io.photon.log.ReplaySpec;
import io.photon.log.ReplayType;
import io.photon.log.SubscriberName;
import io.photon.log.SubscriberState;
import io.photon.store.memory.MemoryEventStore;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator is told about open replays. Nothing runs but when the test says so. */
class SubscribersTest {

    private static final int RING = 10;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private DefaultEventLog log;

    @BeforeEach
    void open() throws Exception {
        LogLimits limits = new LogLimits(100, 1 << 20, RING, 1 << 20, 4, 1 << 20);
        log = DefaultEventLog.stepped(
                new MemoryEventStore(), Clock.systemUTC(), limits, Budget.unlimited(), tasks::add, tasks::add);
    }

    @AfterEach
    void close() {
        log.close();
        run();
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    private void emit(String stream, int count) {
        for (int i = 0; i < count; i++) {
            log.append(io.photon.log.AppendRequest.of(LogFixture.draft(stream, i)));
            run();
        }
    }

    private LogFixture.Collector subscribe(ReplaySpec request, long demand) {
        LogFixture.Collector collector = new LogFixture.Collector(demand);
        log.replay(request, new SubscriberName("ann from 10.0.0.1", "sse"))
                .events()
                .subscribe(collector);
        run();
        return collector;
    }

    private SubscriberState only() {
        assertEquals(1, log.subscribers().size());
        return log.subscribers().get(0);
    }

    @Test
    void aReaderThatHasEverythingHasNoLagAlsoWhenOtherStreamsGoOn() {
        subscribe(ReplaySpec.hotCold("mine"), Long.MAX_VALUE);
        emit("mine", 3);
        emit("other", 3);
        SubscriberState state = only();
        assertEquals(new SubscriberName("ann from 10.0.0.1", "sse"), state.by());
        assertEquals("mine", state.stream());
        assertEquals(ReplayType.HOT_COLD, state.type());
        assertEquals(0, state.lagEvents());
        assertEquals(3, state.delivered());
        assertEquals(log.head(), state.position());
        assertFalse(state.isSlow() || state.isWaiting() || state.isLagLeast());
        assertEquals(3, log.stats().replayed());
    }

    @Test
    void aReaderThatAsksForNoMoreFallsBackAndIsSlowWhenMemoryHasItsEventsNoLonger() {
        LogFixture.Collector reader = subscribe(ReplaySpec.hotCold("mine"), 2);
        emit("mine", 6);
        SubscriberState waiting = only();
        assertTrue(waiting.isWaiting() && !waiting.isSlow(), waiting.toString());
        assertEquals(4, waiting.lagEvents());
        assertEquals(2, waiting.delivered());
        emit("other", 2 * RING);
        SubscriberState slow = only();
        assertTrue(slow.isSlow() && slow.isLagLeast(), slow.toString());
        assertEquals(RING, slow.lagEvents());
        reader.subscription.cancel();
        run();
        assertEquals(0, log.subscribers().size());
    }

    @Test
    void aReaderOfAGlobIsToldWithItsGlobAndOneOfANameWithTheName() {
        LogFixture.Collector several = subscribe(ReplaySpec.hotCold("order-**"), Long.MAX_VALUE);
        emit("order-1", 2);
        assertEquals("order-**", only().stream());
        assertEquals(2, only().delivered());
        several.subscription.cancel();
        run();
        subscribe(ReplaySpec.hotCold("what\\?"), Long.MAX_VALUE);
        assertEquals("what?", only().stream());
    }

    @Test
    void whatPhotonReadsForItselfIsNoSubscriber() {
        LogFixture.Collector own = new LogFixture.Collector(Long.MAX_VALUE);
        log.follow(ReplaySpec.hotCold("mine")).events().subscribe(own);
        run();
        emit("mine", 2);
        assertEquals(2, own.events.size());
        assertEquals(0, log.subscribers().size());
        assertEquals(0, log.stats().replayed());
    }

    @Test
    void theBusiestStreamsAreThoseThatWereAppendedTo() {
        emit("a", 2);
        emit("b", 5);
        assertEquals("b", log.busiest(1).streams().get(0).name());
        assertEquals(5, log.busiest(1).streams().get(0).events());
        assertEquals(2, log.busiest(10).streams().size());
    }
}
