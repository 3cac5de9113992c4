package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.EventStore.Erasure;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases deleted events: writes each sealed segment that holds some anew without them and swaps it in. A crash leaves the
 * old segment or the new one. Runs on the background thread.
 */
final class Eraser {

    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);
    private static final long RETRY_MS = 5_000;

    private final Disk disk;
    private final LogFiles files;
    private final Background background;
    private final IndexBuilder indexes;
    private final DamageFinder damages;
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile long erasedEvents;
    private volatile long erasedBytes;

    Eraser(Disk disk, LogFiles files, Background background, IndexBuilder indexes, DamageFinder damages) {
        this.damages = damages;
        this.indexes = indexes;
        this.disk = disk;
        this.files = files;
        this.background = background;
    }

    Erasure progress() {
        return new Erasure(files.view().hidden().size(), erasedEvents, erasedBytes);
    }

    /** Looks for something to erase, soon. */
    void wake() {
        if (!files.view().hidden().isEmpty() && queued.compareAndSet(false, true)) {
            background.run("erasing deleted events", this::run);
        }
    }

    private void run() {
        queued.set(false);
        try {
            for (HiddenStreams.Hidden deleted : files.view().hidden().all()) {
                erase(deleted);
            }
        } catch (IOException | StoreException | PageReader.Retired e) {
            LOG.warn("erasing deleted events has to wait: {}", e.getMessage());
            background.schedule("erasing deleted events", this::wake, RETRY_MS);
        }
    }

    private void erase(HiddenStreams.Hidden deleted) throws IOException, StoreException {
        List<Segment> segments = files.view().segments();
        for (Segment segment : segments.subList(0, segments.size() - 1)) {
            if (background.closing()) {
                return;
            }
            if (holds(segment, deleted)) {
                rewrite(segment);
            }
        }
        Cuts.erase(disk);
        for (Segment segment : files.view().segments()) {
            if (holds(segment, deleted) || !segment.index().blindSpots().isEmpty()) {
                return; // damaged, or still written: stays hidden, and is tried again at the next seal or start
            }
        }
        files.hide(hidden -> hidden.without(deleted));
        LOG.info("erased the deleted stream '{}' from the log", deleted.stream());
    }

    private boolean holds(Segment segment, HiddenStreams.Hidden deleted) throws StoreException {
        return files.reading(view -> {
            SegmentIndex.Postings postings = segment.index().stream(deleted.name(), deleted.hash());
            return postings != null && postings.size() > 0 && postings.orderId(0) <= deleted.upTo();
        });
    }

    private void rewrite(Segment old) throws IOException, StoreException {
        if (!old.damages().isEmpty() || !old.index().blindSpots().isEmpty()) {
            LOG.warn("{} holds deleted events and damage; it is rewritten when it is healed", old.describe());
            return;
        }
        HiddenStreams hidden = files.view().hidden();
        ActiveIndex index = new ActiveIndex();
        int number = files.nextNumber();
        Segment made = files.create(Segment.nameOf(number), number, old.header().prev(), old.lastOrderId(), index);
        try {
            long erased = copy(old, made, index, hidden);
            made.useIndex(IndexBuilder.write(disk, made, index));
            files.change(segments -> {
                segments.replaceAll(segment -> segment == old ? made : segment);
                return segments;
            });
            if (made.index() == index) {
                indexes.later(made, index);
            }
            erasedEvents += erased;
            erasedBytes += old.length() - made.length();
        } catch (IOException | StoreException | PageReader.Retired e) {
            boolean unknown = e instanceof Manifest.UnknownOutcome; // then both files are needed
            if (!unknown && !files.view().segments().contains(made)) {
                made.release();
                disk.delete(made.name());
                disk.delete(Segment.indexNameOf(made.name()));
            }
            throw e;
        }
    }

    private long copy(Segment old, Segment made, ActiveIndex index, HiddenStreams hidden)
            throws IOException, StoreException {
        SegmentWriter writer =
                new SegmentWriter(disk, made.file(), made.length(), old.header().prev(), 0);
        RecordScanner scanner = new RecordScanner(old.file(), SegmentFormat.SEGMENT_HEADER, old.length(), 1 << 20);
        List<Event> group = new ArrayList<>();
        long erased = 0;
        try {
            while (scanner.next()) {
                if (hidden.hides(scanner)) {
                    erased++;
                } else {
                    group.add(scanner.event());
                }
                if (scanner.atGroupEnd() && !group.isEmpty()) {
                    long at = writer.end();
                    writer.write(group);
                    index.addGroup(at, writer.last());
                    for (int i = 0; i < group.size(); i++) {
                        index.add(group.get(i), writer.offset(i));
                    }
                    group.clear();
                }
            }
        } catch (Corrupt e) {
            throw damages.settle(old, e);
        }
        writer.finish();
        made.grown(writer.end(), old.lastOrderId());
        return erased;
    }
}
