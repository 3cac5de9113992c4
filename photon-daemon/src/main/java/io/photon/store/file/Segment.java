// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One segment of the log: its file, how far it is forced, and its index. Sealed segments never change. Counted: the file
 * goes when the last reader of a retired segment is done with it.
 */
final class Segment {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private static final AtomicLong OF_ANY = new AtomicLong();

    private final Disk disk;
    private final String name;
    private final SegmentFormat.SegmentHeader header;
    private final Disk.DiskFile file;
    private final AtomicInteger users = new AtomicInteger(1);

    private volatile @Nullable Extent extent;
    private volatile @Nullable SegmentIndex index;
    private volatile boolean sealed;
    private volatile List<Damage> damages = List.of();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    /** The generation of a second copy that was not asked, or could not be read. */
    static final long NOT_ASKED = -1;

    private volatile long lookedGeneration;
    private volatile long askedGeneration;
    private volatile long lookedAt;
    private volatile Runnable removal = () -> {};
    private volatile @Nullable Segment mended;
    private volatile LocalIdFilter.@Nullable Bits idsIn;

    /** How many syncs of the folder had failed when its file was made; -1 when that was before this process. */
    private int failedSyncsBefore = -1;

    /** How far it is forced: in one piece, as the one without the other would send a reader past the end. */
    record Extent(long length, long lastOrderId) {}

    /**
     * @param length bytes that are forced and sound
     * @param lastOrderId the highest order-id the segment covers
     * @param index null to open it at first use
     */
    Segment(
            Disk disk,
            String name,
            SegmentFormat.SegmentHeader header,
            Disk.DiskFile file,
            long length,
            long lastOrderId,
            @Nullable SegmentIndex index) {
        this.disk = disk;
        this.name = name;
        this.header = header;
        this.file = file;
        this.extent = new Extent(length, lastOrderId);
        this.index = index;
        this.sealed = index == null;
    }

    /** The file was made by this process, when that number of syncs of the folder had failed. */
    Segment made(int failedSyncs) {
        failedSyncsBefore = failedSyncs;
        return this;
    }

    /** After a sync of the folder that went well: whether the name is durable, too, which a failed one before it may prevent. */
    void requireDurableName() throws IOException {
        if (failedSyncsBefore >= 0 && disk.failedSyncs() != failedSyncsBefore) {
            throw new IOException(
                    "a sync of the folder failed after " + describe() + " was made; it cannot be relied on");
        }
    }

    static String nameOf(int number) {
        return String.format(Locale.ROOT, "%08d.log", number);
    }

    static String indexNameOf(String segmentName) {
        return segmentName.substring(0, segmentName.length() - 4) + ".idx";
    }

    String name() {
        return name;
    }

    SegmentFormat.SegmentHeader header() {
        return header;
    }

    Disk.DiskFile file() {
        return file;
    }

    long length() {
        return extent().length();
    }

    long lastOrderId() {
        return extent().lastOrderId();
    }

    /** Whether all local-ids of this sealed segment are in the filter. */
    boolean hasIdsIn(LocalIdFilter.@Nullable Bits filter) {
        return filter != null && idsIn == filter;
    }

    void idsAreIn(LocalIdFilter.Bits filter) {
        idsIn = filter;
    }

    /** For messages: the file's path. */
    String describe() {
        return disk.describe(name);
    }

    /** The writer has forced so much more. */
    void grown(@Nullable Extent more) {
        extent = more;
    }

    /**
     * The index; opened, or made again from the segment when it is missing, damaged or of another segment.
     *
     * <p>A caller meets {@link CheckedBytes.Unsound} when its file has become damaged since: {@link Attempts}.
     */
    SegmentIndex index() throws StoreException {
        SegmentIndex known = index;
        return known != null ? known : held(this::openIndex);
    }

    /** Something that needs the segment's files. */
    private interface WithFiles<T> {
        T run() throws StoreException;
    }

    /** @throws PageReader.Retired when the files are gone, or may go at any moment */
    private <T> T held(WithFiles<T> what) throws StoreException {
        if (!acquire()) {
            throw PageReader.Retired.closed(this);
        }
        try {
            return what.run();
        } finally {
            release();
        }
    }

    /** What readers do not find by the index that is in use; nothing as long as none is. */
    List<Damage> blindSpotsInUse() {
        SegmentIndex used = index;
        return used == null ? List.of() : used.blindSpots();
    }

    /** How often something that stood in a reader's way has changed. */
    int changes() {
        return changes.get();
    }

    /** The same of all segments there are: a number that is cheap to ask for at each read. */
    static long changesOfAny() {
        return OF_ANY.get();
    }

    private void changed() {
        changes.incrementAndGet();
        OF_ANY.incrementAndGet();
    }

    /** Makes the index again when it is the one that turned out to be damaged. */
    void indexFailed(CheckedBytes.Unsound what) throws StoreException {
        if (index instanceof IndexFile failed && failed.isOf(what) && acquire()) {
            try {
                replaceFailed(failed, what);
            } finally {
                release(); // never under the lock: the last use removes the files
            }
        }
    }

