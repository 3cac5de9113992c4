// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.testing.Eventually;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every store promises. The full specification of {@link EventStore}. */
public abstract class EventStoreContract extends MomentsContract {

    @Test
    void anEmptyStoreHasNoHeadNoStreamAndAnEmptyFirstPage() throws StoreException {
        assertEquals(0, store.lastOrderId());
        assertEquals(List.of(), store.streams("", "", 10));
        Page page = store.read(ReadRequest.forwards(StreamNames.ALL, 0));
        assertEquals(List.of(), page.events());
        assertTrue(page.end());
        assertEquals(Optional.empty(), store.stream("orders"));
    }

    @Test
    void anAppendedEventIsStillThereAfterReopening() throws StoreException {
        store.append(List.of(event("orders", 7)));
        reopen();
        assertEquals(7, store.lastOrderId());
        assertEquals(List.of(event("orders", 7)), all("orders"));
    }

    @Test
    void aBatchWithATakenOrderIdStoresNothing() throws StoreException {
        store.append(List.of(event("orders", 7)));
        StoreException refused =
                assertThrows(StoreException.class, () -> store.append(List.of(event("orders", 8), event("orders", 7))));
        assertEquals(StoreException.Kind.CONFLICT, refused.kind());
        assertThrows(StoreException.class, () -> store.append(List.of(event("orders", 7))));
        assertEquals(7, store.lastOrderId());
        assertEquals(1, all(StreamNames.ALL).size());
        store.append(List.of(event("orders", 8)));
        assertEquals(8, store.lastOrderId());
    }

    @Test
    void aWriterOfAStaleEpochIsRefusedAndStoresNothing() throws StoreException {
        Fence current = new Fence(3);
        store.append(List.of(event("s", 1)), current);
        for (Fence stale : List.of(Fence.LOCAL, new Fence(2))) {
            StoreException refused =
                    assertThrows(StoreException.class, () -> store.append(List.of(event("s", 2)), stale));
            assertEquals(StoreException.Kind.FENCED, refused.kind());
            StoreException late = assertThrows(StoreException.class, () -> restore(event("s", 3), stale));
            assertEquals(StoreException.Kind.FENCED, late.kind());
        }
        assertEquals(1, store.lastOrderId());
        assertEquals(EventStore.StoreState.Condition.WRITABLE, store.state().condition());
        store.append(List.of(event("s", 4)), current);
        store.append(List.of(event("s", 5)), new Fence(4));
        reopen();
        assertEquals(List.of(1L, 4L, 5L), ids(all(StreamNames.ALL)));
    }

    /** By a writer that may be refused at any step, but at the last for sure. */
    private void restore(Event event, Fence writer) throws StoreException {
        try (Staging staging = store.staging().stage(writer)) {
            staging.add(List.of(event));
            staging.publish(writer);
        }
    }

    @Test
    void allHoldsEveryStreamInOrderAndAStreamOnlyItsOwn() throws StoreException {
        for (long id = 1; id <= 300; id++) {
            store.append(List.of(event("s" + id % 3, id)));
        }
        for (int round = 0; round < 2; round++) {
            assertEquals(LongStream.rangeClosed(1, 300).boxed().toList(), ids(all(StreamNames.ALL)));
            assertEquals(
                    LongStream.rangeClosed(1, 300)
                            .filter(id -> id % 3 == 1)
                            .boxed()
                            .toList(),
                    ids(all("s1")));
            reopen();
        }
    }

    @Test
    void pagesAreBoundedByCountAndByBytesAndHoldAtLeastOneEvent() throws StoreException {
        String large = "\"" + "x".repeat(60_000) + "\"";
        store.append(List.of(event("s", 1), event("s", 2, null, large), event("s", 3, null, large), event("s", 4)));
        for (String stream : List.of("s", StreamNames.ALL)) {
            assertEquals(List.of(1L, 2L), ids(page(stream, 0, 10_000, 64 * 1024).events()));
            assertEquals(List.of(3L, 4L), ids(page(stream, 2, 10_000, 64 * 1024).events()));
            assertEquals(List.of(1L), ids(page(stream, 0, 1, 64 * 1024).events()));
            assertFalse(page(stream, 0, 1, 64 * 1024).end());
            assertTrue(page(stream, 4, 1, 64 * 1024).end());
        }
        store.append(List.of(event("s", 5, null, "\"" + "y".repeat(200_000) + "\"")));
        assertEquals(List.of(5L), ids(page("s", 4, 10, 64 * 1024).events()));
        assertEquals(List.of(5L), ids(page(StreamNames.ALL, 4, 10, 64 * 1024).events()));
    }

