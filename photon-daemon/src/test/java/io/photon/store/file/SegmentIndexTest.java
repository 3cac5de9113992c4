// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.StoreException;
import io.photon.store.StoredStream;
import io.photon.store.file.disk.Disk;
import io.photon.store.file.disk.RealDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index is of one segment, is compared before it is believed, and is made again when it is wrong. */
class SegmentIndexTest {

    private static final long FIRST = 1_764_000_000_000_000L;
    private static final int EVENTS = 100;

    @TempDir
    Path folder;

    private final FaultyDisk disk = new FaultyDisk();

    /** Segments of 12 events and of equal length. */
    private static List<Event> fill(Disk disk) throws StoreException {
        List<Event> events = new ArrayList<>();
        try (FileEventStore store = StoreOnFaultyDisk.open(disk)) {
            for (int i = 0; i < EVENTS; i++) {
                Event event = event("s" + i % 4, FIRST + i, "id-" + (100 + i), "\"same\"");
                store.append(List.of(event));
                events.add(event);
            }
        }
        return events;
    }

    private static void everythingIsThere(FileEventStore store, List<Event> events) throws StoreException {
        assertEquals(events, StoreOnFaultyDisk.all(store));
        for (int n = 0; n < 4; n++) {
            String stream = "s" + n;
            List<Event> wanted =
                    events.stream().filter(e -> e.streamName().equals(stream)).toList();
            assertEquals(wanted, StoreOnFaultyDisk.patiently(store, stream, Direction.FORWARDS).events);
            assertEquals(wanted.size(), store.stream(stream).orElseThrow().totalEvents());
        }
        assertEquals(4, store.streams("", "", 100).size());
        for (Event event : events) {
            assertEquals(
                    event,
                    store.findByLocalId(event.streamName(), event.localId()).orElseThrow());
        }
        assertEquals(List.of(), StoreOnFaultyDisk.verify(store));
    }

    @Test
    void theIndexOfAnotherSegmentOfEqualLengthIsNotBelieved() throws Exception {
        List<Event> events = fill(disk);
        byte[] second = disk.content("00000002.idx");
        byte[] third = disk.content("00000003.idx");
        assertEquals(disk.content("00000002.log").length, disk.content("00000003.log").length);
        disk.corrupt("00000002.idx", 0, third);
        disk.corrupt("00000003.idx", 0, second);
        everythingIsThere(StoreOnFaultyDisk.open(disk), events);
        assertEquals(ByteBuffer.wrap(second), ByteBuffer.wrap(disk.content("00000002.idx")), "it is made again");
    }

    @Test
    void anIndexOfAnOlderVersionIsMadeAgain() throws Exception {
        List<Event> events = fill(disk);
        byte[] whole = disk.content("00000002.idx");
        ByteBuffer old = ByteBuffer.wrap(disk.content("00000002.idx"));
        old.putInt(8, 1);
        old.putInt(140, SegmentFormat.crc(old, 0, 140));
        disk.corrupt("00000002.idx", 0, old.array());
        everythingIsThere(StoreOnFaultyDisk.open(disk), events);
        assertEquals(ByteBuffer.wrap(whole), ByteBuffer.wrap(disk.content("00000002.idx")));
    }

    @Test
    void anIndexThatIsWholeButLacksEventsIsFoundByVerifyAndMadeAgain() throws Exception {
        List<Event> events = fill(disk);
        ActiveIndex lacking = new ActiveIndex();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        try (Disk.DiskFile file = disk.open("00000002.log")) {
            SegmentFormat.SegmentHeader header = SegmentFormat.decodeSegment(
                    ByteBuffer.wrap(disk.content("00000002.log"), 0, SegmentFormat.SEGMENT_HEADER));
            long length = file.size();
            RecordScanner scanner = new RecordScanner(file, SegmentFormat.SEGMENT_HEADER, length, 4_096);
            while (scanner.next()) {
                lacking.addGroup(scanner.groupAt(), scanner.group().last());
                if (scanner.orderId() % 3 != 0) {
                    lacking.add(scanner.event(), scanner.recordAt());
                }
            }
            Segment segment = new Segment(disk, "00000002.log", header, file, length, scanner.orderId(), lacking);
            IndexWriter.write(disk, "00000002.idx", segment, lacking);
        }
        assertTrue(store.stream("s0").orElseThrow().totalEvents() < 25, "readers believe what has the right checksums");
        assertEquals(List.of(), StoreOnFaultyDisk.verify(store));
        everythingIsThere(store, events);
    }

