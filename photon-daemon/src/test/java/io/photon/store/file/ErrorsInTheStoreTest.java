// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error (memory that ran out, say) at each operation of the disk: what an append answers holds, also after a restart. */
class ErrorsInTheStoreTest {

    /** More than the operations of any append here, also of one that begins a new segment. */
    private static final int OPERATIONS = 40;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anAppendThatFailsIsNotStoredOrSaysThatItsOutcomeIsUnknown(long seed) throws StoreException {
        int unknown = 0;
        int failed = 0;
        for (int at = 1; at <= OPERATIONS; at++) {
            Random random = new Random(seed);
            FaultyDisk disk = new FaultyDisk();
            FileEventStore store = StoreOnFaultyDisk.open(disk);
            List<Event> kept = StoreOnFaultyDisk.flat(StoreOnFaultyDisk.fill(store, random, 3 + at % 5));
            disk.errorOnceAfter(at);
            List<Event> doubtful = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                List<Event> batch = StoreOnFaultyDisk.batch(random, store.lastOrderId() + 10, 1 + random.nextInt(4));
                try {
                    store.append(batch);
                    kept.addAll(batch);
                } catch (StoreException e) {
                    unknown += e.kind() == Kind.OUTCOME_UNKNOWN ? 1 : 0;
                    failed += e.kind() == Kind.FAILED ? 1 : 0;
                    if (e.kind() == Kind.OUTCOME_UNKNOWN) {
                        assertEquals(Condition.READ_ONLY, store.state().condition(), "at " + at);
                        doubtful.addAll(batch);
                    }
                }
            }
            assertEquals(kept, StoreOnFaultyDisk.all(store), "at " + at);
            List<Event> found = StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(disk.copy()));
            found.removeAll(doubtful);
            assertEquals(kept, found, "after a restart, at " + at);
        }
        assertTrue(failed > 0 && unknown > 0, "failed " + failed + ", unknown " + unknown);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aRestoreThatAnErrorBreaksOffIsThereAsAWholeOrNotAtAll(int at) throws StoreException {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        store.append(List.of(event("s", 1)));
        var staging = store.stage();
        List<Event> restored = List.of(event("s", 2), event("t", 3));
        staging.add(restored);
        disk.errorOnceAfter(at);
        boolean published = false;
        try {
            staging.publish(Fence.LOCAL);
            published = true;
        } catch (StoreException | OutOfMemoryError e) {
            assertFalse(published);
        }
        staging.close();
        List<Event> now = StoreOnFaultyDisk.all(store);
        assertTrue(now.size() == 1 || now.size() == 3, () -> "at " + at + ": " + now);
        assertTrue(!published || now.size() == 3);
        FileEventStore again = StoreOnFaultyDisk.open(disk.copy());
        List<Event> found = StoreOnFaultyDisk.all(again);
        assertTrue(found.size() == 1 || found.size() == 3, () -> "at " + at + ": " + found);
        assertTrue(now.size() == 1 || found.size() == 3, "it was seen, and is gone");
        boolean unknown = found.size() > now.size();
        assertTrue(!unknown || store.state().condition() == Condition.READ_ONLY, "unknown, yet writable; at " + at);
        again.append(List.of(event("s", 9)));
    }
}