    @Test
    void aPageStartsAboveFromAndEndsAtTo() throws StoreException {
        for (long id = 10; id <= 100; id += 10) {
            store.append(List.of(event("s", id)));
        }
        for (String stream : List.of("s", StreamNames.ALL)) {
            ReadRequest middle = new ReadRequest(stream, 20, 50, Direction.FORWARDS, 100, 1 << 20);
            assertEquals(List.of(30L, 40L, 50L), ids(store.read(middle).events()));
            assertTrue(store.read(middle).end());
            ReadRequest between = new ReadRequest(stream, 21, 49, Direction.FORWARDS, 100, 1 << 20);
            assertEquals(List.of(30L, 40L), ids(store.read(between).events()));
        }
    }

    @Test
    void backwardsIsTheSameTurnedRound() throws StoreException {
        for (long id = 1; id <= 250; id++) {
            store.append(List.of(event("s" + id % 2, id)));
        }
        for (String stream : List.of("s1", StreamNames.ALL)) {
            List<Long> expected = ids(all(stream));
            Collections.reverse(expected);
            List<Long> found = new ArrayList<>();
            Page page;
            long from = Long.MAX_VALUE;
            do {
                page = store.read(new ReadRequest(stream, from, 0, Direction.BACKWARDS, 7, 1 << 20));
                found.addAll(ids(page.events()));
                from = page.cursor();
            } while (!page.end());
            assertEquals(expected, found);
            ReadRequest bounded = new ReadRequest(stream, 100, 96, Direction.BACKWARDS, 100, 1 << 20);
            assertEquals(
                    expected.stream().filter(id -> id < 100 && id >= 96).toList(),
                    ids(store.read(bounded).events()));
        }
    }

    @Test
    void namesOfAnyCharactersAreKeptApart() throws StoreException {
        List<String> names = List.of("a/b", "a b", "größe", "日本", "a\"b\\c", "tab\there", "\u0001", "😀", "a", "aa");
        long id = 0;
        for (String name : names) {
            store.append(List.of(event(name, ++id, "id-" + name)));
        }
        reopen();
        for (String name : names) {
            assertEquals(name, all(name).get(0).streamName());
            assertEquals(1, all(name).size(), name);
            assertEquals(name, store.stream(name).orElseThrow().name());
            assertTrue(store.findByLocalId(name, "id-" + name).isPresent(), name);
            assertFalse(store.findByLocalId("a", "id-" + names.get(0)).isPresent());
        }
        assertEquals(names.size(), store.streams("", "", 100).size());
    }

    @Test
    void aPayloadOfSixteenMebibytesComesBackByteForByte() throws StoreException {
        Event large = event("s", 2, null, "\"" + "ä".repeat(8 << 20) + "\"");
        store.append(List.of(event("s", 1), large, event("s", 3)));
        reopen();
        assertEquals(List.of(1L, 2L, 3L), ids(all(StreamNames.ALL)));
        assertEquals(large, all("s").get(1));
    }

