// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static io.photon.log.engine.LogFixture.append;
import static io.photon.log.engine.LogFixture.draft;
import static io.photon.result.Results.failure;
import static io.photon.result.Results.get;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.ReplaySpec;
import io.photon.log.engine.LogFixture.Collector;
import io.photon.pace.Occupancy;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.DeletionEvents;
import io.photon.store.EventStore;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.generic.PlainMemory;
import io.photon.store.lease.SequencerLease;
import io.photon.store.shared.SharedMemory;
import io.photon.testing.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may append to a store that several processes reach, and what is answered when that changes. */
class WriterRoleTest {

    /** The test decides when the lease changes hands. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static final Duration SOON = Duration.ofMillis(10);

    private final SharedMemory shared = new SharedMemory();
    private final EventStore truth = shared.open();
    private SharedMemory.Lease lease;
    private FaultyStore store;
    private DefaultEventLog log;

    @BeforeEach
    void open() throws StoreException {
        lease = shared.lease(NEVER);
        store = new FaultyStore(shared.open());
        log = DefaultEventLog.start(store, lease, Clock.systemUTC(), Budget.unlimited(), new Occupancy(0));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private CompletableFuture<List<Result<Appended>>> later(int number) {
        return log.append(AppendRequest.of(draft("x", number)));
    }

    /** An append that is inside the store and stays there until the gate opens. */
    private CompletableFuture<List<Result<Appended>>> heldInTheStore(int number) {
        store.gate.drainPermits();
        CompletableFuture<List<Result<Appended>>> held = later(number);
        while (!store.gate.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        return held;
    }

    private void openTheGate() {
        store.gate.release(1_000);
    }

    private static void awaitState(DefaultEventLog of, Condition condition) {
        Eventually.holds(() -> of.state().condition() == condition, () -> "it is still " + of.state());
    }

    @Test
    void whatWaitsWhenTheLeaseIsLostIsRefusedWithTheReasonAndWhatTheStoreTookIsAnsweredAsStored() throws Exception {
        CompletableFuture<List<Result<Appended>>> taken = heldInTheStore(1);
        CompletableFuture<List<Result<Appended>>> waiting = later(2);
        CompletableFuture<Result<Long>> deletion = log.deleteStream("x");
        lease.lose("not heard for 6 s");
        openTheGate();
        long stored = ok(get(taken).get(0)).orderId();
        Failure refused = failure(get(waiting).get(0));
        assertEquals(Failure.Kind.READ_ONLY, refused.kind());
        assertTrue(refused.message().contains("not heard for 6 s"), refused.message());
        assertTrue(refused.hint().contains("nothing was stored"), refused.hint());
        assertEquals(Failure.Kind.READ_ONLY, failure(get(deletion)).kind());
        assertEquals(new EventStore.StoreState(Condition.READ_ONLY, "not heard for 6 s"), log.state());
        assertEquals(stored, truth.lastOrderId());
        assertEquals(Failure.Kind.READ_ONLY, failure(get(later(3)).get(0)).kind(), "and so is what comes later");
    }

    @Test
    void anAppendThatComesAfterAnotherWriterIsRefusedNotStoredAndTheLastOfThisLog() throws Exception {
        append(log, draft("x", 0));
        CompletableFuture<List<Result<Appended>>> late = heldInTheStore(1);
        long head = truth.lastOrderId();
        shared.lease(NEVER).takeOver();
        openTheGate();
        Failure refused = failure(get(late).get(0));
        assertEquals(Failure.Kind.READ_ONLY, refused.kind());
        assertTrue(refused.message().contains("another writer has taken over"), refused.message());
        assertEquals(head, truth.lastOrderId());
        awaitState(log, Condition.READ_ONLY);
        int appends = store.appends;
        assertEquals(Failure.Kind.READ_ONLY, failure(get(later(2)).get(0)).kind());
        assertEquals(appends, store.appends, "the store was asked again");
    }

    @Test
    void anAppendWithoutAnAnswerFromTheStoreIsAnsweredAsUnknownThoughTheLeaseIsLost() throws Exception {
        store.failure = StoreException.Kind.OUTCOME_UNKNOWN;
        store.storesNevertheless = true;
        CompletableFuture<List<Result<Appended>>> open = heldInTheStore(1);
        lease.lose("not heard for 6 s");
        openTheGate();
        assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure(get(open).get(0)).kind());
        Collector reader = Collector.of(log.replay(ReplaySpec.hotCold("x")));
        get(reader.count(1)); // it was stored, and readers see it as one that another stored
        assertEquals(List.of(truth.lastOrderId()), reader.ids());
    }

