// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Segments that {@link OrphanFiles} set aside: deleted events go from them, too, and everything else in them stays. */
final class SegmentsAside {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentsAside.class);
    private static final int WINDOW_BYTES = 1 << 20;

    private SegmentsAside() {}

    /** Writes each that holds hidden events anew without them; a crash leaves the old one or the new one. */
    static void clear(Disk disk, HiddenStreams hidden) throws IOException {
        for (String name : disk.list()) {
            if (name.endsWith(".log" + OrphanFiles.ASIDE)) {
                clear(disk, name, hidden);
            }
        }
    }

    private static void clear(Disk disk, String name, HiddenStreams hidden) throws IOException {
        String unfinished = name + ".new";
        disk.delete(unfinished);
        try (Disk.DiskFile old = disk.open(name);
                Disk.DiskFile made = disk.create(unfinished)) {
            if (!copied(disk, old, made, hidden)) {
                disk.delete(unfinished);
                return;
            }
            disk.rename(unfinished, name);
            disk.syncDirectory();
        } catch (Corrupt e) {
            disk.delete(unfinished);
            LOG.warn(
                    "{} is damaged, so deleted events cannot be taken out of it; remove it when it is not needed",
                    disk.describe(name));
        }
    }

    /** Returns whether anything was left out. */
    private static boolean copied(Disk disk, Disk.DiskFile old, Disk.DiskFile made, HiddenStreams hidden)
            throws IOException, Corrupt {
        ByteBuffer bytes = old.bytes(0, SegmentFormat.SEGMENT_HEADER);
        SegmentFormat.SegmentHeader header = SegmentFormat.decodeSegment(bytes);
        long prev = header == null ? 0 : header.prev();
        long end = SegmentScan.of(old, old.size(), prev, 0, 0).logEnd();
        made.write(0, bytes.rewind());
        SegmentWriter writer = new SegmentWriter(disk, made, SegmentFormat.SEGMENT_HEADER, prev, 0);
        KeptGroups groups =
                new KeptGroups(new RecordScanner(old, SegmentFormat.SEGMENT_HEADER, end, WINDOW_BYTES), hidden);
        while (groups.next()) {
            writer.write(groups.events());
        }
        writer.finish();
        return groups.leftOut() > 0;
    }
}
