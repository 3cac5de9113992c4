// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of a restore, in segments of their own that the manifest does not name yet. Thread-safe: closing waits for a
 * publishing under way, which then has happened, or comes before it, which then fails.
 */
final class FileStaging implements Staging {

    private static final Logger LOG = LoggerFactory.getLogger(FileStaging.class);
    private static final int GROUP_EVENTS = 1_000;

    private final Disk disk;
    private final LogFiles files;
    private final FileEventStore.Limits limits;
    private final DamageFinder damages;
    private final Publisher publisher;
    private final List<Staged> staged = new ArrayList<>();
    private @Nullable SegmentWriter writer;
    private long last;
    private long first;
    private volatile boolean open = true;

    /**
     * A segment that is not published.
     *
     * @param index in memory, to be written when it is published; null when it is written already
     */
    record Staged(Segment segment, @Nullable ActiveIndex index) {}

    /** The step that makes staged segments part of the log. */
    interface Publisher {
        void publish(List<Staged> staged, long first, Fence fence) throws StoreException;
    }

    FileStaging(
            Disk disk,
            LogFiles files,
            FileEventStore.Limits limits,
            DamageFinder damages,
            long head,
            Publisher publisher) {
        this.disk = disk;
        this.files = files;
        this.limits = limits;
        this.damages = damages;
        this.last = head;
        this.publisher = publisher;
    }

    boolean open() {
        return open;
    }

    @Override
    public synchronized void add(List<Event> events) throws StoreException {
        if (!open) {
            throw new StoreException(Kind.CLOSED, "the staging is closed");
        }
        try {
            for (int from = 0; from < events.size(); ) {
                int to = groupEnd(events, from);
                write(events.subList(from, to));
                from = to;
            }
        } catch (IOException e) {
            throw new StoreException(
                    Failures.isNoSpace(e) ? Kind.NO_SPACE : Kind.FAILED, "staging failed: " + e.getMessage(), e);
        }
    }

    /** Groups stay as small as an append's, so that readers of a page read little twice. */
    private static int groupEnd(List<Event> events, int from) {
        long bytes = 0;
        int to = from;
        while (to < events.size()
                && to - from < GROUP_EVENTS
                && (to == from || bytes + events.get(to).length() < 1 << 20)) {
            bytes += events.get(to++).length();
        }
        return to;
    }

    private void write(List<Event> group) throws IOException, StoreException {
        for (Event event : group) {
            if (event.orderId() <= last) {
                throw new StoreException(Kind.CONFLICT, "order-id " + event.orderId() + " is not above " + last);
            }
            last = event.orderId();
        }
        if (first == 0) {
            first = group.get(0).orderId();
        }
        Staged current = current(
                SegmentWriter.groupBytes(group), group.size(), group.get(0).orderId() - 1);
        long at = writer().end();
        writer().write(group);
        ActiveIndex index = Objects.requireNonNull(current.index());
        index.reserve(group);
        index.add(group, at, writer());
        current.segment().grown(new Segment.Extent(writer().end(), last));
    }

    @Override
    public synchronized Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        if (!open) {
            throw new StoreException(Kind.CLOSED, "the staging is closed");
        }
        List<Segment> segments = staged.stream().map(Staged::segment).toList();
        LogFiles.View view = new LogFiles.View(segments, HiddenStreams.NONE);
        return Attempts.reading(() -> view, at -> LocalIds.find(at, stream, localId, damages, null));
    }

    private Staged current(long bytes, int events, long upTo) throws IOException {
        Staged current = staged.isEmpty() ? null : staged.get(staged.size() - 1);
        boolean full = current != null
                && (writer().end() + bytes > limits.segmentBytes()
                        || Objects.requireNonNull(current.index()).events() + events > limits.segmentEvents());
        if (current != null && !full) {
            return current;
        }
        long prev = files.view().active().lastOrderId();
        if (current != null) {
            writer().finish();
            current.segment().seal();
            ActiveIndex inMemory = Objects.requireNonNull(current.index());
            SegmentIndex written = IndexBuilder.write(disk, current.segment(), inMemory);
            current.segment().useIndex(inMemory, written);
            if (written != current.index()) {
                staged.set(staged.size() - 1, new Staged(current.segment(), null));
            }
            prev = current.segment().lastOrderId();
        }
        int number = files.nextNumber();
        ActiveIndex index = new ActiveIndex();
        Segment segment = files.create("staged-" + Segment.nameOf(number), number, Math.min(prev, upTo), 0, index);
        try {
            writer = new SegmentWriter(
                    disk, segment.file(), segment.length(), Math.min(prev, upTo), limits.segmentBytes());
            Staged made = new Staged(segment, index);
            staged.add(made);
            return made;
        } catch (IOException | RuntimeException | Error e) { // there may be no memory for its buffer
            discard(segment);
            throw e;
        }
    }

    @Override
    public synchronized void publish(Fence fence) throws StoreException {
        if (!open) {
            throw new StoreException(Kind.CLOSED, "the staging is closed");
        }
        if (!staged.isEmpty()) {
            try {
                writer().finish();
                disk.syncDirectory();
            } catch (IOException e) {
                throw new StoreException(
                        Failures.isNoSpace(e) ? Kind.NO_SPACE : Kind.FAILED, "staging failed: " + e.getMessage(), e);
            }
            try {
                publisher.publish(staged, first, fence);
            } catch (StoreException e) {
                open = files.broken() == null; // else the files may be part of the log
                throw e;
            }
        }
        open = false;
    }

    @Override
    public synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        if (files.broken() != null) {
            return; // the files may be part of the log
        }
        List<Segment> published = files.view().segments();
        for (Staged one : staged) {
            if (published.contains(one.segment())) {
                continue; // a fault came after the step
            }
            discard(one.segment());
        }
    }

    private void discard(Segment unused) {
        unused.release();
        try {
            disk.delete(unused.name());
            disk.delete(Segment.indexNameOf(unused.name()));
        } catch (IOException | VirtualMachineError e) {
            LOG.warn("{} stays until the next start: {}", unused.describe(), e.getMessage());
        }
    }

    private SegmentWriter writer() {
        return Objects.requireNonNull(writer);
    }
}
