package io.photon.store.file;

import io.photon.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One segment of the log: its file, how far it is forced, and its index. Sealed segments never change. Counted: the file
 * is closed when the last reader of a retired segment is done with it.
 */
final class Segment {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final Disk disk;
    private final String name;
    private final SegmentFormat.SegmentHeader header;
    private final Disk.DiskFile file;
    private final AtomicInteger users = new AtomicInteger(1);

    private volatile long length;
    private volatile long lastOrderId;
    private volatile SegmentIndex index;
    private volatile boolean sealed;
    private volatile List<Damage> damages = List.of();
    private final AtomicInteger changes = new AtomicInteger();

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
            SegmentIndex index) {
        this.disk = disk;
        this.name = name;
        this.header = header;
        this.file = file;
        this.length = length;
        this.lastOrderId = lastOrderId;
        this.index = index;
        this.sealed = index == null;
    }

    static String nameOf(int number) {
        return String.format("%08d.log", number);
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
        return length;
    }

    long lastOrderId() {
        return lastOrderId;
    }

    /** For messages: the file's path. */
    String describe() {
        return disk.describe(name);
    }

    /** The writer has forced so much more. */
    void grown(long newLength, long newLast) {
        length = newLength; // first: who sees the new order-id must find its bytes
        lastOrderId = newLast;
    }

    /**
     * The index; opened, or made again from the segment when it is missing, damaged or of another segment.
     *
     * <p>Whoever uses it meets {@link CheckedBytes.Unsound} when its file has become damaged since: {@link Attempts}.
     */
    SegmentIndex index() throws StoreException {
        SegmentIndex known = index;
        if (known == null) {
            return openIndex();
        }
        known.touch();
        return known;
    }

    /** How often something that stood in a reader's way has changed. */
    int changes() {
        return changes.get();
    }

    /** Makes the index again when it is the one that turned out to be damaged. */
    synchronized void indexFailed(CheckedBytes.Unsound what) throws StoreException {
        if (index instanceof IndexFile failed && failed.isOf(what)) {
            LOG.warn(
                    "{} is damaged ({}) and is made again from its segment",
                    disk.describe(indexNameOf(name)),
                    what.getMessage());
            remakeIndex();
        }
    }

    /** Makes the index again from the records. */
    synchronized void remakeIndex() throws StoreException {
        try {
            disk.delete(indexNameOf(name));
        } catch (IOException e) {
            LOG.warn("{} is replaced when it can be: {}", disk.describe(indexNameOf(name)), e.getMessage());
        }
        index = null;
        rebuild();
        changes.incrementAndGet();
    }

    /** Before it is used again, all of the index is compared with its checksums. */
    void distrustIndex() {
        SegmentIndex known = index;
        if (known != null) {
            known.distrust();
        }
    }

    private synchronized SegmentIndex openIndex() throws StoreException {
        if (index == null) {
            try {
                index = IndexFile.open(disk, indexNameOf(name), this);
            } catch (IOException e) {
                LOG.warn("{} cannot be read and is made again: {}", disk.describe(indexNameOf(name)), e.getMessage());
            }
            if (index == null) {
                rebuild();
            }
        }
        return index;
    }

    private void rebuild() throws StoreException {
        try {
            index = IndexBuilder.rebuild(disk, this);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED, "cannot read " + describe() + ": " + e.getMessage(), e);
        }
    }

    /** Nothing is appended any more. */
    void seal() {
        sealed = true;
    }

    boolean sealed() {
        return sealed;
    }

    /** For a sealed segment: makes the index anew at its next use, as the segment was healed. */
    synchronized void dropIndex() throws IOException {
        disk.delete(indexNameOf(name));
        index = null;
        changes.incrementAndGet();
    }

    /** Places that are known to be damaged, in order. */
    List<Damage> damages() {
        return damages;
    }

    synchronized void damages(List<Damage> more) {
        List<Damage> all = new ArrayList<>(damages);
        more.stream().filter(damage -> !all.contains(damage)).forEach(all::add);
        all.sort(Comparator.comparingLong(Damage::offset));
        if (all.size() > damages.size()) {
            damages = List.copyOf(all);
            changes.incrementAndGet(); // who met one of them first may have others to pass before it
        }
    }

    synchronized void healed(Damage damage) {
        damages = damages.stream().filter(other -> !other.equals(damage)).toList();
        changes.incrementAndGet();
    }

    void useIndex(SegmentIndex other) {
        index = other;
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
        }
    }
}
