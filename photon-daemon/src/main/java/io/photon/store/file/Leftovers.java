package io.photon.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what an unfinished step left in the folder: only files whose origin is known. A segment that nobody can
 * explain may be somebody's only copy, so it is named and set aside. Files of others are not touched.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final String STAGED = "staged-\\d{8}\\.log";
    private static final String SEGMENT = "\\d{8}\\.log";
    private static final String INDEX = "(staged-)?\\d{8}\\.idx";
    private static final String UNFINISHED = "(MANIFEST|(staged-)?\\d{8}\\.idx)\\.new";
    private static final String ASIDE = ".aside";

    private Leftovers() {}

    static void remove(Disk disk, Manifest manifest) throws IOException {
        boolean any = false;
        for (String name : disk.list()) {
            if (manifest.names(name)) {
                continue;
            }
            if (name.matches(UNFINISHED)
                    || name.matches(STAGED)
                    || manifest.dropped().contains(name)) {
                remove(disk, name);
            } else if (name.matches(INDEX) && !manifest.names(name.replace(".idx", ".log"))) {
                remove(disk, name);
            } else if (name.matches(SEGMENT)) {
                removeOrSetAside(disk, name);
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
    private static void removeOrSetAside(Disk disk, String name) throws IOException {
        boolean known;
        try (Disk.DiskFile file = disk.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate(SegmentFormat.SEGMENT_HEADER);
            while (bytes.hasRemaining() && file.read(bytes.position(), bytes) >= 0) {
                continue;
            }
            SegmentFormat.SegmentHeader header = SegmentFormat.decodeSegment(bytes.flip());
            known = file.size() <= SegmentFormat.SEGMENT_HEADER || (header != null && header.coversTo() > 0);
        }
        if (known) {
            remove(disk, name);
        } else {
            LOG.warn(
                    "{} is a segment that {} does not name; set aside as {}",
                    disk.describe(name),
                    disk.describe(Manifest.NAME),
                    disk.describe(name + ASIDE));
            disk.rename(name, name + ASIDE);
        }
    }
}