    @Test
    void anIndexThatIsCutFlippedOrDeletedWhileItIsReadIsMadeAgainAndReadsGoOn() throws Exception {
        List<Event> events = fill(new RealDisk(folder));
        try (FileEventStore store = StoreOnFaultyDisk.open(new RealDisk(folder))) {
            everythingIsThere(store, events);
            byte[] whole = Files.readAllBytes(folder.resolve("00000003.idx"));
            for (int round = 0; round < 6; round++) {
                Path index = folder.resolve("00000003.idx");
                try (FileChannel channel = FileChannel.open(index, StandardOpenOption.WRITE)) {
                    switch (round % 3) {
                        case 0 -> channel.truncate(round == 0 ? 0 : 200);
                        case 1 -> channel.write(ByteBuffer.wrap(new byte[channel.size() > 0 ? 900 : 0]), 150);
                        default -> Files.delete(index);
                    }
                }
                soonEverythingIsThere(store, events);
                assertEquals(ByteBuffer.wrap(whole), ByteBuffer.wrap(Files.readAllBytes(index)), "round " + round);
            }
        }
    }

    /**
     * What was checked a moment ago is believed for an eighth of a second. And Java tells a thread that it read beyond the
     * end of a mapped file at some moment after that, also when the read is over: the next one succeeds.
     */
    private static void soonEverythingIsThere(FileEventStore store, List<Event> events) throws StoreException {
        long until = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try {
                everythingIsThere(store, events);
                return;
            } catch (AssertionError | InternalError e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
        }
    }

    @Test
    void anIndexKnowsTheLowestAndTheHighestEventTime() throws Exception {
        ActiveIndex index = new ActiveIndex();
        assertTrue(index.lowestTime() > index.highestTime(), "none yet");
        fill(disk);
        try (Disk.DiskFile file = disk.open("00000002.log")) {
            SegmentFormat.SegmentHeader header = SegmentFormat.decodeSegment(
                    ByteBuffer.wrap(disk.content("00000002.log"), 0, SegmentFormat.SEGMENT_HEADER));
            IndexFile opened = IndexFile.open(disk, "00000002.idx", header, file, file.size(), Long.MAX_VALUE);
            assertNotNull(opened);
            assertEquals((FIRST + 12) / 1_000, opened.lowestTime());
            assertEquals((FIRST + 23) / 1_000, opened.highestTime());
            assertNull(IndexFile.open(disk, "00000002.idx", header, file, file.size() + 1, Long.MAX_VALUE));
        }
    }

    @Test
    void aSegmentWhoseLastGroupIsDamagedKeepsTheIndexThatKnowsWhatStoodThere() throws Exception {
        fill(disk);
        byte[] segment = disk.content("00000002.log");
        disk.corrupt("00000002.log", segment.length - 30, new byte[] {0});
        byte[] index = disk.content("00000002.idx");
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        StoreOnFaultyDisk.Found found = StoreOnFaultyDisk.patiently(store, "s0", Direction.FORWARDS);
        StoredStream info = store.stream("s0").orElseThrow();
        assertEquals(25, info.totalEvents());
        assertEquals(ByteBuffer.wrap(index), ByteBuffer.wrap(disk.content("00000002.idx")));
        assertTrue(found.events.size() >= 24);
        assertFalse(StoreOnFaultyDisk.verify(store).isEmpty());
    }

    @Test
    void segmentsSwappedUnderARunningStoreAreNamedAndNotWrittenOver() throws Exception {
        List<Event> events = fill(disk);
        byte[] second = disk.content("00000002.log");
        byte[] third = disk.content("00000003.log");
        FileEventStore store = StoreOnFaultyDisk.open(disk, StoreOnFaultyDisk.copyOf(events));
        disk.corrupt("00000002.log", 0, third);
        disk.corrupt("00000003.log", 0, second);
        StoreOnFaultyDisk.Found found = StoreOnFaultyDisk.patiently(store, StreamNames.ALL, Direction.FORWARDS);
        assertEquals(EVENTS - 24, found.events.size());
        assertTrue(found.isNamedLost(events.get(12).orderId())
                && found.isNamedLost(events.get(35).orderId()));
        assertEquals(2, StoreOnFaultyDisk.verify(store).size());
        assertEquals(ByteBuffer.wrap(third), ByteBuffer.wrap(disk.content("00000002.log")), "it may be the last copy");
        everythingIsThere(StoreOnFaultyDisk.open(disk), events);
    }

    @Test
    void segmentsThatWereSwappedAreNeverServedAsEachOther() throws IOException, StoreException {
        List<Event> events = fill(new RealDisk(folder));
        Path second = folder.resolve("00000002.log");
        Path third = folder.resolve("00000003.log");
        Files.move(second, folder.resolve("kept"));
        Files.move(third, second);
        Files.move(folder.resolve("kept"), third, StandardCopyOption.REPLACE_EXISTING);
        try (FileEventStore store = StoreOnFaultyDisk.open(new RealDisk(folder))) {
            everythingIsThere(store, events);
        }
    }
}
