// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.PinnedView;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import io.photon.testing.Seed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flipped bits and cut files (docs/reliability scenarios 4 and 5): found, named, healed where there is a copy. */
class DamageTest {

    private static final int FLIPS = 400;
    private final long seed = Seed.any();
    private final Random random = new Random(seed);
    private final FaultyDisk disk = new FaultyDisk();
    private TreeMap<Long, List<Event>> batches;
    private List<Event> events;

    @BeforeEach
    void fill() throws StoreException {
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        batches = StoreOnFaultyDisk.fill(store, random, 60);
        events = StoreOnFaultyDisk.flat(batches);
        store.close();
    }

    /** One damaged byte of a copy of the disk. */
    private FaultyDisk flipped(String name, int at) {
        FaultyDisk damaged = disk.copy();
        byte[] one = {(byte) (damaged.content(name)[at] ^ 1 << random.nextInt(8))};
        damaged.corrupt(name, at, one);
        return damaged;
    }

    private String anyFile() {
        List<String> names = disk.list();
        return names.get(random.nextInt(names.size()));
    }

    @Test
    void aBitFlippedAnywhereIsNeverServedAndTheRestStaysReadable() throws Exception {
        for (int i = 0; i < FLIPS; i++) {
            String name = anyFile();
            int at = random.nextInt(disk.content(name).length);
            FaultyDisk damaged = flipped(name, at);
            try {
                for (int opening = 0; opening < 2; opening++) {
                    FileEventStore store = StoreOnFaultyDisk.open(damaged);
                    List<Event> lost = checkReading(store);
                    assertEquals(lost.size(), StoreOnFaultyDisk.verify(store).size(), "verify");
                    if (name.endsWith(".log")) {
                        checkOtherStreams(store, lost);
                    }
                    assertEquals(events.get(events.size() - 1).orderId(), store.lastOrderId());
                    store.close();
                }
            } catch (StoreException | AssertionError e) {
                fail("seed " + seed + ", flip " + i + " in " + name + " at " + at, e);
            }
        }
    }

    /** Returns what cannot be read any more. */
    private List<Event> checkReading(FileEventStore store) throws StoreException {
        StoreOnFaultyDisk.Found forwards = StoreOnFaultyDisk.patiently(store, StreamNames.ALL, Direction.FORWARDS);
        assertEquals(outside(forwards, events), outside(forwards, forwards.events));
        assertTrue(events.containsAll(forwards.events), "what is served was written");
        assertTrue(forwards.lost.size() <= 1, "one flip, one place");
        List<Event> lost = new ArrayList<>(events);
        lost.removeAll(forwards.events);
        assertTrue(lost.size() <= 1, "no more than one record is lost, not " + lost);
        assertEquals(lost.size(), forwards.lost.size(), "a gap is named where an event is lost");
        for (long[] gap : forwards.lost) {
            assertEquals(gap[0], gap[1], "order-ids are dense here, so the gap is one event");
        }
        StoreOnFaultyDisk.Found backwards = StoreOnFaultyDisk.patiently(store, StreamNames.ALL, Direction.BACKWARDS);
        Collections.reverse(backwards.events);
        assertEquals(outside(forwards, events), outside(forwards, backwards.events));
        for (int stream = 0; stream < 4; stream++) {
            String wanted = "s" + stream;
            StoreOnFaultyDisk.Found found = StoreOnFaultyDisk.patiently(store, wanted, Direction.FORWARDS);
            List<Event> ofStream = events.stream()
                    .filter(event -> event.streamName().equals(wanted))
                    .toList();
            assertEquals(outside(found, ofStream), outside(found, found.events));
        }
        return lost;
    }

    /** The index was made while the segment was sound: it knows that nothing of these streams is damaged. */
    private void checkOtherStreams(FileEventStore store, List<Event> lost) throws StoreException {
        for (int stream = 0; stream < 4; stream++) {
            String wanted = "s" + stream;
            List<Event> ofStream = events.stream()
                    .filter(event -> event.streamName().equals(wanted))
                    .toList();
            if (lost.stream().noneMatch(event -> event.streamName().equals(wanted))) {
                for (Direction direction : Direction.values()) {
                    StoreOnFaultyDisk.Found found = StoreOnFaultyDisk.patiently(store, wanted, direction);
                    assertEquals(List.of(), found.lost, wanted);
                    assertEquals(ofStream.size(), found.events.size(), wanted);
                }
            }
        }
    }

