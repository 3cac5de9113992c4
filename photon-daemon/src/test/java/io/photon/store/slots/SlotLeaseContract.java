// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.testkit.Logs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two writers of one log, of which one is silent, stale, or has lost its copy: proved with the server of each backend. */
@Timeout(120)
public abstract class SlotLeaseContract {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @TempDir
    protected Path folder;

    private final List<OpenedStore> opened = new ArrayList<>();
    private OpenedStore old;
    private OpenedStore next;

    /** Opens the store once more, in a server in which there is nothing when a test begins. */
    protected abstract OpenedStore open(Path cache, Duration lease) throws StoreException;

    /** Connects once more to the same server. */
    protected abstract SlotServer connect() throws StoreException;

    /** Removes a slot, as a server does that loses what it had confirmed. */
    protected abstract void lose(long slot);

    @BeforeEach
    final void openTwo() throws StoreException {
        old = openOne();
        next = openOne();
    }

    private OpenedStore openOne() throws StoreException {
        OpenedStore store = open(folder.resolve("cache-" + opened.size()), LEASE);
        opened.add(store);
        return store;
    }

    @AfterEach
    final void close() throws StoreException {
        for (OpenedStore each : opened) {
            each.lease().close();
            each.store().close();
        }
    }

    private static Fence acquired(OpenedStore store) throws StoreException {
        return Logs.eventually(() ->
                store.lease().acquire().orElseThrow(() -> new StoreException(Kind.FAILED, "another holds the lease")));
    }

    @Test
    void aWriterThatIsSilentForTooLongLosesItsLeaseAndIsFenced() throws Exception {
        Fence first = acquired(old);
        old.store().append(List.of(event("s", 1)), first);
        Logs.until("the lease runs out", () -> old.lease().lost().isPresent());
        Fence second = acquired(next);
        assertTrue(second.epoch() > first.epoch());
        next.store().append(List.of(event("s", 2)), second);
        StoreException late =
                assertThrows(StoreException.class, () -> old.store().append(List.of(event("s", 3)), first));
        assertEquals(Kind.FENCED, late.kind());
        Logs.eventually(() -> {
            old.lease().renew();
            return null;
        });
        assertEquals("another Photon has taken over", old.lease().lost().orElseThrow());
        assertEquals(List.of(1L, 2L), Logs.ids(old.store()));
    }

    @Test
    void twoThatBothBelieveToWriteStoreEachEventOnceAndInOneOrder() throws Exception {
        Fence both = new Fence(5);
        List<Long> stored = new ArrayList<>();
        for (long id = 1; id <= 60; id++) {
            OpenedStore writer = id % 3 == 0 ? next : old;
            writer.store().append(List.of(event("s", id)), both);
            stored.add(id);
        }
        StoreException refused =
                assertThrows(StoreException.class, () -> old.store().append(List.of(event("s", 60)), both));
        assertEquals(Kind.CONFLICT, refused.kind());
        assertEquals(stored, Logs.ids(old.store()));
        assertEquals(stored, Logs.ids(next.store()));
    }

    @Test
    void aRestoreIsSeenByAnotherProcessAsAWholeAndNotOnceItsWriterIsFenced() throws Exception {
        Fence first = acquired(old);
        String payload = "\"" + "x".repeat(100_000) + "\"";
        try (Staging staging = old.store().staging().stage(first)) {
            for (long id = 1; id <= 40; id++) {
                staging.add(List.of(event("r", id, "id-" + id, payload)));
                assertEquals(List.of(), Logs.ids(next.store()));
            }
            staging.publish(first);
        }
        assertEquals(40, Logs.ids(next.store()).size());
        assertEquals(7, next.store().findByLocalId("r", "id-7").orElseThrow().orderId());
        old.lease().close();
        Fence second = acquired(next);
        try (Staging staging = next.store().staging().stage(second)) {
            staging.add(List.of(event("r", 50, "id-50", payload)));
            Fence third = new Fence(second.epoch() + 1);
            old.store().append(List.of(event("s", 45)), third);
            StoreException refused = assertThrows(StoreException.class, () -> staging.publish(second));
            assertEquals(Kind.FENCED, refused.kind());
        }
        assertEquals(41, Logs.ids(openOne().store()).size());
        old.store().hide("r", 40);
        next.store().hide("r", 40);
        Logs.until("both have erased it", () -> {
            next.lease().renew(); // the one that writes erases
            return old.store().erasure().pendingStreams() == 0
                    && next.store().erasure().pendingStreams() == 0;
        });
        assertEquals(List.of(45L), Logs.ids(openOne().store()), "nothing of it is left in the server");
    }

