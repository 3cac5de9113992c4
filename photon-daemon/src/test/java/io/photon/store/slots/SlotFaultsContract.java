// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.testkit.HoldingProxy;
import io.photon.store.testkit.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed, gone or slow, answers that are lost and requests that come late: no event is lost or doubled.
 * Proved with the server of each backend.
 */
@Timeout(180)
public abstract class SlotFaultsContract {

    private static final Duration SHORT = Duration.ofMillis(1_500);

    @TempDir
    protected Path folder;

    private final List<OpenedStore> opened = new ArrayList<>();

    /** The server, in which there is nothing when a test begins. */
    protected interface Server {

        String address();

        int port();

        /** Ends it as a fault of its process would. */
        void kill();

        /** Starts it again with what it had confirmed. */
        void start() throws IOException;

        /** @param name {@code STOP} or {@code CONT} */
        void signal(String name) throws IOException;

        /** Removes a slot, as a server does that loses what it had confirmed. */
        void lose(long slot);

        /** Opens the store once more. @param port of the server, or of what stands before it */
        OpenedStore open(int port, Path cache, Duration timeout, Duration lease) throws StoreException;

        SlotServer.Names names();
    }

    private Server server;

    protected abstract Server server();

    @BeforeEach
    final void begin() {
        server = server();
    }

    @AfterEach
    final void stop() throws Exception {
        for (OpenedStore each : opened) {
            each.lease().close();
            each.store().close();
        }
    }

    private OpenedStore open(int port, Duration timeout, Duration lease) throws StoreException {
        OpenedStore store = server.open(port, folder.resolve("cache-" + opened.size()), timeout, lease);
        opened.add(store);
        return store;
    }

