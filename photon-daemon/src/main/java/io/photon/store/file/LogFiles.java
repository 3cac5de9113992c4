// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which segments are the log right now, in memory and in the manifest. Each change is one atomic step on disk and then
 * one in memory. Thread-safe.
 */
final class LogFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

    /** Made ahead, for when there is no memory to make it. */
    private static final String BROKEN_OFF = "replacing the manifest was broken off, so the old or the new list of"
            + " segments may be on the disk; nothing more is written until the daemon is started again";

    private static final String OURS = "MANIFEST|MANIFEST\\.copy|CLEAN|LOCK|(staged-)?\\d{8}\\.(log|idx)";

    private final Disk disk;
    private final UUID storeId;
    private volatile View view;
    private volatile @Nullable String broken;
    private Set<String> dropping = new LinkedHashSet<>();

    /** Those of them that no reader uses any more. */
    private final Set<String> unused = new LinkedHashSet<>();

    /** Names of segments whose removal is not synced. */
    private final List<String> removed = new ArrayList<>();

    private boolean removalIsUnsynced;
    private int lastNumber;
    private boolean closed;

    /** What a reader sees: taken once for a page. */
    record View(List<Segment> segments, HiddenStreams hidden) {

        Segment active() {
            return segments.get(segments.size() - 1);
        }
    }

    LogFiles(Disk disk, UUID storeId, List<Segment> segments) throws IOException {
        this.disk = disk;
        this.storeId = storeId;
        this.view = new View(List.copyOf(segments), HiddenStreams.NONE);
        this.lastNumber = Math.max(
                segments.stream().mapToInt(s -> s.header().number()).max().orElse(0), highestNumber(disk));
    }

    /** Also of files set aside, so that no name is used twice. */
    private static int highestNumber(Disk disk) throws IOException {
        int highest = 0;
        for (String name : disk.list()) {
            if (name.matches("(staged-)?\\d{8}\\.log.*")) {
                int from = name.indexOf(".log") - 8;
                highest = Math.max(highest, Integer.parseInt(name.substring(from, from + 8)));
            }
        }
        return highest;
    }

    View view() {
        return view;
    }

    /** Why the log can no longer be changed by this process; null while it can. */
    @Nullable String broken() {
        return broken;
    }

    /**
     * Looks whether everything the log consists of still stands where it was opened: what is written into a file whose
     * name is gone is lost with the process. For a thread that does not write; waits for none.
     */
    void look() {
        if (broken != null) {
            return;
        }
        try {
            String missing = missing();
            if (missing != null) {
                LOG.error("{}: nothing more is written", lost(missing));
            }
        } catch (IOException e) {
            if (Failures.isNoDescriptor(e)) {
                LOG.warn("the folder of the log cannot be looked at just now: {}", e.getMessage());
            } else {
                LOG.error("{}: nothing more is written", lost(e.getMessage()));
            }
        }
    }

    /** What is not there though it should be; null when nothing is missing. */
    private @Nullable String missing() throws IOException {
        View before = view;
        disk.requireUsable();
        Set<String> names = new HashSet<>(disk.list());
        if (view != before) {
            return null; // the list was changed in between: next time
        }
        for (Segment segment : before.segments()) {
            if (!names.contains(segment.name())) {
                return segment.describe() + " is gone";
            }
        }
        return names.contains(Manifest.NAME) ? null : disk.describe(Manifest.NAME) + " is gone";
    }

    /** What is written from now on would not be found again: it is not written. Returns the reason as told to all. */
    String lost(@Nullable String what) {
        String reason = what
                + "; what was stored is still read through the files that are open: if there is no other copy, take a"
                + " backup before this process ends";
        broken = reason;
        return reason;
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
        int failedSyncs = disk.failedSyncs();
        Disk.DiskFile file = disk.create(name);
        try {
            SegmentFormat.SegmentHeader header = new SegmentFormat.SegmentHeader(number, storeId, prev, coversTo);
            file.write(0, SegmentFormat.encode(header));
            file.force();
            return new Segment(disk, name, header, file, SegmentFormat.SEGMENT_HEADER, Math.max(prev, coversTo), index)
                    .made(failedSyncs);
        } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
            try {
                file.close();
                disk.delete(name);
            } catch (IOException left) {
                e.addSuppressed(left); // the next start removes it: it holds nothing
            }
            throw e;
        }
    }

    /**
     * Changes the list of segments. The files of retired ones go when their last reader is done; until they have, each
     * manifest names them, so that a start after a crash removes them.
     *
     * @throws Manifest.UnknownOutcome when old and new list may be on the disk: nothing may be changed any more
     */
    synchronized void change(UnaryOperator<List<Segment>> change) throws IOException {
        if (broken != null) {
            throw new IOException(broken);
        }
        List<Segment> before = view.segments();
        List<Segment> after = List.copyOf(change.apply(new ArrayList<>(before)));
        List<Segment> retired =
                before.stream().filter(segment -> !after.contains(segment)).toList();
        List<Manifest.Entry> entries = new ArrayList<>();
        for (Segment segment : after.subList(0, after.size() - 1)) {
            entries.add(new Manifest.Entry(segment.name(), segment.length(), segment.lastOrderId()));
        }
        entries.add(Manifest.Entry.active(after.get(after.size() - 1).name()));
        disk.syncDirectory(); // new segments' names before the manifest that names them
        for (Segment segment : after) {
            if (!before.contains(segment)) {
                segment.requireDurableName();
            }
        }
        Set<String> going = new LinkedHashSet<>(dropping);
        List<Runnable> removals = new ArrayList<>();
        for (Segment segment : retired) {
            going.add(segment.name());
            removals.add(() -> remove(segment.name()));
        }
        Manifest manifest = new Manifest(storeId, entries, List.copyOf(going));
        View next = new View(after, view.hidden()); // made before the manifest: after it nothing may fail
        byte[] prepared = manifest.prepare(disk);
        try {
            manifest.replace(disk, prepared);
        } catch (Manifest.UnknownOutcome e) {
            broken = e.getMessage();
            throw e;
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            broken = BROKEN_OFF;
            throw e;
        }
        for (int i = 0; i < after.size() - 1; i++) {
            after.get(i).seal();
        }
        view = next;
        dropping = going;
        for (int i = 0; i < removals.size(); i++) {
            retired.get(i).retire(removals.get(i));
        }
    }

    /** Not when the store is closed: then the next start does it, and may already have given the name to another. */
    private synchronized void remove(String name) {
        if (closed) {
            return;
        }
        unused.add(name);
        try {
            removeUnused();
        } catch (IOException e) {
            LOG.warn("{} is no longer needed but cannot be removed: {}", disk.describe(name), e.getMessage());
        }
    }

    private void removeUnused() throws IOException {
        for (String name : List.copyOf(unused)) {
            removalIsUnsynced = true;
            disk.delete(name);
            disk.delete(Segment.indexNameOf(name));
            removed.add(name);
            unused.remove(name);
        }
        if (removalIsUnsynced) {
            List<String> gone = List.copyOf(removed);
            removed.clear(); // should the sync fail, the manifest goes on naming them, and the next start removes them
            // again
            disk.syncDirectory();
            removalIsUnsynced = false;
            dropping.removeAll(gone);
        }
    }

    /**
     * Removes what is no longer part of the log, cut tails too. On return it is gone, also after a power cut, but for what
     * a reader still uses: that goes with the reader.
     */
    synchronized void removeRetired() throws IOException {
        for (String name : TruncationReport.names(disk)) {
            removalIsUnsynced = true;
            disk.delete(name);
        }
        removeUnused();
    }

    /** The store is closed: nothing is removed any more, and each segment's file is closed with its last use. */
    synchronized void close() {
        closed = true;
        view.segments().forEach(Segment::release);
    }

    synchronized void hide(UnaryOperator<HiddenStreams> change) {
        view = new View(view.segments(), change.apply(view.hidden()));
    }

    /** Reads with a list of segments; again with a newer one when a segment of it was replaced during the read. */
    <T> T reading(Reading<T> reading) throws StoreException {
        return Attempts.reading(this::view, reading);
    }

    /** One read of the log. */
    interface Reading<T> {
        T read(View view) throws StoreException;
    }

    /** Looks whether all files of a log can be opened, before any is touched. */
    static void requireUsable(Disk disk) throws IOException {
        disk.requireUsable();
        for (String name : disk.list()) {
            if (name.matches(OURS)) {
                disk.requireUsable(name);
            }
        }
    }

    /** Opens the log of a disk. */
    static Recovery.Opened open(Disk disk, Manifest manifest, RecordSource source, long segmentBytes)
            throws IOException, StoreException {
        CleanShutdownMarker clean = LocalDigits.plain(CleanShutdownMarker.read(disk), manifest);
        Recovery.Opened opened = new Recovery(disk, source, segmentBytes).open(manifest, clean);
        try {
            OrphanFiles.remove(disk, manifest, opened.writer().last());
            if (opened.endIsSound()) {
                CleanShutdownMarker.remove(disk);
            }
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            opened.segments().forEach(Segment::release);
            throw e;
        }
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
        disk.syncDirectory();
        Manifest manifest = new Manifest(storeId, List.of(Manifest.Entry.active(name)), List.of());
        manifest.write(disk);
        return manifest;
    }
}