    @Test
    void aWriterThatWasReplacedBeforeItAppendedReadsWhatTheNextOneAppends() throws Exception {
        acquired(old);
        Fence second = acquired(next);
        next.store().append(List.of(event("s", 1)), second);
        assertEquals(List.of(1L), Logs.ids(old.store()));
        assertEquals(1, old.store().lastOrderId());
    }

    /** A writer that begins, also the same one again, removes parts of earlier ones. */
    @Test
    void whatWasStagedBeforeTheLeaseWasLostIsNotPublishedAfterItWasAcquiredAgain() throws Exception {
        Fence first = acquired(old);
        String payload = "\"" + "x".repeat(100_000) + "\"";
        try (Staging staging = old.store().staging().stage(first)) {
            for (long id = 1; id <= 20; id++) {
                staging.add(List.of(event("r", id, "id-" + id, payload)));
            }
            old.lease().close();
            Fence again = acquired(old);
            StoreException refused = assertThrows(StoreException.class, () -> staging.publish(again));
            assertEquals(Kind.FENCED, refused.kind());
            old.store().append(List.of(event("s", 30)), again);
        }
        assertEquals(List.of(30L), Logs.ids(openOne().store()));
    }

    /** The first deletion was noted, and no one has erased it when the stream comes again and is deleted again. */
    @Test
    void aStreamThatWasDeletedTwiceIsErasedBothTimesByTheNextWriter() throws Exception {
        Fence first = acquired(old);
        old.store().append(List.of(event("s", 1)), first);
        old.store().append(List.of(event("t", 2)), first);
        old.lease().close(); // it erases no more
        old.store().hide("s", 1);
        old.store().append(List.of(event("s", 3)), first);
        old.store().hide("s", 3);
        acquired(next);
        try (SlotServer server = connect()) {
            Logs.until("all is erased", () -> {
                next.lease().renew();
                return server.tables().facts().list("erase").isEmpty();
            });
        }
        assertEquals(List.of(2L), Logs.ids(openOne().store()));
        Logs.until("the other sees that", () -> old.store().erasure().pendingStreams() == 0);
    }

    /** A slot that the server has lost in the middle is found by the next writer; readers stop before it until then. */
    @Test
    void noReaderPassesAMissingSlotAndTheNextWriterClosesTheGap() throws Exception {
        for (long id = 1; id <= 5; id++) {
            old.store().append(List.of(event("s", id)), new Fence(1));
        }
        lose(2);
        OpenedStore fresh = openOne();
        assertEquals(List.of(1L, 2L), Logs.ids(fresh.store()));
        Fence fence = acquired(fresh);
        assertEquals(List.of(1L, 2L, 4L, 5L), Logs.ids(fresh.store()));
        fresh.store().append(List.of(event("s", 9)), fence);
        assertEquals(List.of(1L, 2L, 4L, 5L, 9L), Logs.ids(openOne().store()));
    }

    /** What the server has confirmed and lost is kept in a folder of its own. */
    @Test
    void aCacheThatHasMoreThanTheLogIsPutAsideAndMadeAnew() throws Exception {
        old.store().append(List.of(event("s", 1)));
        old.store().append(List.of(event("s", 2)));
        old.store().close();
        lose(1);
        next.store().append(List.of(event("s", 3)));
        OpenedStore again = open(folder.resolve("cache-0"), LEASE);
        opened.add(again);
        assertEquals(List.of(1L, 3L), Logs.ids(again.store()));
        try (var found = Files.list(folder.resolve("cache-0"))) {
            assertTrue(found.anyMatch(each -> each.getFileName().toString().startsWith("events.aside-")));
        }
    }
}