    /** Events that no damage was named for; of the others, those that can be read may be served. */
    private static List<Event> outside(StoreOnFaultyDisk.Found found, List<Event> all) {
        return all.stream().filter(event -> !found.isNamedLost(event.orderId())).toList();
    }

    @Test
    void aBitFlippedAnywhereIsHealedFromASecondCopyAndTheFileIsWhatItWas() throws Exception {
        for (int i = 0; i < FLIPS / 2; i++) {
            String name = anyFile();
            int at = random.nextInt(disk.content(name).length);
            FaultyDisk damaged = flipped(name, at);
            FileEventStore store = StoreOnFaultyDisk.open(damaged, StoreOnFaultyDisk.copyOf(events));
            String where = "seed " + seed + ", flip in " + name + " at " + at;
            if (random.nextBoolean()) {
                assertEquals(events, StoreOnFaultyDisk.all(store), where);
            }
            assertEquals(List.of(), StoreOnFaultyDisk.verify(store), where);
            assertEquals(events, StoreOnFaultyDisk.all(store), where);
            for (Event event : events) {
                assertEquals(
                        event,
                        store.findByLocalId(event.streamName(), event.localId()).orElseThrow());
            }
            store.close();
            if (name.endsWith(".log")) {
                byte[] healed = damaged.content(name);
                byte[] before = disk.content(name);
                if (at >= SegmentFormat.SEGMENT_HEADER) {
                    assertArrayEquals(before, healed, where);
                }
            }
        }
    }

    @Test
    void everyWayToReadNamesTheSameGapAndGoesOnAfterIt() throws Exception {
        FaultyDisk damaged = flipped("00000001.log", SegmentFormat.SEGMENT_HEADER + SegmentFormat.GROUP_HEADER + 100);
        FileEventStore store = StoreOnFaultyDisk.open(damaged);
        Event lost = events.get(0);
        StoreException byId =
                assertThrows(StoreException.class, () -> store.findByLocalId(lost.streamName(), lost.localId()));
        assertTrue(byId.gapFirst() <= lost.orderId() && lost.orderId() <= byId.gapLast());
        assertEquals(byId.gapLast(), byId.readOnFrom(Direction.FORWARDS));
        assertEquals(byId.gapFirst(), byId.readOnFrom(Direction.BACKWARDS));
        try (PinnedView pinned = store.pin()) {
            for (EventReader reader : List.of(store, pinned)) {
                for (Direction direction : Direction.values()) {
                    StoreOnFaultyDisk.Found found = StoreOnFaultyDisk.patiently(reader, StreamNames.ALL, direction);
                    assertEquals(1, found.lost.size(), "seed " + seed);
                    assertArrayEquals(new long[] {byId.gapFirst(), byId.gapLast()}, found.lost.get(0));
                    assertTrue(found.isNamedLost(lost.orderId()));
                    assertEquals(
                            outside(found, events).size(),
                            outside(found, found.events).size());
                }
            }
        }
    }

    @Test
    void whoLooksUpALocalIdInADamagedRecordDoesNotWaitForTheSegmentToBeRead() throws Exception {
        FaultyDisk damaged = disk.copy();
        List<String> segments =
                disk.list().stream().filter(name -> name.endsWith(".log")).toList();
        List<Runnable> later = new ArrayList<>();
        FileEventStore store =
                FileEventStore.open(damaged, StoreOnFaultyDisk.TINY, StoreOnFaultyDisk.copyOf(events), later::add);
        later.clear(); // nothing is merged here
        for (Event event : events) {
            assertTrue(store.findByLocalId(event.streamName(), event.localId()).isPresent());
        }
        List.copyOf(later).forEach(Runnable::run); // the filter over all local-ids
        later.clear();
        for (String segment : segments) {
            int at = damaged.content(segment).length - 20;
            damaged.corrupt(segment, at, new byte[] {(byte) (damaged.content(segment)[at] ^ 1)});
        }
        for (int round = 0; round < 3; round++) {
            int failed = 0;
            for (Event event : events) {
                try {
                    store.findByLocalId(event.streamName(), event.localId());
                } catch (StoreException e) {
                    assertTrue(e.gapFirst() <= event.orderId() && event.orderId() <= e.gapLast());
                    failed++;
                }
            }
            assertEquals(segments.size(), failed, "seed " + seed);
        }
        assertEquals(segments.size(), later.size(), "each segment is read once, however often it is asked for");
        later.forEach(Runnable::run);
        for (Event event : events) {
            assertEquals(
                    event,
                    store.findByLocalId(event.streamName(), event.localId()).orElseThrow());
        }
    }

