// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A view stays what it was, held against the view that a store with copies of its own gives at the same moment. */
class HeadBoundViewTest {

    private static final int ROUNDS = 60;

    private static List<Event> all(EventReader reader, ReadRequest first) throws StoreException {
        List<Event> events = new ArrayList<>();
        long cursor = first.from();
        Page page;
        do {
            page = reader.read(new ReadRequest(
                    first.stream(),
                    cursor,
                    first.to(),
                    first.direction(),
                    first.maxEvents(),
                    first.maxBytes(),
                    first.longest()));
            events.addAll(page.events());
            cursor = page.cursor();
            if (page.needed() > 0) {
                events.add(event("needed", page.needed()));
                break;
            }
        } while (!page.end());
        return events;
    }

    @Test
    void itReadsAsTheMomentWasWhateverIsAppendedAndHiddenLater() throws StoreException {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try (MemoryEventStore store = new MemoryEventStore()) {
                HeadBoundViews views = new HeadBoundViews(store);
                long id = 0;
                id = append(store, random, id, 80);
                try (PinnedView expected = store.pin();
                        PinnedView view = views.pin()) {
                    for (int change = 0; change < 6; change++) {
                        id = append(store, random, id, random.nextInt(20));
                        String stream = "s" + random.nextInt(5);
                        long upTo = random.nextInt((int) id + 5);
                        views.hide(stream, upTo, () -> store.hide(stream, upTo));
                        same(expected, view, random, "seed " + seed + ", round " + round);
                    }
                }
            }
        }
    }

    private static long append(MemoryEventStore store, Random random, long above, int count) throws StoreException {
        long id = above;
        for (int i = 0; i < count; i++) {
            id += 1 + random.nextInt(3);
            String payload = "\"" + "x".repeat(random.nextInt(8) == 0 ? 40_000 : 10) + "\"";
            store.append(List.of(event("s" + random.nextInt(5), id, random.nextBoolean() ? "l" + i : null, payload)));
        }
        return id;
    }

    private static void same(PinnedView expected, PinnedView view, Random random, String where) throws StoreException {
        assertEquals(expected.lastOrderId(), view.lastOrderId(), where);
        List<String> streams = List.of(StreamNames.ALL, "s0", "s1", "s2", "s3", "s4", "none");
        for (String stream : streams) {
            assertEquals(expected.stream(stream), view.stream(stream), where + ": " + stream);
            for (Direction direction : Direction.values()) {
                boolean forwards = direction == Direction.FORWARDS;
                long from = random.nextInt(3) > 0 ? (forwards ? 0 : Long.MAX_VALUE) : random.nextInt(150);
                long to = random.nextInt(3) > 0 ? (forwards ? Long.MAX_VALUE : 0) : random.nextInt(150);
                int longest = random.nextInt(3) == 0 ? 1_000 : Integer.MAX_VALUE;
                ReadRequest request =
                        new ReadRequest(stream, from, to, direction, 1 + random.nextInt(30), 64 * 1024, longest);
                assertEquals(all(expected, request), all(view, request), where + ": " + request);
            }
            for (int i = 0; i < 10; i++) {
                assertEquals(
                        expected.findByLocalId(stream, "l" + i), view.findByLocalId(stream, "l" + i), where + ": " + i);
            }
        }
        for (int max = 1; max < 7; max++) {
            for (String after : List.of("", "s", "s1", "s3")) {
                assertEquals(expected.streams(after, "s", max), view.streams(after, "s", max), where);
            }
        }
    }

    @Test
    void aViewForWhichTooMuchWouldHaveToBeKeptSaysSoAndOthersGoOn() throws StoreException {
        MemoryEventStore store = new MemoryEventStore();
        HeadBoundViews views = new HeadBoundViews(store, 100_000);
        for (long id = 1; id <= 5; id++) {
            store.append(List.of(event("large", id, null, "\"" + "x".repeat(40_000) + "\"")));
        }
        PinnedView view = views.pin();
        views.hide("large", 5, () -> store.hide("large", 5));
        StoreException spoilt =
                assertThrows(StoreException.class, () -> view.read(ReadRequest.forwards(StreamNames.ALL, 0)));
        assertTrue(spoilt.getMessage().contains("stream 'large' was deleted"), spoilt.getMessage());
        store.append(List.of(event("small", 6)));
        try (PinnedView next = views.pin()) { // while the other is still open
            views.hide("small", 6, () -> store.hide("small", 6));
            assertEquals(
                    List.of(event("small", 6)),
                    next.read(ReadRequest.forwards(StreamNames.ALL, 0)).events());
        }
        view.close();
    }
}