    private synchronized void replaceFailed(IndexFile failed, CheckedBytes.Unsound what) throws StoreException {
        if (index == failed) {
            LOG.warn(
                    "{} is damaged ({}) and is made again from its segment",
                    disk.describe(indexNameOf(name)),
                    what.getMessage());
            remakeIndex();
        }
    }

    private void remakeIndex() throws StoreException {
        deleteIndex();
        index = null;
        rebuild();
        changed();
    }

    /** Takes the index of a scan in place of the one there was. */
    synchronized void remakeIndex(SegmentScan scan) {
        deleteIndex();
        index = IndexBuilder.write(disk, this, scan.index());
        changed();
    }

    private void deleteIndex() {
        try {
            disk.delete(indexNameOf(name));
        } catch (IOException e) {
            LOG.warn("{} is replaced when it can be: {}", disk.describe(indexNameOf(name)), e.getMessage());
        }
    }

    /** Some mapped file was cut: if it was this one, makes it again; else compares it before it is used again. */
    void distrustIndex() throws StoreException {
        if (index instanceof IndexFile mapped && acquire()) {
            mapped.distrust();
            try {
                replaceCut(mapped);
            } finally {
                release(); // never under the lock, as above
            }
        }
    }

    private synchronized void replaceCut(IndexFile mapped) throws StoreException {
        if (index != mapped) {
            return;
        }
        String file = indexNameOf(name);
        try (Disk.DiskFile now = disk.open(file)) {
            if (now.size() == mapped.fileBytes()) {
                return;
            }
            LOG.warn("{} was cut and is made again from its segment", disk.describe(file));
        } catch (IOException e) {
            if (Failures.isNoDescriptor(e)) {
                return;
            }
            LOG.warn("{} cannot be opened ({}) and is made again", disk.describe(file), e.getMessage());
        }
        remakeIndex();
    }

    private synchronized SegmentIndex openIndex() throws StoreException {
        if (index == null) {
            try {
                index = IndexFile.open(disk, indexNameOf(name), this);
            } catch (IOException e) {
                if (Failures.isNoDescriptor(e)) {
                    throw Failures.whileReading(describe(), e);
                }
                LOG.warn("{} cannot be read and is made again: {}", disk.describe(indexNameOf(name)), e.getMessage());
            }
            if (index == null) {
                rebuild();
            }
        }
        return Objects.requireNonNull(index);
    }

    private void rebuild() throws StoreException {
        try {
            index = IndexBuilder.rebuild(disk, this);
        } catch (IOException e) {
            throw Failures.whileReading(describe(), e);
        }
    }

    /** Nothing is appended any more: the file is opened when it is needed. */
    void seal() {
        sealed = true;
        file.rest();
    }

    /**
     * Another segment has all that was in this one, also what is damaged here. It stays as long as this one is used.
     *
     * @param other that takes the place of this one, which the caller uses
     */
    void mendedBy(Segment other) {
        if (other.acquire()) {
            mended = other;
        }
    }

    /** The segment to be read in place of this one, which the caller uses: itself, unless it was damaged and mended. */
    Segment latest() {
        Segment latest = this;
        for (Segment next = mended; next != null; next = next.mended) {
            latest = next;
        }
        return latest;
    }

    /** No longer part of the log: with the last use of it, its files go. */
    void retire(Runnable whenUnused) {
        removal = whenUnused;
        release();
    }

    boolean sealed() {
        return sealed;
    }

    /** Places that are known to be damaged, in order. */
    List<Damage> damages() {
        return damages;
    }

    /**
     * All of the segment was read.
     *
     * @param found what is damaged now
     * @param healed whether anything was written
     * @param looked generation of the second copy when that was begun
     * @param asked the same when it was asked for everything that is damaged
     */
    synchronized void looked(List<Damage> found, boolean healed, long looked, long asked) {
        lookedGeneration = looked;
        askedGeneration = asked;
        lookedAt = System.nanoTime();
        if (healed || !found.equals(damages)) {
            damages = List.copyOf(found);
            changed();
        }
    }

    long lookedGeneration() {
        return lookedGeneration;
    }

    /** The generation of the second copy that has given all it had for this segment. */
    long askedGeneration() {
        return askedGeneration;
    }

    /** @param generation as {@link #askedGeneration} */
    void asked(long generation) {
        askedGeneration = generation;
    }

    long lookedAt() {
        return lookedAt;
    }

    /** For one who has it read in the background: false when that is asked for already. */
    boolean beginLooking() {
        return looking.compareAndSet(false, true);
    }

    void endLooking() {
        looking.set(false);
    }

    /** Takes an index in place of another, unless that was made again meanwhile. */
    synchronized void useIndex(SegmentIndex before, SegmentIndex other) {
        if (index == before) {
            index = other;
        }
    }

    /** Takes part; false when the segment is already closed. */
    boolean acquire() {
        int now = users.get();
        while (now > 0) {
            if (users.compareAndSet(now, now + 1)) {
                return true;
            }
            now = users.get();
        }
        return false;
    }

    /** Gives up one part; the last one closes the file. */
    void release() {
        if (users.decrementAndGet() == 0) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("closing {}: {}", describe(), e.getMessage());
            }
            removal.run();
            Segment other = mended;
            if (other != null) {
                other.release();
            }
        }
    }

    private Extent extent() {
        return Objects.requireNonNull(extent);
    }
}
