package io.photon.store.file;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes index files: of a segment just sealed, or again from a segment whose index is missing or damaged. */
final class IndexBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(IndexBuilder.class);
    private static final String TEMPORARY_SUFFIX = ".new";

    private IndexBuilder() {}

    /** Reads the segment and writes its index. When the index cannot be written, the one in memory serves. */
    static SegmentIndex rebuild(Disk disk, Segment segment) throws IOException {
        SegmentScan scan = SegmentScan.of(
                segment.file(), segment.length(), segment.header().prev());
        scan.damages().forEach(damage -> LOG.error("damage: {}", damage.describe(segment)));
        segment.damages(scan.damages());
        if (scan.tailFault() != null) {
            segment.damages(java.util.List.of(new Damage(
                    scan.soundEnd(), segment.length(), scan.last(), segment.lastOrderId(), scan.tailFault())));
        }
        if (!scan.damages().isEmpty() || scan.tailFault() != null) {
            return scan.index(); // an index file is of sound segments only
        }
        return write(disk, segment, scan.index());
    }

    /** Writes the index and opens it. */
    static SegmentIndex write(Disk disk, Segment segment, ActiveIndex index) {
        String name = Segment.indexNameOf(segment.name());
        try {
            IndexFile.write(disk, name + TEMPORARY_SUFFIX, index, segment.length());
            disk.rename(name + TEMPORARY_SUFFIX, name);
            disk.syncDirectory();
            SegmentIndex written = IndexFile.open(disk, name, segment.length());
            return written != null ? written : index;
        } catch (IOException e) {
            LOG.warn("the index {} could not be written ({}); it stays in memory", disk.describe(name), e.getMessage());
            return index;
        }
    }
}
