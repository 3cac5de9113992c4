// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.Erasure;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases deleted events: has the segment that is written sealed if it holds some, and each sealed segment that holds some
 * rewritten without them. The first deletion is erased at once; those that follow within
 * {@link FileEventStore.Limits#eraseEveryMs} together, since each round may seal and rewrite. Runs on the background thread.
 */
final class Compactor {

    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final long RETRY_MS = 5_000;

    private final Disk disk;
    private final LogFiles files;
    private final Background background;
    private final SegmentRewriter rewriter;
    private final Sealing sealing;
    private final long everyNanos;
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile long nextRound = System.nanoTime();

    /** Begins a new segment, so that the one before can be rewritten; see {@link Appender#sealIf}. */
    interface Sealing {
        @Nullable IOException sealIf(Appender.Wanted wanted) throws StoreException;
    }

    Compactor(
            Disk disk,
            LogFiles files,
            FileEventStore.Limits limits,
            Background background,
            SegmentRewriter rewriter,
            Sealing sealing) {
        this.disk = disk;
        this.files = files;
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(limits.eraseEveryMs());
        this.background = background;
        this.rewriter = rewriter;
        this.sealing = sealing;
    }

    Erasure progress() {
        return new Erasure(files.view().hidden().size(), rewriter.erasedEvents(), rewriter.erasedBytes());
    }

    /** Looks for something to erase, soon. */
    void wake() {
        if (files.view().hidden().isEmpty() || !queued.compareAndSet(false, true)) {
            return;
        }
        long waitNanos = nextRound - System.nanoTime();
        if (waitNanos <= 0) {
            background.run("erasing deleted events", this::run);
        } else {
            background.schedule("erasing deleted events", this::run, TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
        }
    }

    private void run() {
        queued.set(false);
        boolean done = false;
        try {
            if (files.broken() == null) { // else no segment can be swapped any more: the next start erases
                eraseAll();
            }
            done = true;
        } catch (IOException | StoreException | PageReader.Retired e) {
            LOG.warn("erasing deleted events has to wait: {}", e.getMessage());
        } finally {
            nextRound = System.nanoTime() + everyNanos;
            if (!done) { // also after an error, such as memory that ran out
                background.schedule("erasing deleted events", this::wake, RETRY_MS);
            }
        }
    }

    private void eraseAll() throws IOException, StoreException {
        HiddenStreams hidden = files.view().hidden();
        IOException notSealed = sealing.sealIf(active -> holdsAny(active, hidden));
        for (HiddenStreams.Hidden deleted : files.view().hidden().all()) {
            erase(deleted);
        }
        if (notSealed != null) {
            throw notSealed; // after what could be erased all the same; the rest is tried again
        }
    }

    private static boolean holdsAny(Segment segment, HiddenStreams hidden) throws StoreException {
        for (HiddenStreams.Hidden deleted : hidden.all()) {
            if (holds(segment, deleted)) {
                return true;
            }
        }
        return false;
    }

    private void erase(HiddenStreams.Hidden deleted) throws IOException, StoreException {
        List<Segment> segments = files.view().segments();
        for (Segment segment : segments.subList(0, segments.size() - 1)) {
            if (background.closing()) {
                return;
            }
            if (isIn(segment, deleted)) {
                rewrite(segment);
            }
        }
        files.removeRetired();
        SegmentsAside.clear(disk, files.view().hidden());
        for (Segment segment : files.view().segments()) {
            if (isIn(segment, deleted) || !segment.index().blindSpots().isEmpty()) {
                // Damaged, or still written: it stays hidden, and is tried again at the next seal, healing or start.
                return;
            }
        }
        files.hide(hidden -> hidden.without(deleted));
        LOG.info("erased the deleted stream '{}' from the log", deleted.stream());
    }

    private boolean isIn(Segment segment, HiddenStreams.Hidden deleted) throws StoreException {
        return files.reading(view -> holds(segment, deleted));
    }

    private static boolean holds(Segment segment, HiddenStreams.Hidden deleted) throws StoreException {
        return holds(segment.index(), deleted);
    }

    static boolean holds(SegmentIndex index, HiddenStreams.Hidden deleted) {
        SegmentIndex.Postings postings = index.stream(deleted.name(), deleted.hash());
        return postings != null && postings.size() > 0 && postings.orderId(0) <= deleted.upTo();
    }

    private void rewrite(Segment old) throws IOException, StoreException {
        if (!SegmentRewriter.isWhole(old)) {
            LOG.warn("{} holds deleted events and damage; it is rewritten when it is healed", old.describe());
            return;
        }
        rewriter.replace(List.of(old));
    }
}
