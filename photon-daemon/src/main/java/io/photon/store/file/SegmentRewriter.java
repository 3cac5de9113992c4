// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes neighbouring sealed segments anew as one, without the events that are deleted, and swaps it in with one step of
 * the manifest: a crash leaves the old segments or the new one. Erasure and merging both work with this. For the
 * background thread.
 */
final class SegmentRewriter {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentRewriter.class);
    private static final int WINDOW_BYTES = 1 << 20;

    private final Disk disk;
    private final LogFiles files;
    private final IndexBuilder indexes;
    private final DamageFinder damages;
    private volatile long erasedEvents;
    private volatile long erasedBytes;
    private volatile long writtenBytes;

    SegmentRewriter(Disk disk, LogFiles files, IndexBuilder indexes, DamageFinder damages) {
        this.disk = disk;
        this.files = files;
        this.indexes = indexes;
        this.damages = damages;
    }

    /** How many deleted events were left out. */
    long erasedEvents() {
        return erasedEvents;
    }

    long erasedBytes() {
        return erasedBytes;
    }

    /** What all rewriting cost. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** Whether a segment can be rewritten: one with bytes that cannot be read keeps them until it is healed. */
    static boolean isWhole(Segment segment) throws StoreException {
        return segment.damages().isEmpty() && segment.index().blindSpots().isEmpty();
    }

    /** @param olds sealed segments that are neighbours in the log, each whole */
    void replace(List<Segment> olds) throws IOException, StoreException {
        replace(olds, this::copy);
    }

    /**
     * Puts a sound segment in the place of a damaged one.
     *
     * @param old a sealed segment
     * @param original has what cannot be read in it
     */
    void mend(Segment old, RecordSource original) throws IOException, StoreException {
        if (!old.acquire()) {
            throw PageReader.Retired.closed(old);
        }
        try {
            Segment made =
                    replace(List.of(old), (damaged, into, hidden) -> mendedCopy(damaged, original, into, hidden));
            if (made != null) {
                old.mendedBy(made);
            }
        } finally {
            old.release();
        }
    }

    /** Where the kept events of a segment go. */
    private record Target(SegmentWriter writer, ActiveIndex index) {

        void add(List<Event> group) throws IOException {
            long at = writer.end();
            writer.write(group);
            index.reserve(group);
            index.add(group, at, writer);
        }
    }

    /** @param events that were not kept @param bytes of these */
    private record LeftOut(long events, long bytes) {}

    /** Copies what is to be kept of a segment. */
    private interface Copying {
        LeftOut copy(Segment old, Target into, HiddenStreams hidden) throws IOException, StoreException;
    }

    /** @return the segment in the place of the others; null when nothing is left of them */
    private @Nullable Segment replace(List<Segment> olds, Copying copying) throws IOException, StoreException {
        HiddenStreams hidden = files.view().hidden();
        ActiveIndex index = new ActiveIndex();
        Segment lastOld = olds.get(olds.size() - 1);
        long prev = olds.get(0).header().prev();
        int number = files.nextNumber();
        Segment made = files.create(Segment.nameOf(number), number, prev, lastOld.lastOrderId(), index);
        try {
            SegmentWriter writer = new SegmentWriter(disk, made.file(), made.length(), prev, 0);
            long leftOut = 0;
            long leftOutBytes = 0;
            for (Segment old : olds) {
                LeftOut copied = copying.copy(old, new Target(writer, index), hidden);
                leftOut += copied.events();
                leftOutBytes += copied.bytes();
            }
            writer.finish();
            made.grown(new Segment.Extent(writer.end(), lastOld.lastOrderId()));
            made.useIndex(index, IndexBuilder.write(disk, made, index));
            boolean kept = swap(olds, made, index.events() == 0);
            if (!kept) {
                discard(made);
            } else if (made.index() == index) {
                indexes.later(made, index);
            }
            erasedEvents += leftOut;
            erasedBytes += leftOutBytes;
            writtenBytes += made.length();
            return kept ? made : null;
        } catch (IOException | StoreException | RuntimeException | VirtualMachineError | LinkageError e) {
            boolean mayBeNamed = files.broken() != null; // by the manifest on the disk: then both files are needed
            if (!mayBeNamed && !files.view().segments().contains(made)) {
                Steady.run("removing an unused segment", () -> discard(made));
            }
            throw e;
        }
    }

    private void discard(Segment made) {
        made.release();
        try {
            disk.delete(made.name());
            disk.delete(Segment.indexNameOf(made.name()));
        } catch (IOException e) {
            LOG.warn("{} stays until the next start: {}", made.describe(), e.getMessage());
        }
    }

    /**
     * Puts the new segment in the place of the old ones. An empty one is left out, unless nothing sealed follows: then
     * its last order-id is still needed to tell where the log was.
     */
    private boolean swap(List<Segment> olds, Segment made, boolean empty) throws IOException {
        boolean[] kept = {true};
        files.change(segments -> {
            int at = segments.indexOf(olds.get(0));
            int end = at + olds.size();
            if (at < 0 || end >= segments.size() || !segments.subList(at, end).equals(olds)) {
                throw new IllegalStateException("the segments to rewrite are not neighbours any more: "
                        + olds.stream().map(Segment::name).toList());
            }
            segments.subList(at, end).clear();
            kept[0] = !empty || at == segments.size() - 1;
            if (kept[0]) {
                segments.add(at, made);
            }
            return segments;
        });
        return kept[0];
    }

    private LeftOut copy(Segment old, Target into, HiddenStreams hidden) throws IOException, StoreException {
        KeptGroups groups = new KeptGroups(
                new RecordScanner(old.file(), SegmentFormat.SEGMENT_HEADER, old.length(), WINDOW_BYTES), hidden);
        try {
            while (groups.next()) {
                into.add(groups.events());
            }
            return new LeftOut(groups.leftOut(), groups.leftOutBytes());
        } catch (Corrupt e) {
            throw damages.settle(old, e);
        }
    }

    private LeftOut mendedCopy(Segment old, RecordSource original, Target into, HiddenStreams hidden)
            throws IOException, StoreException {
        MendedSegment mended = new MendedSegment(old, original, hidden);
        try {
            mended.copyTo(into::add);
        } catch (Corrupt e) {
            throw damages.settle(old, e);
        }
        LOG.warn("{} is written anew, for {} of its places were damaged", old.describe(), mended.places());
        return new LeftOut(mended.leftOut(), mended.leftOutBytes());
    }
}
