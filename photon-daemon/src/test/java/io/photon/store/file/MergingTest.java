// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Deletions leave small segments; they become few again, and nothing else changes. */
class MergingTest {

    private static final FileEventStore.Limits LIMITS = new FileEventStore.Limits(1 << 20, 4_000);

    private final FaultyDisk disk = new FaultyDisk();
    private final Queue<Runnable> background = new ArrayDeque<>();

    private FileEventStore open(Disk on) throws StoreException {
        return FileEventStore.open(on, LIMITS, RecordSource.NONE, background::add);
    }

    private void work() {
        while (!background.isEmpty()) {
            background.poll().run();
        }
    }

    private static List<Event> all(EventReader store) throws StoreException {
        List<Event> events = new ArrayList<>();
        long cursor = 0;
        Page page;
        do {
            page = store.read(ReadRequest.forwards(StreamNames.ALL, cursor));
            events.addAll(page.events());
            cursor = page.cursor();
        } while (!page.end());
        return events;
    }

    private static long segments(FileEventStore store) {
        return ((Number) store.stats().get("segments")).longValue();
    }

    private static void assertSound(FileEventStore store, List<Event> expected) throws StoreException {
        assertEquals(expected, all(store));
        for (Event one : expected) {
            assertEquals(one, store.findByLocalId("kept", one.localId()).orElse(null));
        }
        assertEquals(
                expected.size(),
                store.stream("kept").map(info -> (int) info.totalEvents()).orElse(0));
        assertEquals(List.of(), StoreOnFaultyDisk.verify(store));
    }

    /** Each deletion seals a segment: it holds the deleted stream's event and one to keep. */
    private List<Event> deletions(FileEventStore store, int count) throws StoreException {
        List<Event> kept = new ArrayList<>();
        long id = store.lastOrderId();
        for (int i = 0; i < count; i++) {
            Event one = event("kept", ++id, "k" + id, "\"kept\"");
            store.append(List.of(one, event("gone-" + i, ++id, "g" + id, "\"secret\"")));
            kept.add(one);
            store.hide("gone-" + i, id);
            work();
        }
        return kept;
    }

    @Test
    void threeThousandDeletionsLeaveFewSegmentsAndEveryOtherEvent() throws Exception {
        FileEventStore store = open(disk);
        List<Event> kept = deletions(store, 3_000);
        assertTrue(segments(store) <= 50, segments(store) + " segments");
        long rewritten = ((Number) store.stats().get("rewritten-bytes")).longValue();
        long bytes = ((Number) store.stats().get("bytes")).longValue();
        assertTrue(rewritten <= 12 * bytes, rewritten + " bytes rewritten to keep " + bytes);
        assertSound(store, kept);
        assertEquals(0, store.erasure().pendingStreams());
        store.close();
        try (FileEventStore again = open(disk)) {
            assertSound(again, kept);
            assertTrue(filesOfSegments() <= segments(again) * 2, () -> "a file and an index each: " + disk.list());
        }
    }

    private long filesOfSegments() {
        return disk.list().stream()
                .filter(name -> name.matches("\\d{8}\\.(log|idx)"))
                .count();
    }

    /** A store in small segments as they were left by Photons that did not merge: in each, three events to keep and one not. */
    private List<Event> smallSegments(int count) throws StoreException {
        List<Event> kept = new ArrayList<>();
        FileEventStore.Limits small = new FileEventStore.Limits(1 << 20, 4);
        try (FileEventStore store = FileEventStore.open(disk, small, RecordSource.NONE, background::add)) {
            for (int id = 1; id <= count * 4; id++) {
                Event one = event(id % 4 == 2 ? "gone" : "kept", id, "k" + id, "\"kept\"");
                store.append(List.of(one));
                if (id % 4 != 2) {
                    kept.add(one);
                }
            }
            background.clear();
            assertEquals(count, segments(store));
        }
        return kept;
    }

    @Test
    void aStoreThatAnOlderPhotonLeftInHundredsOfSegmentsIsMergedAtItsNextStart() throws Exception {
        List<Event> kept = smallSegments(300);
        try (FileEventStore store = open(disk)) {
            assertEquals(300, segments(store));
            store.hide("gone", Long.MAX_VALUE);
            work();
            assertTrue(segments(store) <= 4, segments(store) + " segments");
            assertSound(store, kept);
        }
    }

