// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.Verification;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every byte of the log and compares it with its checksums; what a second copy can heal is healed. */
final class Verifier {

    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

    private final Disk disk;
    private final DamageFinder damages;

    Verifier(Disk disk, DamageFinder damages) {
        this.disk = disk;
        this.damages = damages;
    }

    void verify(List<Segment> segments, Verification.Report report) throws StoreException {
        long events = 0;
        long bytes = 0;
        for (Segment segment : segments) {
            if (!segment.acquire()) {
                continue; // rewritten since the list was taken, and so read and written whole
            }
            try {
                events += verify(segment, report);
                bytes += segment.length();
            } catch (IOException e) {
                if (Failures.isNoDescriptor(e)) {
                    throw Failures.whileReading(segment.describe(), e);
                }
                report.damage(
                        segment.describe(),
                        "cannot be read: " + e.getMessage(),
                        segment.header().prev() + 1,
                        segment.lastOrderId());
            } finally {
                segment.release();
            }
            report.progress(events, bytes);
        }
    }

    private int verify(Segment segment, Verification.Report report) throws IOException, StoreException {
        SegmentScan scan = damages.scan(segment);
        if (segment.sealed()) {
            checkFile(segment, scan);
            checkEnd(segment, scan, report);
        }
        for (Damage damage : segment.damages()) {
            report.damage(
                    segment.describe() + " at offset " + damage.offset(),
                    damage.what(),
                    damage.after() + 1,
                    damage.upTo());
        }
        return scan.index().events();
    }

    /** The index that readers use fits, but the next start needs its file. */
    private void checkFile(Segment segment, SegmentScan scan) throws IOException, StoreException {
        String name = Segment.indexNameOf(segment.name());
        if (segment.index().blindSpots().isEmpty() && IndexFile.open(disk, name, segment) == null) {
            LOG.warn("{} is gone or damaged and is made again", disk.describe(name));
            segment.remakeIndex(scan);
        }
    }

    /** The chain: what the manifest says that the segment ends with, its records must end with. */
    private void checkEnd(Segment segment, SegmentScan scan, Verification.Report report) {
        boolean rewritten = segment.header().coversTo() > 0;
        if (!rewritten && scan.last() < segment.lastOrderId()) {
            report.damage(
                    segment.describe(),
                    disk.describe(Manifest.NAME) + " says that it ends with " + segment.lastOrderId()
                            + ", it ends with " + scan.last(),
                    scan.last() + 1,
                    segment.lastOrderId());
        }
    }
}
