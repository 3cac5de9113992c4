// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what an unfinished step left in the folder: only files whose origin is known. A segment that no one can
 * explain may be someone's only copy, so it is named and set aside. Files of others are not touched.
 */
final class OrphanFiles {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanFiles.class);
    private static final String STAGED = "staged-\\d{8}\\.log";
    /** What the name of a segment looks like. */
    static final String SEGMENT = "\\d{8}\\.log";

    private static final String INDEX = "(staged-)?\\d{8}\\.idx";
    private static final String UNFINISHED = "(MANIFEST|(staged-)?\\d{8}\\.idx|\\d{8}\\.log\\.aside)\\.new";
    static final String ASIDE = ".aside";

    private OrphanFiles() {}

    /**
     * @param head the last order-id of the log
     * @throws StoreException when a segment that the manifest does not name has events above the log's end: then it is
     *     the manifest that is not of this time, and nothing may be put aside
     */
    static void remove(Disk disk, Manifest manifest, long head) throws IOException, StoreException {
        List<String> unexplained = new ArrayList<>();
        for (String name : disk.list()) {
            if (name.matches(SEGMENT)
                    && !manifest.names(name)
                    && !manifest.dropped().contains(name)
                    && !isKnown(disk, name, head)) {
                unexplained.add(name);
            }
        }
        boolean any = false;
        for (String name : disk.list()) {
            if (manifest.names(name)) {
                continue;
            }
            if (unexplained.contains(name)) {
                setAside(disk, name);
            } else if (name.matches(UNFINISHED)
                    || name.matches(STAGED)
                    || name.matches(SEGMENT)
                    || manifest.dropped().contains(name)) {
                remove(disk, name);
            } else if (name.matches(INDEX) && !manifest.names(name.replace(".idx", ".log"))) {
                remove(disk, name);
            } else {
                continue;
            }
            any = true;
        }
        if (any) {
            disk.syncDirectory(); // what was erased does not come back with a power cut
        }
    }

    private static void remove(Disk disk, String name) throws IOException {
        LOG.info("removing {}, left over from an unfinished step", disk.describe(name));
        disk.delete(name);
    }

    /** A new segment that holds nothing yet, or a rewritten one that was not swapped in, can go. */
    private static boolean isKnown(Disk disk, String name, long head) throws IOException, StoreException {
        try (Disk.DiskFile file = disk.open(name)) {
            SegmentFormat.SegmentHeader header = SegmentFormat.segmentOf(file);
            boolean known = file.size() <= SegmentFormat.SEGMENT_HEADER || (header != null && header.coversTo() > 0);
            if (!known && header != null) {
                requireNothingAbove(disk, name, head, SegmentScan.of(file, file.size(), header.prev(), 0, 0));
            }
            return known;
        }
    }

    private static void setAside(Disk disk, String name) throws IOException {
        LOG.warn(
                "{} is a segment that {} does not name; set aside as {}",
                disk.describe(name),
                disk.describe(Manifest.NAME),
                disk.describe(name + ASIDE));
        disk.rename(name, name + ASIDE);
    }

    private static void requireNothingAbove(Disk disk, String name, long head, SegmentScan scan) throws StoreException {
        if (scan.index().events() > 0 && scan.last() > head) {
            throw StoreException.loss(disk.describe(name) + " holds events up to " + scan.last() + ", but "
                    + disk.describe(Manifest.NAME) + " does not name it, and the log it names ends at " + head
                    + "; put back the manifest that belongs to these segments, or move that file away if it is not of this"
                    + " log");
        }
    }
}