    @Test
    void aLogThatGetsTheLeaseBackWhileItsStateIsAskedNeverSaysReadOnlyWithoutAReason() throws Exception {
        SharedMemory.Lease own = new SharedMemory().lease(NEVER);
        WriterRole role = new WriterRole(own, false);
        role.onChange(role::tend); // in the middle of the question: it is the writer again at once
        own.lose("not heard for 6 s");
        EventStore.StoreState state = role.state(truth.state());
        assertTrue(state.condition() == Condition.WRITABLE || state.reason() != null, state::toString);
        role.close();
    }

    @Test
    void aLogWithoutTheLeaseStartsReadOnlyAndAppendsOnceItIsFree() throws Exception {
        long first = append(log, draft("x", 1)).orderId();
        try (DefaultEventLog standby = DefaultEventLog.start(
                shared.open(), shared.lease(SOON), Clock.systemUTC(), Budget.unlimited(), new Occupancy(0))) {
            Collector reader = Collector.of(standby.replay(ReplaySpec.hotCold(StreamNames.ALL)));
            Failure refused =
                    failure(get(standby.append(AppendRequest.of(draft("x", 9)))).get(0));
            assertEquals(Failure.Kind.READ_ONLY, refused.kind());
            assertTrue(refused.message().contains("another Photon"), refused.message());
            long second = append(log, draft("x", 2)).orderId();
            log.close(); // gives the lease up
            awaitState(standby, Condition.WRITABLE);
            long third = append(standby, draft("x", 3)).orderId();
            get(reader.count(3));
            assertEquals(List.of(first, second, third), reader.ids());
        }
    }

    @Test
    void aWriterThatIsBackGoesOnAfterWhatTheOtherWroteAndNoLiveReaderSkipsIt() throws Exception {
        log.close();
        try (DefaultEventLog mine = DefaultEventLog.start(
                shared.open(), shared.lease(SOON), Clock.systemUTC(), Budget.unlimited(), new Occupancy(0))) {
            Collector reader = Collector.of(mine.replay(ReplaySpec.hotCold(StreamNames.ALL)));
            long first = append(mine, draft("x", 1)).orderId();
            SharedMemory.Lease other = shared.lease(NEVER);
            Fence fence = other.takeOver();
            long far = first + 60_000_000; // the other machine's clock is ahead
            truth.append(List.of(draft("x", 2).stamped(far, 5)), fence);
            awaitState(mine, Condition.READ_ONLY);
            other.close();
            awaitState(mine, Condition.WRITABLE);
            long next = append(mine, draft("x", 3)).orderId();
            assertTrue(next > far, next + " is not above " + far);
            get(reader.count(3));
            assertEquals(List.of(first, far, next), reader.ids());
        }
    }

    @Test
    void aStoreThatDoesNotSayWhoWritesKeepsTheLogFromStarting() {
        Silent silent = new Silent();
        StoreException e = assertThrows(
                StoreException.class,
                () -> DefaultEventLog.start(
                        shared.open(), silent, Clock.systemUTC(), Budget.unlimited(), new Occupancy(0)));
        assertEquals(StoreException.Kind.FAILED, e.kind());
        assertTrue(silent.closed, "the lease was not given up");
    }

    @Test
    void whatTheWriterBeforeDeletedLastIsHiddenThoughItHappenedWhileThisLogStarted() throws StoreException {
        SharedMemory other = new SharedMemory();
        EventStore before = other.open();
        before.append(List.of(draft("x", 1).stamped(1, 0), draft("y", 1).stamped(2, 0)));
        Event deletion = DeletionEvents.draft(new StreamDeletion("x", 1)).stamped(3, 0);
        Asked late = new Asked(other.lease(NEVER), () -> before.append(List.of(deletion)));
        try (DefaultEventLog next =
                DefaultEventLog.start(other.open(), late, Clock.systemUTC(), Budget.unlimited(), new Occupancy(0))) {
            assertEquals(Optional.empty(), next.reader().stream("x"));
            assertEquals(1, next.reader().stream("y").orElseThrow().totalEvents());
        }
    }

