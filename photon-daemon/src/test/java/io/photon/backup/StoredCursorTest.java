// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredCursorTest {

    @Test
    void storedEventsAreFoundByPositionForwardsAndBackAgain() throws StoreException {
        long seed = Seed.any();
        Random random = new Random(seed);
        try (MemoryEventStore store = new MemoryEventStore()) {
            List<Event> events = new ArrayList<>();
            for (long id = 1; id < 30_000; id += 1 + random.nextInt(3)) {
                events.add(House.event(id, id > 5_000 && id < 20_000 ? "gone" : "kept", "1"));
            }
            store.append(events);
            store.hide("gone", 19_000);
            StoredCursor cursor = new StoredCursor(store);
            boolean[] visible = new boolean[30_003];
            for (Event event : events) {
                visible[(int) event.orderId()] = event.streamName().equals("kept") || event.orderId() > 19_000;
            }
            for (int round = 0; round < 3; round++) {
                for (int id = 1; id < visible.length; id += 1 + random.nextInt(1 + 50 * round)) {
                    Event found = cursor.at(id);
                    assertEquals(visible[id], found != null, "position " + id + ", seed " + seed);
                    assertEquals(visible[id] ? id : 0, found == null ? 0 : found.orderId());
                }
            }
            for (int i = 0; i < 200; i++) {
                int id = 1 + random.nextInt(visible.length - 1);
                assertEquals(visible[id], cursor.at(id) != null, "position " + id + ", seed " + seed);
            }
        }
    }

    @Test
    void anEventIsFoundAgainAfterAskingBehindTheLastVisibleOne() throws StoreException {
        try (MemoryEventStore store = new MemoryEventStore()) {
            store.append(
                    List.of(House.event(1, "kept", "1"), House.event(2, "kept", "1"), House.event(3, "gone", "1")));
            store.hide("gone", 3);
            StoredCursor cursor = new StoredCursor(store);
            assertNull(cursor.at(3));
            assertEquals(1, cursor.at(1).orderId());
        }
    }

    @Test
    void theEventBeforeTheFirstOneAskedForIsFoundAndThatAskedForLastIsFoundAgain() throws StoreException {
        try (MemoryEventStore store = new MemoryEventStore()) {
            store.append(List.of(House.event(1, "s", "1"), House.event(2, "s", "1"), House.event(3, "s", "1")));
            StoredCursor cursor = new StoredCursor(store);
            assertEquals(2, cursor.at(2).orderId());
            assertEquals(1, cursor.at(1).orderId());
            assertEquals(3, cursor.at(3).orderId());
            assertEquals(2, cursor.at(2).orderId());
            assertEquals(2, cursor.at(2).orderId());
        }
    }

    @Test
    void anEmptyStoreHasNoEventAnywhere() throws StoreException {
        try (MemoryEventStore store = new MemoryEventStore()) {
            StoredCursor cursor = new StoredCursor(store);
            assertNull(cursor.at(1));
            assertNull(cursor.at(Long.MAX_VALUE - 1));
        }
    }
}
