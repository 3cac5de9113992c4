// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.event.Gap;
import io.photon.store.Erasure;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.KnownStream;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.Pinning;
import io.photon.store.ReadRequest;
import io.photon.store.Staging;
import io.photon.store.StagingArea;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.StoredStream;
import io.photon.store.Stretch;
import io.photon.store.Verification;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log on disk. Appends write one group and force it; indexes, merging and erasure are done later, in the background. See
 * {@link SegmentFormat} for the bytes and {@link EventStore} for the promises.
 */
public final class FileEventStore implements EventStore, Pinning, StagingArea, Verification {

    private static final Logger LOG = LoggerFactory.getLogger(FileEventStore.class);

    /** The append thread was already given time to end. */
    private static final long CLOSE_WAIT_MS = 2_000;

    private final Disk disk;
    private final LogFiles files;
    private final Appender appender;
    private final Background background;
    private final Compactor compactor;
    private final Merger merger;
    private final SegmentRewriter rewriter;
    private final DamageFinder damages;
    private final Healing healing;
    private final LocalIdFilter localIds;
    private final AutoCloseable lock;
    /** Null when there is no watch: then the caller that opened the store looks. */
    private @Nullable FolderWatch watch;

    private volatile boolean closed;

    private FileEventStore(
            Disk disk,
            Recovery.Opened opened,
            UUID storeId,
            Limits limits,
            RecordSource source,
            Background background,
            AutoCloseable lock)
            throws IOException {
        this.disk = disk;
        this.lock = lock;
        this.background = background;
        this.damages = new DamageFinder(source, background, this::sealed);
        this.files = new LogFiles(disk, storeId, opened.segments());
        this.localIds = new LocalIdFilter(files, background);
        IndexBuilder indexes = new IndexBuilder(disk, files, background);
        this.rewriter = new SegmentRewriter(disk, files, indexes, damages);
        this.merger = new Merger(disk, files, limits, background, rewriter);
        this.appender = new Appender(disk, files, opened, limits, indexes, damages, this::sealed);
        this.compactor = new Compactor(disk, files, limits, background, rewriter, appender::sealIf);
        merger.wake();
        this.healing = new Healing(files, damages, source, background, rewriter, appender::sealIf);
        damages.mendSoon(files.view().active());
    }

    /**
     * When a segment is full.
     *
     * @param segmentBytes at most 1 GiB
     * @param segmentEvents bounds the index in memory
     * @param eraseEveryMs deletions within this time are erased together; the first of them at once
     */
    public record Limits(long segmentBytes, int segmentEvents, long eraseEveryMs) {
        public static final Limits DEFAULT = new Limits(64L << 20, 200_000, 5_000);

        /** Each deletion is erased at once. */
        public Limits(long segmentBytes, int segmentEvents) {
            this(segmentBytes, segmentEvents, 0);
        }
    }

    /** Opens the log on a disk, or begins one. */
    public static FileEventStore open(Disk disk, Limits limits, RecordSource source) throws StoreException {
        FileEventStore store = open(disk, limits, source, new Background());
        try {
            store.watch = FolderWatch.start(store.files);
            return store;
        } catch (RuntimeException | Error e) { // there may be no thread for it
            store.close();
            throw e;
        }
    }

    /**
     * The same with the work of the background (indexes, merging, erasure) done elsewhere than on a thread of its own.
     *
     * @param background runs one task after another, at any time
     */
    public static FileEventStore open(Disk disk, Limits limits, RecordSource source, Executor background)
            throws StoreException {
        return open(disk, limits, source, new Background(background));
    }

