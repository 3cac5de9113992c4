// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.LinkedList;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes index files in the background. At most a few wait at a time, since each holds the index of a whole segment in
 * memory: when the background does not keep up, the writer does the work itself.
 */
final class IndexBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(IndexBuilder.class);
    private static final int MAX_WAITING = 2;
    private static final long RETRY_MS = 5_000;

    /** The second copy was not asked, so the next who can asks it. */
    private final Disk disk;

    private final LogFiles files;
    private final Background background;
    private final Queue<Waiting> waiting = new LinkedList<>();

    private record Waiting(Segment segment, ActiveIndex index) {}

    IndexBuilder(Disk disk, LogFiles files, Background background) {
        this.disk = disk;
        this.files = files;
        this.background = background;
    }

    /** Writes the index of a sealed segment, soon; until then the one in memory serves. */
    void later(Segment segment, ActiveIndex index) {
        boolean crowded;
        synchronized (waiting) {
            waiting.add(new Waiting(segment, index));
            crowded = waiting.size() > MAX_WAITING;
        }
        if (crowded) {
            writeNext();
        } else {
            background.run("writing an index", this::writeNext);
        }
    }

    private void writeNext() {
        Waiting next;
        synchronized (waiting) {
            next = waiting.poll();
        }
        if (next == null || !files.view().segments().contains(next.segment())) {
            return;
        }
        boolean done = false;
        try {
            done = isWritten(next);
        } finally {
            if (!done) { // also after an error, such as memory that ran out
                background.schedule("writing an index again", () -> later(next.segment(), next.index()), RETRY_MS);
            }
        }
    }

    /** Writes it, unless it is one that stays in memory. @return false when it is to be tried again */
    private boolean isWritten(Waiting next) {
        SegmentIndex written = write(disk, next.segment(), next.index());
        if (written == next.index() && next.index().blindSpots().isEmpty()) {
            return false;
        }
        next.segment().useIndex(next.index(), written);
        if (!files.view().segments().contains(next.segment())) {
            discard(next.segment());
        }
        return true;
    }

    /** Rewritten while its index was being written. */
    private void discard(Segment segment) {
        try {
            disk.delete(Segment.indexNameOf(segment.name()));
        } catch (IOException e) {
            LOG.warn("the index of {} stays until the next start: {}", segment.describe(), e.getMessage());
        }
    }

    /** Reads the segment and writes its index. When the index cannot be written, the one in memory serves. */
    static SegmentIndex rebuild(Disk disk, Segment segment) throws IOException {
        SegmentScan scan = SegmentScan.of(segment, segment.length(), segment.lastOrderId());
        for (Damage damage : scan.damages()) {
            if (!segment.damages().contains(damage)) {
                LOG.error("damage: {}", damage.describe(segment.describe()));
            }
        }
        segment.looked(scan.damages(), false, Segment.NOT_ASKED, Segment.NOT_ASKED);
        return write(disk, segment, scan.index());
    }

    /**
     * Writes the index and opens it.
     *
     * @return the one given when that is not possible, or when it has blind spots: a file is of sound segments only
     */
    static SegmentIndex write(Disk disk, Segment segment, ActiveIndex index) {
        if (!index.blindSpots().isEmpty()) {
            return index;
        }
        String name = Segment.indexNameOf(segment.name());
        try {
            IndexWriter.write(disk, name, segment, index);
            SegmentIndex written = IndexFile.open(disk, name, segment);
            return written != null ? written : index;
        } catch (IOException e) {
            LOG.warn("the index {} could not be written ({}); it stays in memory", disk.describe(name), e.getMessage());
            return index;
        }
    }
}
