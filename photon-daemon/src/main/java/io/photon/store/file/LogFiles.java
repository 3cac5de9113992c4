package io.photon.store.file;

import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which segments are the log right now, in memory and in the manifest. Each change is one atomic step on disk and then
 * one in memory. Thread-safe.
 */
final class LogFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

    private final Disk disk;
    private final UUID storeId;
    private volatile View view;
    private int lastNumber;

    /** What a reader sees: taken once for a page. */
    record View(List<Segment> segments, HiddenStreams hidden) {

        Segment active() {
            return segments.get(segments.size() - 1);
        }
    }

    LogFiles(Disk disk, UUID storeId, List<Segment> segments) {
        this.disk = disk;
        this.storeId = storeId;
        this.view = new View(List.copyOf(segments), HiddenStreams.NONE);
        this.lastNumber =
                segments.stream().mapToInt(s -> s.header().number()).max().orElse(0);
    }

    View view() {
        return view;
    }

    UUID storeId() {
        return storeId;
    }

    /** A number no segment has had. */
    synchronized int nextNumber() {
        return ++lastNumber;
    }

    /** Creates a segment's file with its header, forced; not yet part of the log. */
    Segment create(String name, int number, long prev, long coversTo, ActiveIndex index) throws IOException {
        disk.delete(name);
        Disk.DiskFile file = disk.create(name);
        try {
            SegmentFormat.SegmentHeader header = new SegmentFormat.SegmentHeader(number, storeId, prev, coversTo);
            file.write(0, SegmentFormat.encode(header));
            file.force();
            return new Segment(disk, name, header, file, SegmentFormat.SEGMENT_HEADER, Math.max(prev, coversTo), index);
        } catch (IOException e) {
            file.close();
            disk.delete(name);
            throw e;
        }
    }

    /** Changes the list of segments. Retired ones are closed when their last reader is done, and their files go. */
    synchronized void change(UnaryOperator<List<Segment>> change) throws IOException {
        List<Segment> before = view.segments();
        List<Segment> after = List.copyOf(change.apply(new ArrayList<>(before)));
        new Manifest(storeId, after.stream().map(Segment::name).toList()).write(disk);
        view = new View(after, view.hidden());
        for (Segment segment : before) {
            if (!after.contains(segment)) {
                segment.release();
                deleteFiles(segment.name());
            }
        }
    }

    synchronized void hide(UnaryOperator<HiddenStreams> change) {
        view = new View(view.segments(), change.apply(view.hidden()));
    }

    private void deleteFiles(String name) {
        try {
            disk.delete(name);
            disk.delete(Segment.indexNameOf(name));
        } catch (IOException e) {
            LOG.warn("{} is no longer needed but cannot be removed: {}", disk.describe(name), e.getMessage());
        }
    }

    /** Reads with a list of segments that stays open meanwhile. */
    <T> T reading(Reading<T> reading) throws StoreException {
        while (true) {
            try {
                return reading.read(view);
            } catch (PageReader.Retired e) {
                continue; // the list changed in between, which happens once per sealed or rewritten segment
            }
        }
    }

    /** One read of the log. */
    interface Reading<T> {
        T read(View view) throws StoreException;
    }

    /** Opens the log of a disk, or begins one. */
    static Recovery.Opened open(Disk disk, Manifest manifest, RecordSource source) throws IOException, StoreException {
        Recovery.Opened opened = new Recovery(disk, source).open(manifest, CleanMark.read(disk));
        CleanMark.remove(disk);
        for (String name : disk.list()) {
            boolean ours = name.endsWith(".log") || name.endsWith(".new");
            if (ours && !manifest.segments().contains(name)) {
                LOG.info("removing {}, left over from an unfinished step", disk.describe(name));
                disk.delete(name);
                disk.delete(name.endsWith(".log") ? Segment.indexNameOf(name) : name);
            }
        }
        return opened;
    }

    /** Begins a log with one empty segment. */
    static Manifest begin(Disk disk, UUID storeId) throws IOException {
        String name = Segment.nameOf(1);
        disk.delete(name);
        try (Disk.DiskFile file = disk.create(name)) {
            ByteBuffer header = SegmentFormat.encode(new SegmentFormat.SegmentHeader(1, storeId, 0, 0));
            file.write(0, header);
            file.force();
        }
        Manifest manifest = new Manifest(storeId, List.of(name));
        manifest.write(disk);
        return manifest;
    }
}
