package io.photon.store.file;

import io.photon.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole segment, makes its index, and tells damage from an unfinished tail. */
final class SegmentScan {

    private static final int WINDOW_BYTES = 1 << 20;

    private final Disk.DiskFile file;
    private final long end;
    private final long certainEnd;
    private final long certainLast;
    private final ActiveIndex index = new ActiveIndex();
    private final List<Damage> damages = new ArrayList<>();
    private long soundEnd = SegmentFormat.SEGMENT_HEADER;
    private long covered = SegmentFormat.SEGMENT_HEADER;
    private long last;
    private String tailFault;

    private SegmentScan(Disk.DiskFile file, long end, long prev, long certainEnd, long certainLast) {
        this.file = file;
        this.end = end;
        this.certainEnd = certainEnd;
        this.certainLast = certainLast;
        this.last = prev;
    }

    /** Scans a segment that is known to be complete: whatever is not sound is damage. */
    static SegmentScan of(Segment segment, long length, long lastOrderId) throws IOException {
        return of(segment.file(), length, segment.header().prev(), length, lastOrderId);
    }

    /**
     * Scans a segment.
     *
     * @param prev the order-id before the segment's first
     * @param certainEnd up to here the segment is known to have been written: what is not sound there is damage, even
     *     with nothing sound behind it; 0 when nothing is known
     * @param certainLast the last order-id before {@code certainEnd}
     */
    static SegmentScan of(Disk.DiskFile file, long end, long prev, long certainEnd, long certainLast)
            throws IOException {
        SegmentScan scan = new SegmentScan(file, end, prev, certainEnd, certainLast);
        scan.run();
        scan.index.blindSpots(scan.damages);
        return scan;
    }

    /** The index of all sound groups. */
    ActiveIndex index() {
        return index;
    }

    /** Bad places that are no unfinished tail. */
    List<Damage> damages() {
        return damages;
    }

    /** Where the next group goes: behind the last sound group, and behind whatever is known to have been written. */
    long logEnd() {
        return Math.max(soundEnd, covered);
    }

    /** The last order-id, readable or not. */
    long last() {
        return last;
    }

    /** What is wrong behind the last sound group; null when nothing stands there, or zeros only. */
    String tailFault() {
        return tailFault;
    }

    /** The bad tail as a place to be healed, if the header of its group is sound; else null. */
    Damage framedTail() throws IOException {
        SegmentFormat.GroupHeader header = groupAt(logEnd());
        return header == null || header.prev() != last
                ? null
                : new Damage(
                        logEnd(),
                        logEnd() + SegmentFormat.GROUP_HEADER + header.bodyLength(),
                        last,
                        header.last(),
                        tailFault);
    }

    private void run() throws IOException {
        long at = SegmentFormat.SEGMENT_HEADER;
        while (at < end) {
            try {
                at = scanFrom(at);
            } catch (Corrupt e) {
                at = step(e);
            }
        }
        if (logEnd() < certainEnd) {
            addDamage(logEnd(), certainEnd, certainLast, "the file ends early");
        }
    }

    private void addDamage(long from, long to, long upTo, String what) {
        damages.add(new Damage(from, to, last, upTo, what));
        covered = to;
        last = Math.max(last, upTo);
    }

    /** Scans until the end; each whole group enters the index only when all of it is sound. */
    private long scanFrom(long from) throws IOException, Corrupt {
        RecordScanner scanner = new RecordScanner(file, from, end, WINDOW_BYTES);
        List<Event> events = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        while (scanner.next()) {
            events.add(scanner.event());
            offsets.add(scanner.recordAt());
            if (scanner.atGroupEnd()) {
                if (scanner.group().prev() < last) {
                    throw new Corrupt(scanner.groupAt(), "the group stands behind later events");
                }
                missingBefore(scanner);
                index.addGroup(scanner.groupAt(), scanner.group().last());
                for (int i = 0; i < events.size(); i++) {
                    index.add(events.get(i), offsets.get(i));
                }
                events.clear();
                offsets.clear();
                soundEnd = scanner.position();
                last = scanner.group().last();
            }
        }
        return end;
    }

    /** The chain of order-ids shows a group that is not there at all. */
    private void missingBefore(RecordScanner scanner) {
        if (scanner.group().prev() > last) {
            addDamage(logEnd(), scanner.groupAt(), scanner.group().prev(), "a group is missing");
        }
    }

    /** Decides what an unsound place is, and where to go on. */
    private long step(Corrupt fault) throws IOException {
        long from = Math.max(fault.offset(), logEnd());
        long next = nextSoundGroup(from + 1);
        long damageEnd = next >= 0 ? next : certainEnd;
        if (from < damageEnd) {
            SegmentFormat.GroupHeader header = groupAt(from);
            long groupEnd = header == null ? -1 : from + SegmentFormat.GROUP_HEADER + header.bodyLength();
            if (header != null && header.prev() == last && groupEnd <= damageEnd) {
                addDamage(from, groupEnd, header.last(), fault.getMessage());
                return groupEnd;
            }
            addDamage(from, damageEnd, next >= 0 ? groupAt(next).prev() : certainLast, fault.getMessage());
            return damageEnd;
        }
        if (!zeroFrom(from)) {
            tailFault = fault.getMessage();
        }
        return end;
    }

    /** The next offset where a group starts whose records are all sound, or -1. */
    private long nextSoundGroup(long from) throws IOException {
        byte[] bytes = new byte[WINDOW_BYTES];
        for (long at = from; at + SegmentFormat.GROUP_HEADER <= end; at += WINDOW_BYTES - 3) {
            int read = read(at, bytes, (int) Math.min(bytes.length, end - at));
            for (int i = 0; i + 4 <= read; i++) {
                if (bytes[i] == (byte) 0xF5 && bytes[i + 1] == 'P' && bytes[i + 2] == 'G' && soundGroupAt(at + i)) {
                    return at + i;
                }
            }
        }
        return -1;
    }

    private boolean soundGroupAt(long at) throws IOException {
        SegmentFormat.GroupHeader header = groupAt(at);
        if (header == null || header.prev() < last) {
            return false;
        }
        try {
            RecordScanner scanner = new RecordScanner(file, at, end, 64 * 1024);
            boolean more = scanner.next();
            while (more && !scanner.atGroupEnd()) {
                more = scanner.next();
            }
            return more;
        } catch (Corrupt e) {
            return false; // not this one
        }
    }

    private SegmentFormat.GroupHeader groupAt(long at) throws IOException {
        byte[] head = new byte[SegmentFormat.GROUP_HEADER];
        return read(at, head, head.length) < head.length ? null : SegmentFormat.group(ByteBuffer.wrap(head), 0);
    }

    private boolean zeroFrom(long from) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        for (long at = from; at < end; at += bytes.length) {
            int read = read(at, bytes, (int) Math.min(bytes.length, end - at));
            for (int i = 0; i < read; i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private int read(long at, byte[] target, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
        while (buffer.hasRemaining() && file.read(at + buffer.position(), buffer) >= 0) {
            continue;
        }
        return buffer.position();
    }
}
