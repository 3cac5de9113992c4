// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.event.Event;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scan believes of groups that are each sound, but do not follow one another. */
class SegmentScanTest {

    private final FaultyDisk disk = new FaultyDisk();
    private final Disk.DiskFile file;
    private long end = SegmentFormat.SEGMENT_HEADER;

    SegmentScanTest() throws IOException {
        file = disk.create("00000001.log");
        file.write(0, ByteBuffer.allocate(SegmentFormat.SEGMENT_HEADER));
    }

    /** Writes a group after the last one, whatever it says came before. */
    private void group(long prev, long... orderIds) throws IOException {
        SegmentWriter writer = new SegmentWriter(disk, file, end, prev, 0);
        List<Event> events = new ArrayList<>();
        for (long orderId : orderIds) {
            events.add(event("s", orderId));
        }
        writer.write(events);
        end = writer.end();
    }

    private SegmentScan scan() throws IOException {
        return SegmentScan.of(file, file.size(), 0, 0, 0);
    }

    @Test
    void groupsThatFollowOneAnotherAreTheLog() throws Exception {
        group(0, 1, 2);
        group(2, 5);
        SegmentScan scan = scan();
        assertEquals(List.of(), scan.damages());
        assertNull(scan.tailFault());
        assertEquals(3, scan.index().events());
        assertEquals(5, scan.last());
    }

    @Test
    void aGroupBehindLaterEventsIsNotTheLog() throws Exception {
        group(0, 5, 6);
        long stale = end;
        group(0, 1, 2);
        SegmentScan scan = scan();
        assertEquals(2, scan.index().events());
        assertEquals(6, scan.last());
        assertEquals(stale, scan.logEnd(), "what is left of an earlier life is cut off");
        assertNotNull(scan.tailFault());
    }

    @Test
    void aGroupBehindLaterEventsAndBeforeOthersIsDamage() throws Exception {
        group(0, 5, 6);
        group(0, 1, 2);
        group(6, 7);
        SegmentScan scan = scan();
        assertEquals(3, scan.index().events());
        assertEquals(1, scan.damages().size());
        assertEquals(7, scan.last());
    }

    @Test
    void aGroupWhoseOrderIdsDoNotRiseIsNotTheLog() throws Exception {
        group(0, 3);
        group(3, 9, 5, 9);
        SegmentScan scan = scan();
        assertEquals(1, scan.index().events());
        assertEquals("order-ids do not rise", scan.tailFault());
    }

    @Test
    void inADamagedGroupARecordWhoseOrderIdDoesNotRiseIsNotServedEither() throws Exception {
        group(0, 1, 5, 3, 6);
        long inTheFirst = SegmentFormat.SEGMENT_HEADER + SegmentFormat.GROUP_HEADER + SegmentFormat.RECORD_HEADER + 1;
        disk.corrupt("00000001.log", inTheFirst, new byte[] {0});
        SegmentScan scan = SegmentScan.of(file, file.size(), 0, file.size(), 6);
        assertEquals(2, scan.index().events(), "5 and 6");
        assertEquals(2, scan.damages().size(), "1 and 3");
        assertEquals(6, scan.last());
    }
}