    @Test
    void aPinnedViewReadsOnInSegmentsThatWereMergedAndTheirFilesGoWithIt() throws Exception {
        try (FileEventStore store = open(disk)) {
            List<Event> kept = new ArrayList<>(deletions(store, 3));
            List<String> before = disk.list();
            PinnedView pinned = store.pin();
            List<Event> seen = all(pinned);
            assertEquals(kept, seen);
            kept.addAll(deletions(store, 20));
            assertEquals(seen, all(pinned));
            assertEquals(3, pinned.stream("kept").orElseThrow().totalEvents());
            assertTrue(disk.list().containsAll(before), "a pinned segment's file is gone");
            pinned.close();
            assertSound(store, kept);
            assertEquals(segments(store) * 2, filesOfSegments() + 1);
        }
    }

    @Test
    void filesThatAPinnedViewHeldWhenThePowerWentAreRemovedAtTheNextStart() throws Exception {
        FileEventStore store = open(disk);
        List<Event> kept = new ArrayList<>(deletions(store, 3));
        store.pin();
        kept.addAll(deletions(store, 20));
        FaultyDisk found = disk.afterPowerCut(new Random(1));
        assertTrue(found.list().size() > filesOf(store), "the pinned files are there");
        background.clear();
        try (FileEventStore again = open(found)) {
            assertSound(again, kept);
            assertEquals(
                    List.of(),
                    found.list().stream()
                            .filter(name -> name.endsWith(".aside"))
                            .toList());
            assertEquals(
                    segments(again),
                    found.list().stream().filter(name -> name.endsWith(".log")).count());
        }
    }

    private static long filesOf(FileEventStore store) {
        return segments(store) * 2 + 1;
    }

    @Test
    void aPowerCutAtAnyStepOfAMergeLosesNothingAndBringsNothingBack() throws Exception {
        List<Event> kept = smallSegments(9);
        FaultyDisk whole = disk.copy();
        mergeUntilThePowerGoes(whole);
        long steps = whole.operations();
        assertTrue(steps > 20, steps + " steps");
        for (long step = 1; step <= steps; step++) {
            for (int seed = 0; seed < 2; seed++) {
                FaultyDisk one = disk.copy();
                one.stopAfter(step);
                mergeUntilThePowerGoes(one);
                FaultyDisk found = one.afterPowerCut(new Random(seed));
                try (FileEventStore again = open(found)) {
                    again.hide("gone", 81);
                    assertSound(again, kept);
                    work();
                    assertSound(again, kept);
                    assertTrue(segments(again) <= 4, segments(again) + " segments");
                } catch (StoreException | AssertionError e) {
                    fail("power cut at step " + step + ", seed " + seed, e);
                }
                background.clear();
            }
        }
    }

    private void mergeUntilThePowerGoes(FaultyDisk one) {
        try {
            FileEventStore store = open(one);
            store.hide("gone", 81);
            work();
        } catch (StoreException e) {
            assertTrue(one.isStopped(), e::getMessage);
        } finally {
            background.clear();
        }
    }

    @Test
    void aDamagedSegmentIsNotMergedAndWhatItStillHoldsStays() throws Exception {
        List<Event> kept = smallSegments(11);
        String damaged = Segment.nameOf(6);
        disk.corrupt(damaged, SegmentFormat.SEGMENT_HEADER + 60, new byte[] {1, 2, 3});
        FileEventStore store = open(disk);
        work();
        assertTrue(disk.list().contains(damaged), "the damaged segment is gone");
        assertTrue(segments(store) <= 4, segments(store) + " segments: its neighbours were not merged");
        kept.remove(15);
        assertEquals(kept, StoreOnFaultyDisk.patiently(store, "kept", Direction.FORWARDS).events);
        assertEquals(1, StoreOnFaultyDisk.verify(store).size());
    }

    @Test
    void withLittleRoomNothingIsMergedAsTheWriterNeedsIt() throws Exception {
        smallSegments(20);
        disk.freeBytes(6_000);
        FileEventStore store = open(disk);
        work();
        assertEquals(20, segments(store));
        disk.freeBytes(1 << 30);
        store.hide("gone", 78);
        work();
        assertTrue(segments(store) < 20, segments(store) + " segments");
    }

    @Test
    void deletionsWithinAShortTimeAreErasedTogether() throws Exception {
        FileEventStore.Limits together = new FileEventStore.Limits(1 << 20, 4_000, 3_600_000);
        try (FileEventStore store = FileEventStore.open(disk, together, RecordSource.NONE, background::add)) {
            deletions(store, 50);
            assertTrue(segments(store) <= 2, segments(store) + " segments");
            assertEquals(49, store.erasure().pendingStreams(), "the first is erased at once");
            assertEquals(50, all(store).size(), "all are hidden at once");
        }
    }
}
