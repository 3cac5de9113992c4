// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Merges small neighbouring segments, as deletions leave them, see {@link MergePlan}. Runs on the background thread. */
final class Merger {

    private static final Logger LOG = LoggerFactory.getLogger(Merger.class);
    private static final long RETRY_MS = 60_000;
    private static final int ROOM = 4;
    private static final int MOST_FAILURES = 8;

    private final Disk disk;
    private final LogFiles files;
    private final FileEventStore.Limits limits;
    private final Background background;
    private final SegmentRewriter rewriter;
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile long mergedSegments;

    Merger(Disk disk, LogFiles files, FileEventStore.Limits limits, Background background, SegmentRewriter rewriter) {
        this.disk = disk;
        this.files = files;
        this.limits = limits;
        this.background = background;
        this.rewriter = rewriter;
    }

    /** How many segments were merged into others since the start. */
    long mergedSegments() {
        return mergedSegments;
    }

    /** Looks for something to merge, soon. */
    void wake() {
        if (queued.compareAndSet(false, true)) {
            background.run("merging small segments", this::run);
        }
    }

    private void run() {
        queued.set(false);
        boolean done = false;
        try {
            int failures = 0;
            List<Segment> run = next();
            while (run != null && !background.closing() && files.broken() == null) {
                try {
                    merge(run);
                } catch (StoreException | PageReader.Retired e) {
                    if (++failures == MOST_FAILURES) {
                        throw e;
                    }
                    LOG.debug("not all of {} segments can be merged: {}", run.size(), e.getMessage());
                }
                run = next(); // without what was found damaged
            }
            done = true;
        } catch (IOException | StoreException | PageReader.Retired e) {
            LOG.warn("merging small segments has to wait: {}", e.getMessage());
        } finally {
            if (!done) { // also after an error, such as memory that ran out
                background.schedule("merging small segments", this::wake, RETRY_MS);
            }
        }
    }

    private void merge(List<Segment> run) throws IOException, StoreException {
        long bytes = run.stream().mapToLong(Segment::length).sum();
        rewriter.replace(run);
        mergedSegments += run.size();
        LOG.debug("merged {} segments of {} bytes", run.size(), bytes);
    }

    /** Null also when there is no room: merging must not take the last of it from the writer, if only for a moment. */
    private @Nullable List<Segment> next() throws IOException {
        List<Segment> run = planned();
        return run == null
                        || disk.usableBytes() / ROOM
                                < run.stream().mapToLong(Segment::length).sum()
                ? null
                : run;
    }

    private @Nullable List<Segment> planned() {
        List<Segment> segments = files.view().segments();
        long[] weights = new long[segments.size() - 1];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight(segments.get(i));
        }
        MergePlan.Run run = MergePlan.next(weights, limits.segmentBytes());
        return run == null ? null : segments.subList(run.from(), run.to());
    }

    /** Bytes, or events where those are what fills a segment. */
    private long weight(Segment segment) {
        if (segment.length() >= limits.segmentBytes() / MergePlan.SMALL_PART) {
            return MergePlan.FIXED; // without opening its index
        }
        try {
            if (!SegmentRewriter.isWhole(segment)) {
                return MergePlan.FIXED;
            }
            long bytesOfAnEvent = Math.max(1, limits.segmentBytes() / limits.segmentEvents());
            int events = files.reading(view -> segment.index().events());
            return Math.max(segment.length(), events * bytesOfAnEvent);
        } catch (StoreException e) {
            LOG.debug("{} is not merged now: {}", segment.describe(), e.getMessage());
            return MergePlan.FIXED;
        }
    }
}
