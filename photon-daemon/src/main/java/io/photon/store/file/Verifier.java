package io.photon.store.file;

import io.photon.store.EventStore.VerifyReport;
import io.photon.store.StoreException;
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

    void verify(List<Segment> segments, VerifyReport report) throws StoreException {
        long events = 0;
        long bytes = 0;
        for (Segment segment : segments) {
            if (!segment.acquire()) {
                continue; // rewritten meanwhile, and so read and written whole
            }
            try {
                events += verify(segment, report);
                bytes += segment.length();
            } catch (IOException e) {
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

    private int verify(Segment segment, VerifyReport report) throws IOException, StoreException {
        if (segment.sealed()) {
            checkIndex(segment);
        }
        int events = damages.scan(segment).index().events();
        for (Damage damage : segment.damages()) {
            report.damage(
                    segment.describe() + " at offset " + damage.offset(),
                    damage.what(),
                    damage.after() + 1,
                    damage.upTo());
        }
        return events;
    }

    /** An index is derived, so a damaged one is no damage: it is made again. */
    private void checkIndex(Segment segment) throws IOException {
        String name = Segment.indexNameOf(segment.name());
        if (disk.exists(name) && IndexFile.open(disk, name, segment.length()) == null) {
            LOG.warn("{} is damaged and is made again", disk.describe(name));
            segment.dropIndex();
        }
    }
}
