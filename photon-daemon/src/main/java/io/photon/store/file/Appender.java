// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.result.Fault;
import io.photon.store.Batches;
import io.photon.store.EventStore.StoreState;
import io.photon.store.Fence;
import io.photon.store.FenceGuard;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.disk.Disk;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing half of the log: one group, one force, then visible. Thread-safe: what changes the log (an append, a publishing, a
 * new segment that the background wants, a close) holds {@link #writing}; what is volatile may be read by all without it.
 */
final class Appender {

    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
    /** How many segments' events one may hold when no other can be begun: its index lies in memory. */
    private static final int MOST_UNSEALED = 4;

    private final Disk disk;
    private final LogFiles files;
    private final FileEventStore.Limits limits;
    private final IndexBuilder indexes;
    private final DamageFinder damages;
    private final Runnable afterSeal;

    /** Held while the log is changed: a close must not come between. */
    private final WriteLock writing = new WriteLock();

    // The segment that is written, and what belongs to it. Guarded by the lock.
    private Segment active;
    private SegmentPlace place;
    private ActiveIndex index;
    /** Changed under the lock; how much room it has prepared may be read by all. */
    private volatile SegmentWriter writer;
    /** Guarded by the lock; null before the first one. */
    private @Nullable FileStaging staging;

    private volatile boolean closed;
    private volatile long last;
    private volatile long lastForceMicros;
    private final LongAdder forces = new LongAdder();
    private final LongAdder forceMicros = new LongAdder();
    private final WriteState state = new WriteState();
    private final FenceGuard fences = new FenceGuard();

    /** @param afterSeal called whenever there are more sealed segments than before */
    Appender(
            Disk disk,
            LogFiles files,
            Recovery.Opened opened,
            FileEventStore.Limits limits,
            IndexBuilder indexes,
            DamageFinder damages,
            Runnable afterSeal)
            throws IOException {
        this.disk = disk;
        this.files = files;
        this.limits = limits;
        this.indexes = indexes;
        this.damages = damages;
        this.afterSeal = afterSeal;
        this.active = files.view().active();
        this.place = new SegmentPlace(disk, active);
        this.writer = opened.writer();
        this.index = opened.active();
        this.last = active.lastOrderId();
    }

    long last() {
        return last;
    }

    long preallocated() {
        return writer.preallocated();
    }

    long lastForceMicros() {
        return lastForceMicros;
    }

    /** Since the store was opened. */
    long forces() {
        return forces.sum();
    }

    /** How long all of them took. */
    long forceMicros() {
        return forceMicros.sum();
    }

    StoreState state() {
        return state.now();
    }

    void append(List<Event> batch, Fence fence) throws StoreException {
        writing.lock();
        try {
            write(batch, fence);
        } finally {
            writing.unlock();
        }
    }

    private void write(List<Event> batch, Fence fence) throws StoreException {
        requireWritable();
        fences.pass(fence);
        Batches.requireRising(last, batch);
        prepare(batch);
        long groupAt = writer.end();
        long before = writer.last();
        Segment.Extent grown;
        try {
            writer.write(batch);
            grown = new Segment.Extent(writer.end(), writer.last());
        } catch (IOException e) {
            throw takenBack(groupAt, before, e);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            throw takenBackAfterFault(groupAt, before, e);
        }
        force(groupAt, before);
        requireItsPlace(groupAt, before);
        // From here on the events are stored, so nothing may fail: no memory is asked for.
        index.add(batch, groupAt, writer);
        active.grown(grown);
        last = writer.last();
        state.wrote();
    }

    /** All that can run out is asked for before the first byte is written. */
    private void prepare(List<Event> batch) throws StoreException {
        try {
            sealWhenFull(SegmentWriter.groupBytes(batch), batch.size());
            index.reserve(batch);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            throw new StoreException(Kind.FAILED, "no room was made for the batch (" + Fault.words(e) + ")", e);
        }
    }

    private void requireWritable() throws StoreException {
        if (closed) {
            throw new StoreException(Kind.CLOSED, "the store is closed");
        }
        state.requireWritable();
        if (files.broken() != null) {
            throw state.readOnly(files.broken(), null);
        }
    }

    private void force(long groupAt, long before) throws StoreException {
        long start = System.nanoTime();
        try {
            writer.force();
        } catch (IOException e) {
            // What the disk holds now is unknown, and a second fsync that succeeds proves nothing.
            throw unknown(groupAt, before, "forcing " + active.describe() + " failed (" + e.getMessage() + ")", e);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            throw unknown(groupAt, before, "forcing " + active.describe() + " failed (" + Fault.words(e) + ")", e);
        }
        lastForceMicros = (System.nanoTime() - start) / 1_000;
        forces.increment();
        forceMicros.add(lastForceMicros);
    }

    /** What was forced into a file whose name is gone does not outlive this process: it is not answered as stored. */
    private void requireItsPlace(long end, long before) throws StoreException {
        String lost = place.lost();
        if (lost == null) {
            return;
        }
        try {
            writer.rewind(end, before);
            writer.force();
        } catch (IOException e) {
            throw unknown(end, before, files.lost(lost), e); // should the folder come back, the group may be in it
        }
        throw state.readOnly(files.lost(lost), null);
    }

    /** Undoes a write that failed; with the disk full that leaves the log as it was. @return what the append fails with */
    private StoreException takenBack(long end, long before, IOException cause) {
        if (!Failures.isNoSpace(cause)) {
            return unknown(
                    end, before, "writing to " + active.describe() + " failed (" + cause.getMessage() + ")", cause);
        }
        try {
            writer.rewind(end, before);
            writer.force();
        } catch (IOException e) {
            e.addSuppressed(cause);
            return unknown(
                    end,
                    before,
                    "a failed write to " + active.describe() + " could not be taken back (" + e.getMessage() + ")",
                    e);
        }
        return state.full(active, cause);
    }

    /** The same after memory ran out, say: the disk is sound, so the log is made as it was before. */
    private StoreException takenBackAfterFault(long end, long before, Throwable cause) {
        try {
            writer.rewind(end, before);
            writer.force();
        } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
            return unknown(
                    end,
                    before,
                    "a failed write to " + active.describe() + " could not be taken back (" + Fault.words(e) + ")",
                    e);
        }
        return new StoreException(
                Kind.FAILED,
                "writing to " + active.describe() + " failed (" + Fault.words(cause) + "); it was taken back",
                cause);
    }

    /**
     * Some of the batch may be on the disk, and a later start may find it whole; less likely so when it is cut off the
     * file, which the system's memory then shows to the next start.
     */
    private StoreException unknown(long end, long before, String what, Throwable cause) {
        StoreException failed = state.unknown(what, cause);
        try {
            writer.rewind(end, before);
        } catch (IOException e) {
            LOG.warn("what could not be forced stays in {}: {}", active.describe(), e.getMessage());
        }
        return failed;
    }

    private void sealWhenFull(long bytes, int events) throws StoreException {
        boolean full = writer.end() + bytes > limits.segmentBytes() || index.events() + events > limits.segmentEvents();
        IOException notSealed = full && index.events() > 0 ? trySeal() : null;
        if (notSealed != null && index.events() + events > (long) MOST_UNSEALED * limits.segmentEvents()) {
            throw state.full(active, notSealed);
        }
        if (writer.end() + bytes > SegmentFormat.MAX_SEGMENT) {
            throw state.full(active, notSealed != null ? notSealed : new IOException("no new segment could be begun"));
        }
    }

    /** Whether a segment is to be sealed. */
    interface Wanted {
        boolean isWanted(Segment active) throws StoreException;
    }

    /**
     * Seals the active segment where that is wanted: only what is sealed can be rewritten.
     *
     * @return why it is not sealed though it is wanted; null when there is nothing to try again
     */
    @Nullable IOException sealIf(Wanted wanted) throws StoreException {
        writing.lock();
        try {
            boolean may = !closed && !state.isReadOnly() && files.broken() == null;
            return may && wanted.isWanted(active) ? trySeal() : null;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Begins a new segment; when there is no room or no descriptor for one, the old one goes on.
     *
     * @return why not; null when it was done
     */
    private @Nullable IOException trySeal() throws StoreException {
        int number = files.nextNumber();
        ActiveIndex nextIndex = new ActiveIndex();
        Segment next = null;
        try {
            next = files.create(Segment.nameOf(number), number, writer.last(), 0, nextIndex);
            Segment created = next;
            SegmentWriter nextWriter =
                    new SegmentWriter(disk, next.file(), next.length(), writer.last(), limits.segmentBytes());
            SegmentPlace nextPlace = new SegmentPlace(disk, next);
            finishActive();
            files.change(segments -> {
                segments.add(created);
                return segments;
            });
            goOnIn(next, nextPlace, nextWriter, nextIndex);
            afterSeal.run();
            return null;
        } catch (IOException e) {
            if (!Failures.passes(e)) {
                throw state.readOnly("beginning a new segment failed (" + e.getMessage() + ")", e);
            }
            LOG.warn("no new segment for now, {} goes on: {}", active.describe(), e.getMessage());
            if (next != null) {
                discard(next);
            }
            return e;
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            if (files.broken() != null) {
                throw state.readOnly(files.broken(), null);
            }
            if (next != active) {
                discardAfterFault(next);
            }
            throw e;
        }
    }

    /** First of all after the change of the list: from then on, what is appended belongs into the new segment. */
    private void goOnIn(Segment next, SegmentPlace nextPlace, SegmentWriter nextWriter, ActiveIndex nextIndex) {
        Segment sealed = active;
        ActiveIndex sealedIndex = index;
        active = next;
        place = nextPlace;
        writer = nextWriter;
        index = nextIndex;
        indexes.later(sealed, sealedIndex);
    }

    private void discardAfterFault(@Nullable Segment unused) {
        if (unused != null) {
            Steady.run("removing an unused segment", () -> discard(unused));
        }
    }

    private void discard(Segment unused) {
        unused.release();
        try {
            disk.delete(unused.name());
        } catch (IOException e) {
            LOG.warn("{} stays until the next start: {}", unused.describe(), e.getMessage());
        }
    }

    private void finishActive() throws StoreException {
        try {
            writer.finish();
        } catch (IOException e) {
            throw state.readOnly("forcing " + active.describe() + " failed (" + e.getMessage() + ")", e);
        }
    }

    Staging stage() throws StoreException {
        writing.lock();
        try {
            requireWritable();
            if (staging != null && staging.open()) {
                throw new StoreException(Kind.CONFLICT, "another restore is being staged");
            }
            staging = new FileStaging(disk, files, limits, damages, last, this::publish);
            return staging;
        } finally {
            writing.unlock();
        }
    }

    /** Takes staged segments into the log after the active one, and begins a new active one after them. */
    private void publish(List<FileStaging.Staged> staged, long first, Fence fence) throws StoreException {
        writing.lock();
        try {
            requireWritable();
            fences.pass(fence);
            publishNow(staged, first);
        } finally {
            writing.unlock();
        }
    }

    private void publishNow(List<FileStaging.Staged> staged, long first) throws StoreException {
        if (first <= last) {
            throw new StoreException(
                    Kind.CONFLICT,
                    "the first staged event is " + first + ", but the head is " + last + " now; nothing was published");
        }
        long newLast = staged.get(staged.size() - 1).segment().lastOrderId();
        int number = files.nextNumber();
        ActiveIndex nextIndex = new ActiveIndex();
        Segment next = null;
        Segment bridge = null;
        try {
            next = files.create(Segment.nameOf(number), number, newLast, 0, nextIndex);
            SegmentWriter nextWriter =
                    new SegmentWriter(disk, next.file(), next.length(), newLast, limits.segmentBytes());
            SegmentPlace nextPlace = new SegmentPlace(disk, next);
            finishActive();
            ActiveIndex bridgeIndex = new ActiveIndex();
            bridge = bridgeTo(staged.get(0).segment(), bridgeIndex);
            Segment created = next;
            Segment between = bridge;
            files.change(segments -> {
                if (between != null) {
                    segments.add(between);
                }
                staged.forEach(one -> segments.add(one.segment()));
                segments.add(created);
                return segments;
            });
            last = newLast;
            goOnIn(next, nextPlace, nextWriter, nextIndex);
            if (bridge != null) {
                indexes.later(bridge, bridgeIndex);
            }
            writeIndexes(staged);
            afterSeal.run();
        } catch (IOException e) {
            if (e instanceof Manifest.UnknownOutcome) {
                throw state.unknown("publishing failed (" + e.getMessage() + ")", e);
            }
            if (next != null) {
                discard(next);
            }
            if (bridge != null) {
                discard(bridge);
            }
            throw Failures.passes(e) && files.broken() == null
                    ? state.full(active, e)
                    : state.readOnly("publishing failed (" + e.getMessage() + ")", e);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            if (files.broken() != null) {
                throw state.unknown("publishing was broken off (" + Fault.words(e) + ")", e);
            }
            if (active != next) {
                discardAfterFault(next);
                discardAfterFault(bridge);
            }
            throw e;
        }
    }

    private void writeIndexes(List<FileStaging.Staged> staged) {
        for (FileStaging.Staged one : staged) {
            if (one.index() != null) {
                indexes.later(one.segment(), one.index());
            }
        }
    }

    /**
     * A start takes the end of a segment from the header of the next one, and a staged header was written before the
     * latest appends. So an empty segment between them carries the true end. Null when there was no such append.
     */
    private @Nullable Segment bridgeTo(Segment staged, ActiveIndex empty) throws IOException {
        if (staged.header().prev() >= last) {
            return null;
        }
        int number = files.nextNumber();
        return files.create(Segment.nameOf(number), number, last, last, empty);
    }

    /**
     * Leaves the log so that the next start need not scan for an end.
     *
     * @return false when a write that is under way did not return in time: then nothing was done, and it may still come to
     *     pass
     */
    boolean close(long waitMs) throws StoreException {
        if (!writing.lockWithin(waitMs)) {
            return false;
        }
        FileStaging open = staging;
        try {
            closed = true;
            finish();
        } finally {
            writing.unlock();
            if (open != null) {
                open.close(); // after the lock: a publishing that waits for it is to learn that it is too late
            }
        }
        return true;
    }

    private void finish() throws StoreException {
        if (state.isReadOnly() || files.broken() != null) {
            return;
        }
        try {
            writer.finish();
            files.removeRetired();
            IndexBuilder.write(disk, active, index); // should the segment become damaged, it tells what stood there
            new CleanShutdownMarker(last, active.name(), writer.end()).write(disk);
        } catch (IOException e) {
            if (!Failures.passes(e)) {
                throw new StoreException(Kind.READ_ONLY, "closing " + active.describe() + ": " + e.getMessage(), e);
            }
            LOG.warn(
                    "the clean stop cannot be noted ({}); the next start checks the end of the log instead",
                    e.getMessage());
        }
    }
}
