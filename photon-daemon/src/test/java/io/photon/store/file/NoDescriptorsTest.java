// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The process may open no more files: that passes, and is no damage. */
class NoDescriptorsTest {

    private final FaultyDisk disk = new FaultyDisk();
    private final List<Event> stored = new ArrayList<>();

    private void append(FileEventStore store, int count) throws StoreException {
        for (int i = 0; i < count; i++) {
            Event next = event("s", store.lastOrderId() + 1);
            store.append(List.of(next));
            stored.add(next);
        }
    }

    @Test
    void theLastSegmentGoesOnWhenNoOtherCanBeBegunUntilItsIndexIsTooLargeAndAllResumes() throws Exception {
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        append(store, 10);
        disk.noDescriptors(true);
        append(store, 30);
        assertEquals(Condition.WRITABLE, store.state().condition());
        StoreException refused = assertThrows(StoreException.class, () -> append(store, 1_000));
        assertEquals(Kind.NO_SPACE, refused.kind());
        assertTrue(refused.getMessage().contains("Too many open files"), refused.getMessage());
        assertEquals(Condition.FULL, store.state().condition());
        assertTrue(stored.size() < 100, stored.size() + " events in one segment of twelve");
        disk.noDescriptors(false);
        append(store, 20);
        assertEquals(Condition.WRITABLE, store.state().condition());
        assertEquals(stored, StoreOnFaultyDisk.all(store));
        store.close();
        assertEquals(stored, StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(disk)));
    }

    @Test
    void aReadFailsForNowAndTheSegmentIsNotTakenForDamaged() throws Exception {
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        append(store, 40);
        store.close();
        FileEventStore again = StoreOnFaultyDisk.open(disk);
        disk.noDescriptors(true);
        StoreException read =
                assertThrows(StoreException.class, () -> again.read(ReadRequest.forwards(StreamNames.ALL, 0)));
        assertEquals(Kind.FAILED, read.kind(), read.getMessage());
        assertEquals(
                Kind.FAILED,
                assertThrows(StoreException.class, () -> StoreOnFaultyDisk.verify(again))
                        .kind());
        disk.noDescriptors(false);
        assertEquals(stored, StoreOnFaultyDisk.all(again));
        assertEquals(List.of(), StoreOnFaultyDisk.verify(again));
        assertEquals(0, again.stats().get("damaged-places"));
    }

    @Test
    void aDeletionWaitsForADescriptorAndIsErasedThen() throws Exception {
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        append(store, 8);
        disk.noDescriptors(true);
        store.hide("s", 8);
        assertEquals(List.of(), StoreOnFaultyDisk.all(store));
        assertEquals(1, store.erasure().pendingStreams());
        assertEquals(Condition.WRITABLE, store.state().condition());
        disk.noDescriptors(false);
        store.append(List.of(event("other", 9)));
        store.hide("other", 9);
        assertEquals(0, store.erasure().pendingStreams());
    }

    @Test
    void aDeletionOnAQuietStoreIsErasedByItselfAsSoonAsASegmentCanBeBegun() throws Exception {
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        append(store, 8);
        disk.noDescriptors(true);
        store.hide("s", 8);
        assertEquals(1, store.erasure().pendingStreams());
        disk.noDescriptors(false);
        Eventually.holds("it is erased", () -> store.erasure().pendingStreams() == 0);
        assertEquals(List.of(), StoreOnFaultyDisk.all(store));
    }
}
