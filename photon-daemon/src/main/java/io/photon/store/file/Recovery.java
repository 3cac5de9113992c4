// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what the manifest names. Sealed segments are believed until they are read; the last one is scanned, its
 * unfinished tail cut, its damage healed or reported.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Disk disk;
    private final RecordSource source;
    private final Healer healer;
    /** Whether the second copy has given all it had for the last segment. */
    private boolean isAsked = true;

    private final long segmentBytes;

    /** @param segmentBytes when a segment is full */
    Recovery(Disk disk, RecordSource source, long segmentBytes) {
        this.segmentBytes = segmentBytes;
        this.disk = disk;
        this.source = source;
        this.healer = new Healer(source);
    }

    /**
     * What was found.
     *
     * @param segments all of them, in order
     * @param writer of the last one
     * @param active the last one's index
     * @param endIsSound false when the log ends in damage: then the mark of the clean stop is still needed
     */
    record Opened(List<Segment> segments, SegmentWriter writer, ActiveIndex active, boolean endIsSound) {}

    Opened open(Manifest manifest, @Nullable CleanShutdownMarker clean) throws IOException, StoreException {
        try {
            return attempt(manifest, clean);
        } catch (WrongFile e) {
            if (!Misplaced.putBack(disk, manifest)) {
                throw StoreException.loss(Objects.requireNonNull(e.getMessage()));
            }
        }
        try {
            return attempt(manifest, clean);
        } catch (WrongFile e) {
            throw StoreException.loss(Objects.requireNonNull(e.getMessage()));
        }
    }

    /** A segment's file is missing or is another segment. */
    private static final class WrongFile extends Exception {
        private static final long serialVersionUID = 1L;

        WrongFile(String what) {
            super(what, null, false, false);
        }
    }

    private Opened attempt(Manifest manifest, @Nullable CleanShutdownMarker clean)
            throws IOException, StoreException, WrongFile {
        List<Segment> segments = new ArrayList<>();
        Opened opened = null;
        try {
            opened = open(manifest, clean, segments);
            return opened;
        } finally {
            if (opened == null) {
                segments.forEach(Segment::release);
            }
        }
    }

    private Opened open(Manifest manifest, @Nullable CleanShutdownMarker clean, List<Segment> segments)
            throws IOException, StoreException, WrongFile {
        long last = 0;
        for (Manifest.Entry entry : manifest.entries()) {
            if (!disk.exists(entry.name())) {
                throw new WrongFile(disk.describe(entry.name()) + " is missing, though " + disk.describe(Manifest.NAME)
                        + " names it; put it back, or restore a backup into an empty folder");
            }
            Disk.DiskFile file = disk.open(entry.name());
            int before = segments.size();
            try {
                SegmentFormat.SegmentHeader header = header(file, entry.name(), manifest.storeId(), last);
                if (entry.length() < 0) {
                    return openActive(manifest, segments, entry.name(), header, file, clean);
                }
                segments.add(new Segment(disk, entry.name(), header, file, entry.length(), entry.last(), null));
            } finally {
                if (segments.size() == before) { // no segment has it, to close it
                    close(file, entry.name());
                }
            }
            last = entry.last();
        }
        throw StoreException.loss(disk.describe(Manifest.NAME) + " names no segment to write to");
    }

    private void close(Disk.DiskFile file, String name) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("closing {}: {}", disk.describe(name), e.getMessage());
        }
    }

    /** The header; one that is damaged is made again from what the manifest says. */
    private SegmentFormat.SegmentHeader header(Disk.DiskFile file, String name, UUID storeId, long prev)
            throws IOException, StoreException, WrongFile {
        SegmentFormat.SegmentHeader header = SegmentFormat.segmentOf(file);
        if (header == null) {
            LOG.warn("the first 64 bytes of {} are damaged; they are made again", disk.describe(name));
            int number = Misplaced.numberOf(name);
            SegmentFormat.SegmentHeader made =
                    new SegmentFormat.SegmentHeader(number, storeId, firstPrev(file, prev), 0);
            file.write(0, SegmentFormat.encode(made));
            file.force();
            return made;
        }
        if (!header.storeId().equals(storeId)) {
            throw StoreException.loss(disk.describe(name) + " belongs to another store (" + header.storeId() + ", not "
                    + storeId + "); put the right file back");
        }
        if (header.number() != Misplaced.numberOf(name)) {
            throw new WrongFile(disk.describe(name) + " is not that segment: its header says that it is segment "
                    + header.number() + ", and no other file in the folder is the one that belongs here;"
                    + " put the right file back");
        }
        return header;
    }

    /** A staged segment may have begun before the one in front of it ended: its first group knows. */
    private static long firstPrev(Disk.DiskFile file, long prev) throws IOException {
        SegmentFormat.GroupHeader group = SegmentFormat.groupOf(file, SegmentFormat.SEGMENT_HEADER);
        return group == null ? prev : group.prev();
    }

    private Opened openActive(
            Manifest manifest,
            List<Segment> segments,
            String name,
            SegmentFormat.SegmentHeader header,
            Disk.DiskFile file,
            @Nullable CleanShutdownMarker clean)
            throws IOException {
        CleanShutdownMarker mark = clean != null && clean.segment().equals(name) ? clean : null;
        long generation = source.generation();
        long certainEnd = mark == null ? 0 : mark.length();
        long certainLast = mark == null ? 0 : mark.head();
        SegmentScan scan = SegmentScan.of(file, file.size(), header.prev(), certainEnd, certainLast);
        if (healed(file, name, scan)) {
            scan = SegmentScan.of(file, file.size(), header.prev(), certainEnd, certainLast);
        }
        for (Damage damage : scan.damages()) {
            LOG.error("damage: {}", damage.describe(disk.describe(name)));
        }
        if (scan.tailFault() != null) {
            cutTail(file, name, scan.logEnd(), scan.tailFault());
        }
        if (clean == null || !clean.fits(name, scan.logEnd(), scan.last())) {
            manifest.writeAgain(disk); // first: without it there must be nothing after a segment's header
            LastGroup.writeAgain(file, scan.lastGroupAt(), scan.logEnd());
        }
        ActiveIndex index = index(scan, name, header, file);
        Segment active = new Segment(disk, name, header, file, scan.logEnd(), scan.last(), index);
        // Before it asked: what comes while it did is asked again.
        boolean isMended = source.isOriginal() && !scan.damages().isEmpty();
        active.looked(
                scan.damages(),
                false,
                isMended ? Segment.NOT_ASKED : generation,
                isMended || !isAsked ? Segment.NOT_ASKED : generation);
        segments.add(active);
        SegmentWriter writer = new SegmentWriter(disk, file, scan.logEnd(), scan.last(), segmentBytes);
        SegmentScan scanned = scan;
        boolean endIsSound = scan.damages().stream().noneMatch(damage -> damage.end() > scanned.lastGroupAt());
        return new Opened(segments, writer, index, endIsSound);
    }

    /** Of a damaged segment the index that the clean stop has left knows more than a scan. */
    private ActiveIndex index(SegmentScan scan, String name, SegmentFormat.SegmentHeader header, Disk.DiskFile file) {
        if (scan.damages().isEmpty()) {
            return scan.index();
        }
        String indexName = Segment.indexNameOf(name);
        try {
            IndexFile left = IndexFile.open(disk, indexName, header, file, scan.logEnd(), scan.last());
            if (left != null && IndexCheck.difference(left, scan) == null) {
                ActiveIndex known = new ActiveIndex();
                known.addAll(left);
                return known;
            }
        } catch (IOException | CheckedBytes.Unsound e) {
            LOG.warn("{} cannot be read: {}", disk.describe(indexName), e.getMessage());
        }
        return scan.index();
    }

    /** Asks the second copy for what is damaged, and for the group in a bad tail before that is cut. */
    private boolean healed(Disk.DiskFile file, String name, SegmentScan scan) throws IOException {
        List<Damage> places = new ArrayList<>(scan.damages());
        Damage tail = scan.tailFault() == null ? null : scan.framedTail();
        if (tail != null) {
            places.add(tail);
        }
        boolean healed = false;
        for (Damage place : places) {
            try {
                healed |= healer.heal(file, disk.describe(name), place, false);
            } catch (IOException e) {
                isAsked = false;
                LOG.warn("healing {} has to wait: {}", disk.describe(name), e.getMessage());
            }
        }
        return healed;
    }

    /** Keeps the cut bytes in a file of their own if there is room, for an operator to look at. */
    private void cutTail(Disk.DiskFile file, String name, long end, String fault) throws IOException {
        long bytes = file.size() - end;
        String kept = TruncationReport.keep(disk, file, name, end);
        file.truncate(end); // forced with the last group
        LOG.warn(
                "an unfinished write at the end of {} was cut: {} bytes from offset {} ({}); {}",
                disk.describe(name),
                bytes,
                end,
                fault,
                kept);
    }
}