    @Test
    void aSecondCopyWithOtherContentHealsNothing() throws Exception {
        List<Event> others = new ArrayList<>();
        events.forEach(event -> others.add(event(event.streamName(), event.orderId(), event.localId(), "0")));
        FaultyDisk damaged = flipped("00000001.log", SegmentFormat.SEGMENT_HEADER + 100);
        FileEventStore store = StoreOnFaultyDisk.open(damaged, StoreOnFaultyDisk.copyOf(others));
        assertEquals(1, StoreOnFaultyDisk.verify(store).size());
        checkReading(store);
    }

    @Test
    void afterAPowerCutEveryLengthOfTheLastFileKeepsAllWholeBatches() throws Exception {
        FaultyDisk unclean = new FaultyDisk();
        FileEventStore first =
                FileEventStore.open(unclean, FileEventStore.Limits.DEFAULT, RecordSource.NONE, Runnable::run);
        TreeMap<Long, List<Event>> stored = StoreOnFaultyDisk.fill(first, random, 8);
        long whole = SegmentFormat.SEGMENT_HEADER + 40;
        for (List<Event> batch : stored.values()) {
            whole += SegmentWriter.groupBytes(batch);
        }
        long length = SegmentFormat.SEGMENT_HEADER;
        TreeMap<Long, List<Event>> expected = new TreeMap<>();
        for (int cut = SegmentFormat.SEGMENT_HEADER; cut < whole; cut += 1 + cut % 3) {
            while (!stored.isEmpty()
                    && length + SegmentWriter.groupBytes(stored.firstEntry().getValue()) <= cut) {
                length += SegmentWriter.groupBytes(stored.firstEntry().getValue());
                expected.put(stored.firstKey(), stored.pollFirstEntry().getValue());
            }
            FaultyDisk torn = unclean.copy();
            torn.cut("00000001.log", cut);
            FileEventStore store = StoreOnFaultyDisk.open(torn);
            assertEquals(StoreOnFaultyDisk.flat(expected), StoreOnFaultyDisk.all(store), "cut at " + cut);
            Event next = event("s", store.lastOrderId() + 1);
            store.append(List.of(next));
            FileEventStore again = StoreOnFaultyDisk.open(torn.copy());
            assertEquals(next.orderId(), again.lastOrderId());
            assertEquals(List.of(), StoreOnFaultyDisk.verify(again));
        }
    }

    @Test
    void afterACleanStopAShorterFileIsDamageAndNotTheEnd() throws Exception {
        String last = disk.list().stream()
                .filter(name -> name.endsWith(".log"))
                .max(String::compareTo)
                .orElseThrow();
        int length = disk.content(last).length;
        for (int cut = SegmentFormat.SEGMENT_HEADER; cut < length; cut += 7) {
            FaultyDisk torn = disk.copy();
            torn.cut(last, cut);
            List<Event> found = null;
            for (int opening = 0; opening < 3; opening++) {
                FileEventStore store = StoreOnFaultyDisk.open(torn);
                StoreOnFaultyDisk.Found now = StoreOnFaultyDisk.patiently(store, StreamNames.ALL, Direction.FORWARDS);
                assertFalse(now.lost.isEmpty(), "cut at " + cut);
                assertTrue(now.isNamedLost(events.get(events.size() - 1).orderId()));
                assertTrue(found == null || found.equals(now.events), "the next start finds the same");
                found = now.events;
                assertEquals(events.get(events.size() - 1).orderId(), store.lastOrderId());
            }
            FileEventStore store = StoreOnFaultyDisk.open(torn);
            Event next = event("s", store.lastOrderId() + 1);
            store.append(List.of(next));
            FileEventStore reopened = StoreOnFaultyDisk.open(torn.copy());
            List<Event> all = StoreOnFaultyDisk.patiently(reopened, StreamNames.ALL, Direction.FORWARDS).events;
            assertEquals(next, all.get(all.size() - 1), "cut at " + cut);
            assertEquals(found, all.subList(0, all.size() - 1));
            FileEventStore healed = StoreOnFaultyDisk.open(torn.copy(), StoreOnFaultyDisk.copyOf(events));
            List<Event> whole = new ArrayList<>(events);
            whole.add(next);
            assertEquals(whole, StoreOnFaultyDisk.all(healed), "cut at " + cut);
        }
    }

