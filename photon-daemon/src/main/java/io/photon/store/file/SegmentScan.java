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
    private final ActiveIndex index = new ActiveIndex();
    private final List<Damage> damages = new ArrayList<>();
    private long soundEnd = SegmentFormat.SEGMENT_HEADER;
    private long last;
    private String tailFault;

    private SegmentScan(Disk.DiskFile file, long end, long prev) {
        this.file = file;
        this.end = end;
        this.last = prev;
    }

    /** @param prev the order-id before the segment's first */
    static SegmentScan of(Disk.DiskFile file, long end, long prev) throws IOException {
        SegmentScan scan = new SegmentScan(file, end, prev);
        scan.run();
        return scan;
    }

    /** The index of all sound groups. */
    ActiveIndex index() {
        return index;
    }

    /** Bad places with good groups behind them. */
    List<Damage> damages() {
        return damages;
    }

    /** Where the last sound group ends. */
    long soundEnd() {
        return soundEnd;
    }

    /** The last sound order-id. */
    long last() {
        return last;
    }

    /** What is wrong behind the last sound group; null when nothing stands there, or zeros only. */
    String tailFault() {
        return tailFault;
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
        boolean known = !damages.isEmpty()
                && damages.get(damages.size() - 1).upTo() == scanner.group().prev();
        if (scanner.group().prev() > last && !known) {
            damages.add(new Damage(
                    soundEnd, scanner.groupAt(), last, scanner.group().prev(), "a group is missing"));
        }
    }

    private long step(Corrupt fault) throws IOException {
        long from = Math.max(fault.offset(), soundEnd);
        long next = nextSoundGroup(from + 1);
        if (next >= 0) {
            damages.add(new Damage(from, next, last, groupAt(next).prev(), fault.getMessage()));
            return next;
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