    @Test
    void anEventLongerThanAllowedEndsAPageAndIsNamedByTheNextOne() throws StoreException {
        store.append(List.of(event("a", 1)));
        store.append(List.of(event("b", 2)));
        Event longEvent = event("a", 3, null, "\"" + "x".repeat(2 << 20) + "\"");
        store.append(List.of(longEvent));
        store.append(List.of(event("a", 4)));
        for (String stream : List.of(StreamNames.ALL, "a")) {
            List<Long> before = stream.equals("a") ? List.of(1L) : List.of(1L, 2L);
            ReadRequest all = ReadRequest.forwards(stream, 0).noLongerThan(300_000);
            Page first = store.read(all);
            assertEquals(before, ids(first.events()));
            assertEquals(0, first.needed());
            Page second = store.read(ReadRequest.forwards(stream, 2).noLongerThan(300_000));
            assertEquals(List.of(), second.events());
            assertFalse(second.end());
            assertEquals(longEvent.length(), second.needed());
            assertTrue(second.cursor() < 3, "passed it by");
            Page allowed = store.read(ReadRequest.forwards(stream, 2).noLongerThan(second.needed()));
            assertEquals(List.of(3L), ids(allowed.events()));
            ReadRequest back = new ReadRequest(stream, Long.MAX_VALUE, 0, Direction.BACKWARDS, 10, 4 << 20, 300_000);
            assertEquals(List.of(4L), ids(store.read(back).events()));
            Page turned = store.read(new ReadRequest(stream, 4, 0, Direction.BACKWARDS, 10, 4 << 20, 300_000));
            assertEquals(longEvent.length(), turned.needed());
            assertEquals(List.of(), turned.events());
            ReadRequest longEnough = new ReadRequest(stream, 4, 0, Direction.BACKWARDS, 1, 4 << 20, turned.needed());
            assertEquals(List.of(3L), ids(store.read(longEnough).events()));
        }
    }

    @Test
    void streamsAreListedByNameInPagesAndByPrefix() throws StoreException {
        long id = 0;
        for (int i = 0; i < 40; i++) {
            store.append(List.of(
                    event(String.format(Locale.ROOT, "order-%02d", i), ++id),
                    event(String.format(Locale.ROOT, "user-%02d", i), ++id)));
        }
        store.append(List.of(event("order-07", ++id)));
        List<String> names = new ArrayList<>();
        for (List<StoredStream> page = store.streams("", "", 7); !page.isEmpty(); ) {
            page.forEach(info -> names.add(info.name()));
            page = store.streams(names.get(names.size() - 1), "", 7);
        }
        assertEquals(80, names.size());
        assertEquals(names.stream().sorted().toList(), names);
        assertEquals(
                List.of("user-00", "user-01"),
                store.streams("", "user-", 2).stream().map(StoredStream::name).toList());
        StoredStream seven = store.stream("order-07").orElseThrow();
        assertEquals(new StoredStream("order-07", 2, 15, id), seven);
        assertEquals(seven, store.streams("order-06", "", 1).get(0));
        assertEquals(81, store.stream(StreamNames.ALL).orElseThrow().totalEvents());
    }

    @Test
    void anEventIsFoundByItsLocalIdInItsStreamOnlyAlsoAfterReopening() throws StoreException {
        for (long id = 1; id <= 200; id++) {
            store.append(List.of(event("s" + id % 2, id, "local-" + id / 2)));
        }
        store.append(List.of(event("s0", 300, "local-5")));
        for (int round = 0; round < 2; round++) {
            assertEquals(10, store.findByLocalId("s0", "local-5").orElseThrow().orderId(), "the first of two");
            assertEquals(11, store.findByLocalId("s1", "local-5").orElseThrow().orderId());
            assertEquals(Optional.empty(), store.findByLocalId("s1", "local-100"));
            assertEquals(Optional.empty(), store.findByLocalId("other", "local-5"));
            reopen();
        }
    }

    @Test
    void aDeletedStreamIsGoneAtOnceEverywhereAndItsNameCanBeUsedAgain() throws StoreException {
        for (long id = 1; id <= 90; id++) {
            store.append(List.of(event("s" + id % 3, id, "local-" + id)));
        }
        store.hide("s1", 90);
        List<Long> rest =
                LongStream.rangeClosed(1, 90).filter(id -> id % 3 != 1).boxed().toList();
        for (int round = 0; round < 2; round++) {
            assertEquals(List.of(), all("s1"));
            assertEquals(rest, ids(all(StreamNames.ALL)));
            assertEquals(Optional.empty(), store.stream("s1"));
            assertEquals(Optional.empty(), store.findByLocalId("s1", "local-1"));
            assertEquals(60, store.stream(StreamNames.ALL).orElseThrow().totalEvents());
            assertEquals(
                    List.of("s0", "s2"),
                    store.streams("", "", 9).stream().map(StoredStream::name).toList());
            assertEquals(90, store.lastOrderId());
            reopen();
            store.hide("s1", 90);
        }
        store.append(List.of(event("s1", 91, "local-1")));
        assertEquals(List.of(91L), ids(all("s1")));
        assertEquals(91, store.findByLocalId("s1", "local-1").orElseThrow().orderId());
        awaitErased();
        assertEquals(List.of(91L), ids(all("s1")));
        assertEquals(61, all(StreamNames.ALL).size());
    }