    private OpenedStore open() throws StoreException {
        return open(server.port(), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void noEventIsLostOrDoubledWhenTheServerIsKilledInMidAppendAndReplaysGoOnWhileItIsGone() throws Exception {
        EventStore store = open(server.port(), Duration.ofSeconds(2), Duration.ofSeconds(5))
                .store();
        AtomicLong stored = new AtomicLong();
        List<Long> expected = new ArrayList<>();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (long id = 10; stored.get() < 120; id += 10) {
                    if (append(store, List.of(event("a", id), event("b", id + 1, "local-" + id)))) {
                        expected.addAll(List.of(id, id + 1));
                        stored.incrementAndGet();
                    }
                }
                return null;
            });
            while (stored.get() < 40 && !writing.isDone()) {
                Thread.onSpinWait();
            }
            server.kill();
            Logs.until(
                    "the store says that it has no answer", () -> store.state().condition() == Condition.READ_ONLY);
            assertTrue(
                    store.state().reason().contains("127.0.0.1:"), store.state().reason());
            assertTrue(Logs.ids(store).size() >= 80, "the cache is read");
            assertTrue(store.lastOrderId() > 0, "and its end is known");
            assertTrue(
                    store.stats().containsKey(server.names().key() + "-trouble"),
                    store.stats().toString());
            server.start();
            writing.get(120, TimeUnit.SECONDS);
        } finally {
            writer.shutdownNow();
        }
        assertEquals(expected, Logs.ids(store));
        assertEquals(expected, Logs.ids(open().store()));
        assertEquals(Condition.WRITABLE, store.state().condition());
    }

    /** @return whether the batch is stored, also when that was not known at first */
    private static boolean append(EventStore store, List<Event> batch) throws StoreException {
        try {
            store.append(batch);
            return true;
        } catch (StoreException e) {
            assertTrue(e.kind() == Kind.OUTCOME_UNKNOWN || e.kind() == Kind.REFUSED, e.kind() + ": " + e.getMessage());
            long head = settledHead(store);
            boolean isThere = head >= batch.get(1).orderId();
            assertFalse(isThere && e.kind() == Kind.REFUSED, "it was said that nothing is stored");
            return isThere;
        }
    }

    /** As a log asks that does not know what became of an append. */
    private static long settledHead(EventStore store) throws StoreException {
        return Logs.eventually(() -> {
            store.takeOver(Fence.LOCAL);
            return store.lastOrderId();
        });
    }

    @Test
    void afterAnAppendWithoutAnswerTheHeadThatIsReadNextStaysTheHead() throws Exception {
        EventStore store = open(server.port(), SHORT, Duration.ofSeconds(5)).store();
        Logs.eventually(() -> {
            store.append(List.of(event("s", 1)));
            return null;
        });
        server.signal("STOP");
        StoreException unknown;
        StoreException second;
        try {
            unknown = assertThrows(StoreException.class, () -> store.append(List.of(event("s", 2))));
            second = assertThrows(StoreException.class, () -> store.append(List.of(event("s", 3))));
        } finally {
            server.signal("CONT");
        }
        assertEquals(Kind.OUTCOME_UNKNOWN, unknown.kind(), unknown.getMessage());
        assertEquals(Kind.REFUSED, second.kind(), second.getMessage());
        assertTrue(second.getMessage().endsWith("nothing was stored"), second.getMessage());
        assertEquals(2, settledHead(store), "what was asked for is stored when it can be");
        store.append(List.of(event("s", 9)));
        assertEquals(List.of(1L, 2L, 9L), Logs.ids(store));
    }

    @Test
    void anAppendWhoseConnectionIsCutIsStoredOnce() throws Exception {
        try (HoldingProxy proxy = proxy()) {
            EventStore store = open(proxy.port(), Duration.ofSeconds(5), Duration.ofSeconds(5))
                    .store();
            store.append(List.of(event("s", 1)));
            proxy.set(HoldingProxy.Fault.CUT_BEFORE_THE_ANSWER);
            store.append(List.of(event("mark", 2), event("s", 3)));
            int afterTheAnswer = proxy.cuts();
            assertTrue(afterTheAnswer > 0, "an answer was lost");
            proxy.set(HoldingProxy.Fault.CUT_BEFORE_THE_REQUEST);
            store.append(List.of(event("mark", 4)));
            assertTrue(proxy.cuts() > afterTheAnswer, "a request was lost");
            store.append(List.of(event("s", 5)));
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), Logs.ids(store));
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), Logs.ids(open().store()));
        }
    }

    /** As after commit logs that were not forced: the log gets no hole, and no other events in the places of these. */
    @Test
    void aWriterWhoseLastSlotWasLostWhileItHadNoAnswerStoresNothingMore() throws Exception {
        try (HoldingProxy proxy = proxy()) {
            EventStore store = open(proxy.port(), SHORT, Duration.ofSeconds(5)).store();
            store.append(List.of(event("s", 1)));
            store.append(List.of(event("s", 2)));
            server.lose(1);
            proxy.set(HoldingProxy.Fault.CUT_BEFORE_THE_REQUEST);
            StoreException unknown = assertThrows(StoreException.class, () -> store.append(List.of(event("mark", 3))));
            assertEquals(Kind.OUTCOME_UNKNOWN, unknown.kind(), unknown.getMessage());
            StoreException lost = assertThrows(StoreException.class, () -> store.append(List.of(event("s", 4))));
            assertTrue(
                    lost.getMessage().startsWith(server.names().server() + " has lost slot 1 (order-ids 2 to 2)"),
                    lost.getMessage());
            assertEquals(Condition.READ_ONLY, store.state().condition());
            assertEquals(List.of(1L, 2L), Logs.ids(store), "the cache has them");
            assertEquals(List.of(1L), Logs.ids(open().store()));
        }
    }

    private HoldingProxy proxy() throws IOException {
        return new HoldingProxy(server.address(), server.port());
    }

    /** What a look at the empty place would have called lost comes late; so no one looks, and the place is taken. */
    @Test
    void aRequestThatComesAfterAnotherHasTakenOverIsNotStored() throws Exception {
        try (HoldingProxy proxy = proxy()) {
            OpenedStore old = open(proxy.port(), SHORT, Duration.ofSeconds(1));
            Fence first = acquired(old);
            old.store().append(List.of(event("s", 1)), first);
            proxy.set(HoldingProxy.Fault.HOLD);
            StoreException unknown =
                    assertThrows(StoreException.class, () -> old.store().append(List.of(event("mark", 2)), first));
            assertEquals(Kind.OUTCOME_UNKNOWN, unknown.kind());
            proxy.awaitHeld();
            OpenedStore next = open(server.port(), Duration.ofSeconds(5), Duration.ofSeconds(1));
            Fence second = acquired(next);
            assertEquals(1, next.store().lastOrderId());
            proxy.release();
            next.store().append(List.of(event("s", 3)), second);
            AtomicReference<Kind> said = new AtomicReference<>();
            Logs.until("the old writer is told", () -> {
                said.set(assertThrows(StoreException.class, () -> old.store().append(List.of(event("s", 4)), first))
                        .kind());
                return said.get() != Kind.REFUSED; // until its connection is there again
            });
            assertEquals(Kind.FENCED, said.get());
            assertEquals(List.of(1L, 3L), Logs.ids(next.store()));
            assertEquals(List.of(1L, 3L), Logs.ids(old.store()));
        }
    }

    private static Fence acquired(OpenedStore store) throws StoreException {
        return Logs.eventually(() ->
                store.lease().acquire().orElseThrow(() -> new StoreException(Kind.FAILED, "another holds the lease")));
    }
}