    @Test
    void aRestoreThatBrokeOffAfterItsDecisionIsFinishedThoughNoRequestComesAndReadersGetItInOrder() throws Exception {
        PlainMemory memory = new PlainMemory();
        try (DefaultEventLog plain = DefaultEventLog.start(memory.open(), Clock.systemUTC())) {
            Collector reader = Collector.of(plain.replay(ReplaySpec.hotCold(StreamNames.ALL)));
            long first = append(plain, draft("x", 1)).orderId();
            Staging staging = plain.stage();
            for (int i = 1; i <= 2_500; i++) {
                staging.add(List.of(draft("restored", i).stamped(first + i, 0)));
            }
            memory.stopAfter(2); // the decision and the first of three chunks
            Result<Long> unknown = get(plain.publish(staging, Optional::empty));
            staging.close();
            assertEquals(Failure.Kind.OUTCOME_UNKNOWN, failure(unknown).kind());
            assertEquals(first, plain.reader().lastOrderId());
            memory.stopAfter(Integer.MAX_VALUE);
            get(reader.count(2_501));
            long next = append(plain, draft("x", 2)).orderId();
            get(reader.count(2_502));
            assertEquals(reader.ids().stream().sorted().toList(), reader.ids());
            assertEquals(next, reader.ids().get(2_501));
            plain.stage().close();
        }
    }

    @Test
    void aStoreThatDoesNotAnswerAboutItsWriterDoesNotHoldUpTheStopForLong() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch givenUp = new CountDownLatch(1);
        SharedMemory.Lease inner = shared.lease(NEVER);
        SequencerLease slow = new Asked(inner, () -> {}) {
            @Override
            public void renew() {
                asked.countDown();
                LogThreads.uninterrupted(() -> answer.await(60, TimeUnit.SECONDS));
            }

            @Override
            public Duration interval() {
                return SOON;
            }

            @Override
            public void close() {
                givenUp.countDown();
            }
        };
        log.close();
        DefaultEventLog held =
                DefaultEventLog.start(shared.open(), slow, Clock.systemUTC(), Budget.unlimited(), new Occupancy(0));
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        held.close();
        assertEquals(1, givenUp.getCount(), "it was asked by two threads at a time");
        answer.countDown();
        assertTrue(givenUp.await(60, TimeUnit.SECONDS), "the lease was kept");
    }

    @Test
    void whoCannotAppendSaysWhereTheWriterIsWhenThatIsKnown() throws Exception {
        SequencerLease elsewhere = new Asked(shared.lease(SOON), () -> {}) {
            @Override
            public Optional<Fence> acquire() {
                return Optional.empty();
            }

            @Override
            public String writerAddress() {
                return "http://writer:3000";
            }
        };
        try (DefaultEventLog standby = DefaultEventLog.start(
                shared.open(), elsewhere, Clock.systemUTC(), Budget.unlimited(), new Occupancy(0))) {
            Failure refused =
                    failure(get(standby.append(AppendRequest.of(draft("s", 1)))).get(0));
            assertEquals(Failure.Kind.NOT_PRIMARY, refused.kind());
            assertEquals("http://writer:3000", refused.location());
            assertTrue(refused.hint().contains("http://writer:3000"), refused.hint());
        }
    }

    /** Something happens just before a lease is asked for. */
    private static class Asked implements SequencerLease {

        interface Before {
            void run() throws StoreException;
        }

        private final SequencerLease lease;
        private final Before before;

        Asked(SequencerLease lease, Before before) {
            this.lease = lease;
            this.before = before;
        }

        @Override
        public Optional<Fence> acquire() throws StoreException {
            before.run();
            return lease.acquire();
        }

        @Override
        public void renew() throws StoreException {
            lease.renew();
        }

        @Override
        public Optional<String> lost() {
            return lease.lost();
        }

        @Override
        public Duration interval() {
            return lease.interval();
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    private static final class Silent implements SequencerLease {
        private boolean closed;

        @Override
        public Optional<Fence> acquire() throws StoreException {
            throw new StoreException(StoreException.Kind.FAILED, "no answer");
        }

        @Override
        public void renew() {
            // Never acquired.
        }

        @Override
        public Optional<String> lost() {
            return Optional.empty();
        }

        @Override
        public Duration interval() {
            return SOON;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