    @Test
    void aDeletionUpToAPositionLeavesWhatCameAfter() throws StoreException {
        for (long id = 1; id <= 20; id++) {
            store.append(List.of(event("s", id)));
        }
        store.hide("s", 12);
        assertEquals(LongStream.rangeClosed(13, 20).boxed().toList(), ids(all("s")));
        awaitErased();
        assertEquals(LongStream.rangeClosed(13, 20).boxed().toList(), ids(all("s")));
        assertEquals(new StoredStream("s", 8, 13, 20), store.stream("s").orElseThrow());
    }

    @Test
    void aPinnedViewSeesNeitherLaterEventsNorLaterDeletions() throws StoreException {
        for (long id = 1; id <= 60; id++) {
            store.append(List.of(event("s" + id % 2, id)));
        }
        try (PinnedView pinned = store.pinning().pin()) {
            store.append(List.of(event("s0", 61)));
            store.hide("s1", 61);
            awaitErased();
            assertEquals(60, pinned.lastOrderId());
            assertEquals(
                    60,
                    pinned.read(ReadRequest.forwards(StreamNames.ALL, 0))
                            .events()
                            .size());
            assertEquals(30, pinned.read(ReadRequest.forwards("s1", 0)).events().size());
            assertEquals(new StoredStream("s0", 30, 2, 60), pinned.stream("s0").orElseThrow());
            assertEquals(new StoredStream("s1", 30, 1, 59), pinned.stream("s1").orElseThrow());
            assertEquals(
                    new StoredStream(StreamNames.ALL, 60, 1, 60),
                    pinned.stream(StreamNames.ALL).orElseThrow());
            assertEquals(2, pinned.streams("", "", 10).size());
        }
        assertEquals(31, all(StreamNames.ALL).size());
    }

    @Test
    void stagedEventsAppearAllAtOnceWhenPublished() throws StoreException {
        store.append(List.of(event("s", 5)));
        try (Staging staging = store.staging().stage()) {
            staging.add(List.of(event("s", 10, "a"), event("t", 11)));
            staging.add(List.of(event("s", 12)));
            assertEquals(List.of(5L), ids(all(StreamNames.ALL)));
            assertEquals(5, store.lastOrderId());
            staging.publish(Fence.LOCAL);
        }
        for (int round = 0; round < 2; round++) {
            assertEquals(List.of(5L, 10L, 11L, 12L), ids(all(StreamNames.ALL)));
            assertEquals(List.of(5L, 10L, 12L), ids(all("s")));
            assertEquals(10, store.findByLocalId("s", "a").orElseThrow().orderId());
            assertEquals(12, store.lastOrderId());
            reopen();
        }
        store.append(List.of(event("s", 13)));
        assertEquals(5, all(StreamNames.ALL).size());
    }

    @Test
    void eventsAppendedWhileOthersWereStagedAreReadFromAnyPosition() throws StoreException {
        store.append(List.of(event("s", 5)));
        try (Staging staging = store.staging().stage()) {
            staging.add(List.of(event("s", 20), event("t", 21)));
            store.append(List.of(event("s", 7)));
            store.append(List.of(event("t", 9)));
            staging.publish(Fence.LOCAL);
        }
        List<Long> ids = List.of(5L, 7L, 9L, 20L, 21L);
        for (int round = 0; round < 2; round++) {
            for (long from = 0; from < 22; from++) {
                long above = from;
                assertEquals(
                        ids.stream().filter(id -> id > above).toList(),
                        ids(page(StreamNames.ALL, from, 100, 1 << 20).events()));
            }
            reopen();
        }
    }