    @Test
    void aSealedSegmentThatBecameShorterIsDamaged() throws Exception {
        int length = disk.content("00000002.log").length;
        for (int cut = SegmentFormat.SEGMENT_HEADER; cut < length; cut += 61) {
            FaultyDisk torn = disk.copy();
            torn.cut("00000002.log", cut);
            FileEventStore store = StoreOnFaultyDisk.open(torn);
            StoreOnFaultyDisk.Found found = StoreOnFaultyDisk.patiently(store, StreamNames.ALL, Direction.FORWARDS);
            assertFalse(found.lost.isEmpty());
            assertEquals(outside(found, events), outside(found, found.events), "seed " + seed + " cut at " + cut);
            assertFalse(StoreOnFaultyDisk.verify(store).isEmpty());
            FileEventStore healed = StoreOnFaultyDisk.open(torn.copy(), StoreOnFaultyDisk.copyOf(events));
            assertEquals(events, StoreOnFaultyDisk.all(healed), "seed " + seed + " cut at " + cut);
        }
    }

    @Test
    void aDeletedStreamStaysDeletedWhereDamageKeepsItFromBeingErased() throws Exception {
        FaultyDisk damaged = flipped("00000001.log", SegmentFormat.SEGMENT_HEADER + 100);
        FileEventStore store = StoreOnFaultyDisk.open(damaged);
        StoreOnFaultyDisk.verify(store);
        String stream = events.get(0).streamName(); // one that the damaged segment holds
        store.hide(stream, store.lastOrderId());
        assertTrue(StoreOnFaultyDisk.patiently(store, stream, Direction.FORWARDS)
                .events
                .isEmpty());
        assertEquals(1, store.erasure().pendingStreams(), "its bytes are still there, and it says so");
    }

    @Test
    void withBothManifestsDamagedNothingIsTouched() throws Exception {
        FaultyDisk damaged = disk.copy();
        damaged.cut("MANIFEST", 10);
        assertEquals(events, StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(damaged.copy())), "the copy serves");
        damaged.cut("MANIFEST.copy", 10);
        List<String> before = damaged.list();
        StoreException refused = assertThrows(StoreException.class, () -> StoreOnFaultyDisk.open(damaged));
        assertEquals(StoreException.Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains("MANIFEST"), refused.getMessage());
        assertEquals(before, damaged.list());
    }

    @Test
    void aMissingSegmentIsNamed() throws Exception {
        FaultyDisk damaged = disk.copy();
        damaged.delete("00000002.log");
        StoreException refused = assertThrows(StoreException.class, () -> StoreOnFaultyDisk.open(damaged));
        assertTrue(refused.getMessage().contains("00000002.log"), refused.getMessage());
    }

    @Test
    void aSegmentNobodyKnowsIsSetAsideAndFilesOfOthersStay() throws Exception {
        FaultyDisk mixed = disk.copy();
        try (Disk.DiskFile stray = mixed.create("00000077.log");
                Disk.DiskFile foreign = mixed.create("mirror.mark")) {
            stray.write(0, ByteBuffer.wrap(disk.content("00000002.log")));
            foreign.write(0, ByteBuffer.wrap(new byte[] {1}));
        }
        FileEventStore store = StoreOnFaultyDisk.open(mixed);
        assertEquals(events, StoreOnFaultyDisk.all(store));
        assertTrue(mixed.exists("00000077.log.aside"));
        assertTrue(mixed.exists("mirror.mark"));
    }
}
