package io.photon.store.file;

import io.photon.store.EventStore.VerifyReport;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.List;

/** Reads every byte of the log and compares it with its checksums; what a second copy can heal is healed. */
final class Verifier {

    private final Disk disk;
    private final Healer healer;

    Verifier(Disk disk, Healer healer) {
        this.disk = disk;
        this.healer = healer;
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
        long lastBefore = segment.lastOrderId();
        long end = segment.length();
        SegmentScan scan = SegmentScan.of(segment.file(), end, segment.header().prev());
        for (Damage damage : scan.damages()) {
            if (healer.heal(segment.file(), segment.describe(), damage)) {
                segment.healed(damage);
            } else {
                segment.damages(List.of(damage));
                report(segment, damage, report);
            }
        }
        if (scan.tailFault() != null
                || scan.last() < lastBefore && segment.header().coversTo() == 0) {
            String what = scan.tailFault() != null ? scan.tailFault() : "the segment ends early";
            Damage tail = new Damage(scan.soundEnd(), end, scan.last(), lastBefore, what);
            if (!healer.heal(segment.file(), segment.describe(), tail)) {
                segment.damages(List.of(tail));
                report(segment, tail, report);
            }
        }
        return scan.index().events();
    }

    private static void report(Segment segment, Damage damage, VerifyReport report) {
        report.damage(
                segment.describe() + " at offset " + damage.offset(), damage.what(), damage.after() + 1, damage.upTo());
    }
}
