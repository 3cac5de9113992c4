package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what the manifest names. Sealed segments are believed until they are read; the last one is scanned, its
 * unfinished tail cut, its damage healed or reported.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final String CUT_SUFFIX = ".cut";

    private final Disk disk;
    private final Healer healer;

    Recovery(Disk disk, RecordSource source) {
        this.disk = disk;
        this.healer = new Healer(source);
    }

    /** What was found: all segments in order, and the last one's writer and index. */
    record Opened(List<Segment> segments, SegmentWriter writer, ActiveIndex active) {}

    Opened open(Manifest manifest, CleanMark clean) throws IOException, StoreException {
        List<Segment> segments = new ArrayList<>();
        List<String> names = manifest.segments();
        SegmentFormat.SegmentHeader[] headers = new SegmentFormat.SegmentHeader[names.size()];
        Disk.DiskFile[] files = new Disk.DiskFile[names.size()];
        for (int i = 0; i < names.size(); i++) {
            files[i] = openFile(names.get(i));
            headers[i] = header(files[i], names.get(i));
        }
        for (int i = 0; i < names.size() - 1; i++) {
            long covers = Math.max(headers[i].coversTo(), headers[i + 1].prev());
            segments.add(new Segment(disk, names.get(i), headers[i], files[i], files[i].size(), covers, null));
        }
        int last = names.size() - 1;
        return openActive(segments, names.get(last), headers[last], files[last], clean);
    }

    private Disk.DiskFile openFile(String name) throws IOException, StoreException {
        if (!disk.exists(name)) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    disk.describe(name) + " is missing, though " + disk.describe(Manifest.NAME)
                            + " names it; put it back, or restore a backup into an empty folder");
        }
        return disk.open(name);
    }

    private SegmentFormat.SegmentHeader header(Disk.DiskFile file, String name) throws IOException, StoreException {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentFormat.SEGMENT_HEADER);
        while (bytes.hasRemaining() && file.read(bytes.position(), bytes) >= 0) {
            continue;
        }
        SegmentFormat.SegmentHeader header = SegmentFormat.decodeSegment(bytes.flip());
        if (header == null) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    disk.describe(name) + " does not start as a segment does; its first 64 bytes are damaged");
        }
        return header;
    }

    private Opened openActive(
            List<Segment> segments,
            String name,
            SegmentFormat.SegmentHeader header,
            Disk.DiskFile file,
            CleanMark clean)
            throws IOException {
        SegmentScan scan = SegmentScan.of(file, file.size(), header.prev());
        boolean healed = false;
        for (Damage damage : scan.damages()) {
            healed |= healer.heal(file, disk.describe(name), damage);
        }
        if (healed) {
            scan = SegmentScan.of(file, file.size(), header.prev());
        }
        List<Damage> damages = new ArrayList<>(scan.damages());
        boolean marked = clean != null && clean.segment().equals(name);
        long end = scan.soundEnd();
        long last = Math.max(scan.last(), header.coversTo());
        List<Event> behind = healer.behind(last, marked ? clean.head() : Long.MAX_VALUE);
        boolean short_ = marked && last < clean.head();
        if (scan.tailFault() != null && behind.isEmpty() && !short_) {
            cutTail(file, name, end, scan.tailFault());
        }
        ActiveIndex index = scan.index();
        SegmentWriter writer;
        if (scan.tailFault() != null && behind.isEmpty() && short_) {
            // A clean stop wrote more than can be read: damage, and it stays where it is.
            end = file.size();
        }
        if (scan.tailFault() != null && !behind.isEmpty()) {
            file.truncate(end);
        }
        writer = new SegmentWriter(disk, file, end, last);
        if (!behind.isEmpty()) {
            LOG.warn(
                    "healed from the second copy: {} events behind order-id {} in {}",
                    behind.size(),
                    last,
                    disk.describe(name));
            for (Event event : behind) {
                append(writer, index, event);
            }
            writer.force();
        }
        if (marked && writer.last() < clean.head()) {
            damages.add(new Damage(
                    scan.soundEnd(), end, writer.last(), clean.head(), "the file is shorter than at the clean stop"));
        }
        damages.forEach(damage -> LOG.error("damage: {}", damage.describe(disk.describe(name))));
        long head = marked ? Math.max(clean.head(), writer.last()) : writer.last();
        Segment active = new Segment(disk, name, header, file, writer.end(), head, index);
        active.damages(damages);
        segments.add(active);
        return new Opened(segments, writer, index);
    }

    private static void append(SegmentWriter writer, ActiveIndex index, Event event) throws IOException {
        long at = writer.end();
        writer.write(List.of(event));
        index.addGroup(at, event.orderId());
        index.add(event, writer.offset(0));
    }

    /** Keeps the cut bytes beside, should anybody want to look at them. */
    private void cutTail(Disk.DiskFile file, String name, long end, String fault) throws IOException {
        long bytes = file.size() - end;
        String aside = name + CUT_SUFFIX;
        disk.delete(aside);
        try (Disk.DiskFile cut = disk.create(aside)) {
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            for (long at = end; at < end + bytes; ) {
                buffer.clear();
                int read = file.read(at, buffer);
                if (read <= 0) {
                    break;
                }
                cut.write(at - end, buffer.flip());
                at += read;
            }
        }
        file.truncate(end);
        file.force();
        LOG.warn(
                "an unfinished write at the end of {} was cut: {} bytes from offset {} ({}); kept in {}",
                disk.describe(name),
                bytes,
                end,
                fault,
                disk.describe(aside));
    }

    /** Removes the bytes once cut off. */
    static void eraseCuts(Disk disk) throws IOException {
        for (String name : disk.list()) {
            if (name.endsWith(CUT_SUFFIX)) {
                disk.delete(name);
            }
        }
    }
}
