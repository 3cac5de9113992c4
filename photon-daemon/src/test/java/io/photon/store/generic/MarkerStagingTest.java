// SPDX-License-Identifier: Apache-2.0
package io.photon.store.generic;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.EventReader;
import io.photon.store.Fence;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A restore into a store that can only append: all of it is there or nothing, whenever the server or we stop. */
class MarkerStagingTest {

    private static final int EVENTS = 3_500;

    private static List<Event> events() {
        return LongStream.rangeClosed(100, 99 + EVENTS)
                .mapToObj(id -> event("s" + id % 3, id, id % 2 == 0 ? "id-" + id : null))
                .toList();
    }

    private static List<Long> ids(EventReader store) throws StoreException {
        List<Long> ids = new ArrayList<>();
        long cursor = 0;
        Page page;
        do {
            page = store.read(ReadRequest.forwards(StreamNames.ALL, cursor));
            page.events().forEach(event -> ids.add(event.orderId()));
            cursor = page.cursor();
        } while (!page.end());
        return ids;
    }

    @Test
    void whereverTheServerStopsAfterItAllIsPublishedOrNothing() throws StoreException {
        int published = 0;
        int stop = 0;
        boolean cameThrough = false;
        while (!cameThrough) {
            PlainMemory memory = new PlainMemory();
            PlainMemory.Store store = memory.open();
            store.append(List.of(event("s1", 7)));
            Staging staging = store.staging().stage();
            staging.add(events());
            memory.stopAfter(stop);
            Optional<StoreException.Kind> failed = publish(staging);
            memory.stopAfter(Integer.MAX_VALUE);
            List<Long> seen = ids(store);
            assertTrue(failed.isPresent() ? seen.size() == 1 : seen.size() == 1 + EVENTS, "stopped after " + stop);
            assertEquals(seen.get(seen.size() - 1), store.lastOrderId());
            store.close();
            PlainMemory.Store again = memory.open();
            int found = ids(again).size();
            assertTrue(found == 1 || found == 1 + EVENTS, found + " events, stopped after " + stop);
            assertTrue(
                    failed.isEmpty() || failed.get() == StoreException.Kind.OUTCOME_UNKNOWN,
                    "it was answered " + failed);
            published += failed.isPresent() && found > 1 ? 1 : 0;
            again.append(List.of(event("after", 90_000)));
            assertEquals(found + 1, ids(again).size());
            cameThrough = failed.isEmpty();
            stop++;
        }
        assertTrue(published >= 4, "no stop came between the decision and the end: " + published);
    }

    private static Optional<StoreException.Kind> publish(Staging staging) {
        try (staging) {
            staging.publish(Fence.LOCAL);
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e.kind());
        }
    }

    @Test
    void aWriterAppendsNothingBeforeItHasFinishedTheRestoreAndKnowsOfIt() throws StoreException {
        PlainMemory memory = new PlainMemory();
        PlainMemory.Store store = memory.open();
        Staging staging = store.staging().stage();
        staging.add(events());
        memory.stopAfter(3); // the decision and two chunks
        assertEquals(Optional.of(StoreException.Kind.OUTCOME_UNKNOWN), publish(staging));
        assertEquals(List.of(), ids(store));
        memory.stopAfter(Integer.MAX_VALUE);
        List<Event> next = List.of(event("after", 90_000));
        StoreException refused = assertThrows(StoreException.class, () -> store.append(next));
        assertEquals(StoreException.Kind.CONFLICT, refused.kind());
        assertEquals(List.of(), ids(store));
        store.takeOver(Fence.LOCAL);
        assertEquals(99 + EVENTS, store.lastOrderId());
        store.append(next);
        List<Long> ids = ids(store);
        assertEquals(EVENTS + 1, ids.size());
        assertEquals(ids.stream().sorted().toList(), ids);
    }

    @Test
    void aWriterWhoseRoleIsLostShowsWhatThereIsAndLeavesTheRestToTheNext() throws StoreException {
        PlainMemory memory = new PlainMemory();
        PlainMemory.Store store = memory.open();
        Staging staging = store.staging().stage();
        staging.add(events());
        memory.stopAfter(3); // the decision and two chunks
        assertEquals(Optional.of(StoreException.Kind.OUTCOME_UNKNOWN), publish(staging));
        memory.stopAfter(Integer.MAX_VALUE);
        store.standBy();
        PlainMemory.Store other = memory.open(); // finishes it
        other.append(List.of(event("after", 90_000)));
        assertEquals(EVENTS + 1, ids(store).size());
        assertEquals(90_000, store.lastOrderId());
    }

    @Test
    void whatAnEarlierWriterStagesOrClearsDoesNotTouchWhatTheNextOneStages() throws StoreException {
        PlainMemory memory = new PlainMemory();
        PlainMemory.Store earlier = memory.open();
        Staging old = earlier.staging().stage();
        old.add(events());
        PlainMemory.Store next = memory.open();
        Fence fence = new Fence(1);
        Staging mine = next.staging().stage(fence);
        mine.add(events());
        StoreException refused = assertThrows(StoreException.class, () -> old.add(List.of(large(200_000))));
        assertEquals(StoreException.Kind.FENCED, refused.kind());
        old.close();
        mine.publish(fence);
        assertEquals(EVENTS, ids(next).size());
    }

    /** One that fills a chunk. */
    private static Event large(long orderId) {
        return event("large", orderId, null, "\"" + "x".repeat(1 << 20) + "\"");
    }

    @Test
    void anEventIsFoundByItsLocalIdWhileItIsStaged() throws StoreException {
        PlainMemory.Store store = new PlainMemory().open();
        try (Staging staging = store.staging().stage()) {
            staging.add(events());
            assertEquals(
                    102, staging.findByLocalId("s0", "id-102").orElseThrow().orderId());
            assertEquals(
                    3_598, staging.findByLocalId("s1", "id-3598").orElseThrow().orderId(), "not in a chunk yet");
            assertEquals(Optional.empty(), staging.findByLocalId("s1", "id-102"));
            assertEquals(Optional.empty(), store.findByLocalId("s0", "id-102"));
        }
    }
}