    private static FileEventStore open(Disk disk, Limits limits, RecordSource source, Background background)
            throws StoreException {
        AutoCloseable lock = null;
        try {
            lock = disk.lock();
            return open(disk, limits, source, background, lock);
        } catch (StoreException | RuntimeException | Error e) {
            background.close();
            if (lock != null) {
                release(lock);
            }
            throw e;
        }
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception e) {
            LOG.warn("releasing the lock of the log failed: {}", e.getMessage());
        }
    }

    private static FileEventStore open(
            Disk disk, Limits limits, RecordSource source, Background background, AutoCloseable lock)
            throws StoreException {
        try {
            LogFiles.requireUsable(disk);
            Manifest manifest = Manifest.read(disk);
            if (manifest == null) {
                refuseWithoutManifest(disk);
                manifest = LogFiles.begin(disk, UUID.randomUUID());
            }
            manifest = LocalDigits.plain(disk, manifest);
            Recovery.Opened opened = LogFiles.open(disk, manifest, source, limits.segmentBytes());
            FileEventStore store = null;
            try {
                store = new FileEventStore(disk, opened, manifest.storeId(), limits, source, background, lock);
                return store;
            } finally {
                if (store == null) { // before that nothing works in the background
                    opened.segments().forEach(Segment::release);
                }
            }
        } catch (IOException e) {
            throw new StoreException(
                    Failures.isNoSpace(e) ? Kind.NO_SPACE : Kind.REFUSED,
                    "the log in " + disk.describe("") + " cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    /** Only the very first segment, still empty, can be there without a manifest. */
    private static void refuseWithoutManifest(Disk disk) throws IOException, StoreException {
        for (String name : disk.list()) {
            if (!name.endsWith(".log")) {
                continue;
            }
            try (Disk.DiskFile file = disk.open(name)) {
                String plain = LocalDigits.plainNameOf(name).orElse(name);
                if (!plain.equals(Segment.nameOf(1)) || file.size() > SegmentFormat.SEGMENT_HEADER) {
                    throw StoreException.loss(disk.describe(Manifest.NAME) + " is missing or damaged, but there is "
                            + disk.describe(name) + "; put the manifest back, or move the folder away");
                }
            }
        }
    }

    private void sealed() {
        compactor.wake();
        merger.wake();
    }

    /** The store's own id, made when it was begun. */
    public UUID storeId() {
        return files.storeId();
    }

    /** For tests. */
    List<Segment> segments() {
        return files.view().segments();
    }

    /** For tests. */
    LocalIdFilter localIdFilter() {
        return localIds;
    }

    @Override
    public void append(List<Event> batch, Fence fence) throws StoreException {
        ensureOpen();
        appender.append(batch, fence);
    }

    @Override
    public Page read(ReadRequest request) throws StoreException {
        ensureOpen();
        return files.reading(view -> new PageReader(view, request, damages).read());
    }

    @Override
    public long lastOrderId() {
        return appender.last();
    }

    @Override
    public Optional<StoredStream> stream(String name) throws StoreException {
        ensureOpen();
        long head = appender.last();
        return files.reading(view -> Optional.ofNullable(new StreamListing(view, head, damages).stream(name)));
    }

    @Override
    public KnownStream known(String name) throws StoreException {
        ensureOpen();
        long head = appender.last();
        return files.reading(view -> new StreamListing(view, head, damages).known(name));
    }

    @Override
    public List<StoredStream> streams(String after, String prefix, int max) throws StoreException {
        ensureOpen();
        long head = appender.last();
        return files.reading(view -> new StreamListing(view, head, damages).list(after, prefix, max));
    }

    @Override
    public Optional<Event> findByLocalId(String stream, String localId) throws StoreException {
        ensureOpen();
        return files.reading(view -> LocalIds.find(view, stream, localId, damages, localIds));
    }

    @Override
    public List<Stretch> stretches() throws StoreException {
        ensureOpen();
        return files.reading(SegmentTimes::of);
    }

    @Override
    public void hide(String stream, long upTo) throws StoreException {
        ensureOpen();
        byte[] name = EventLine.escape(stream);
        long hash = EventLine.hash(name, 0, name.length);
        HiddenStreams.Hidden deleted = new HiddenStreams.Hidden(name, hash, upTo);
        if (files.reading(view -> mayHold(view, deleted))) {
            files.hide(hidden -> hidden.with(name, hash, upTo));
            compactor.wake();
        }
    }

    private boolean mayHold(LogFiles.View view, HiddenStreams.Hidden deleted) throws StoreException {
        for (Segment segment : view.segments()) {
            SegmentIndex index = segment.index();
            if (Compactor.holds(index, deleted)
                    || (!index.blindSpots().isEmpty()
                            && index.blindSpots().get(0).after() < deleted.upTo()
                            && damages.mayReturn(segment, index))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Erasure erasure() {
        return compactor.progress();
    }

    @Override
    public Pinning pinning() {
        return this;
    }

    @Override
    public PinnedView pin() throws StoreException {
        ensureOpen();
        return files.reading(view -> new PinnedFiles(view, appender.last(), damages));
    }

    @Override
    public StagingArea staging() {
        return this;
    }

    @Override
    public Staging stage(Fence fence) throws StoreException {
        ensureOpen();
        return appender.stage();
    }

    @Override
    public Verification verification() {
        return this;
    }

    @Override
    public void verify(Report report) throws StoreException {
        ensureOpen();
        files.look();
        List<Segment> segments = files.view().segments();
        if (files.broken() != null) {
            report.damage(
                    disk.describe(""), files.broken(), segments.get(0).header().prev() + 1, appender.last());
        }
        new Verifier(disk, damages).verify(segments, report);
    }

    @Override
    public void heal(long first, long last) {
        healing.heal(first, last);
    }

    @Override
    public void whenHealed(Consumer<Gap> listener) {
        damages.whenHealed(listener);
    }

    @Override
    public Wait appendWaitsFor() {
        return Wait.DISK;
    }

    @Override
    public Durability durability() {
        return Durability.FSYNC;
    }

    @Override
    public Map<String, Object> stats() {
        LogFiles.View view = files.view();
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("segments", view.segments().size());
        stats.put("bytes", view.segments().stream().mapToLong(Segment::length).sum());
        stats.put("store-id", storeId().toString());
        stats.put("head", appender.last());
        stats.put("preallocated", appender.preallocated());
        stats.put("segments-merged", merger.mergedSegments());
        stats.put("rewritten-bytes", rewriter.writtenBytes());
        stats.put("open-files", disk.openFiles());
        stats.put("erasure-pending", view.hidden().size());
        stats.put("last-fsync-micros", appender.lastForceMicros());
        stats.put("fsyncs", appender.forces());
        stats.put("fsync-micros", appender.forceMicros());
        stats.put(
                "damaged-places",
                view.segments().stream().mapToInt(s -> s.damages().size()).sum());
        return stats;
    }

    @Override
    public StoreState state() {
        StoreState state = appender.state();
        String lost = files.broken();
        return lost == null || state.condition() == StoreState.Condition.READ_ONLY
                ? state
                : new StoreState(StoreState.Condition.READ_ONLY, lost);
    }

    /** Looks, now, whether the log's files are still where they were opened. */
    void look() {
        files.look();
    }

    @Override
    public void close() throws StoreException {
        close(CLOSE_WAIT_MS);
    }

    /**
     * Closes the log, unless a write is stalled: that may still come to pass, so nothing is changed under it, and no other
     * process may have the log before this one is gone.
     *
     * @param waitMs how long to wait for a write that is under way
     */
    synchronized void close(long waitMs) throws StoreException {
        if (closed) {
            return;
        }
        closed = true;
        boolean left = false;
        try {
            if (watch != null) {
                watch.close();
            }
            boolean ended = background.end();
            left = !appender.close(waitMs) || !ended;
        } finally {
            if (left) {
                LOG.warn(
                        "the log in {} is left as it is, for a write to it has not returned yet; the next start checks its"
                                + " end",
                        disk.describe(""));
            } else {
                files.close();
                release(lock);
            }
        }
    }

    private void ensureOpen() throws StoreException {
        if (closed) {
            throw new StoreException(Kind.CLOSED, "the store is closed");
        }
    }
}