    @Test
    void streamsAreInTheOrderOfTheirNamesBytesWhateverTheCharacters() throws StoreException {
        List<String> inOrder = List.of("\u0001", "\t", "\"", "A", "\\", "a", "a\u0002", "a\"", "aa", "ä", "日", "😀");
        long id = 0;
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            store.append(List.of(event(inOrder.get(i), ++id)));
        }
        for (int round = 0; round < 2; round++) {
            String after = "";
            for (String name : inOrder) {
                assertEquals(name, store.streams(after, "", 1).get(0).name());
                after = name;
            }
            assertEquals(4, store.streams("", "a", 100).size());
            reopen();
        }
    }

    @Test
    void stagedEventsThatAreNotPublishedLeaveNothingBehind() throws StoreException {
        try (Staging staging = store.staging().stage()) {
            staging.add(List.of(event("s", 10)));
        }
        store.append(List.of(event("s", 3)));
        reopen();
        assertEquals(List.of(3L), ids(all(StreamNames.ALL)));
        try (Staging staging = store.staging().stage()) {
            staging.add(List.of(event("s", 4)));
            store.append(List.of(event("s", 6)));
            StoreException refused = assertThrows(StoreException.class, () -> staging.publish(Fence.LOCAL));
            assertEquals(StoreException.Kind.CONFLICT, refused.kind());
        }
        assertEquals(List.of(3L, 6L), ids(all(StreamNames.ALL)));
    }

    @Test
    void whatWasStagedCannotBePublishedOnceItIsClosed() throws StoreException {
        Staging staging = store.staging().stage();
        staging.add(List.of(event("s", 10)));
        staging.close();
        StoreException refused = assertThrows(StoreException.class, () -> staging.publish(Fence.LOCAL));
        assertEquals(StoreException.Kind.CLOSED, refused.kind());
        assertEquals(
                StoreException.Kind.CLOSED,
                assertThrows(StoreException.class, () -> staging.add(List.of(event("s", 11))))
                        .kind());
        reopen();
        assertEquals(List.of(), all(StreamNames.ALL));
        store.staging().stage().close();
    }

    @Test
    void readersSeeWholeBatchesWhileEventsAreAppended() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String stream = i == 0 ? StreamNames.ALL : "s";
                running.add(readers.submit(() -> follow(stream, 3_000)));
            }
            for (long id = 1; id <= 3_000; id += 10) {
                long first = id;
                store.append(LongStream.range(first, first + 10)
                        .mapToObj(n -> event("s", n))
                        .toList());
            }
            for (Future<Integer> reader : running) {
                assertEquals(3_000, reader.get(60, TimeUnit.SECONDS));
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void aSoundStoreVerifiesWithoutAComplaint() throws StoreException {
        for (long id = 1; id <= 100; id++) {
            store.append(List.of(event("s" + id % 7, id)));
        }
        assertEquals(new Verified(100, List.of()), Verified.of(store));
    }

    /** Follows the store from its start as a subscriber does; every page must go on exactly behind the last. */
    private int follow(String stream, int until) throws StoreException {
        long cursor = 0;
        int seen = 0;
        while (seen < until) {
            Page page = store.read(ReadRequest.forwards(stream, cursor));
            for (Event event : page.events()) {
                assertEquals(++seen, event.orderId());
            }
            cursor = page.cursor();
            Thread.onSpinWait();
        }
        return seen;
    }

    protected final void awaitErased() {
        Eventually.holds("all is erased", () -> store.erasure().pendingStreams() == 0);
    }

    protected final List<Event> all(String stream) throws StoreException {
        List<Event> events = new ArrayList<>();
        long cursor = 0;
        Page page;
        do {
            page = store.read(ReadRequest.forwards(stream, cursor));
            events.addAll(page.events());
            cursor = page.cursor();
        } while (!page.end());
        return events;
    }

    private Page page(String stream, long from, int maxEvents, int maxBytes) throws StoreException {
        return store.read(new ReadRequest(stream, from, Long.MAX_VALUE, Direction.FORWARDS, maxEvents, maxBytes));
    }

    protected static List<Long> ids(List<Event> events) {
        List<Long> ids = new ArrayList<>();
        events.forEach(event -> ids.add(event.orderId()));
        return ids;
    }
}
