// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
    private long lastGroupAt;
    private @Nullable String tailFault;

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
     *     with nothing sound after it; 0 when nothing is known
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

    /** Where the next group goes: after the last sound group, and after all that is known to have been written. */
    long logEnd() {
        return Math.max(soundEnd, covered);
    }

    /** The last order-id, readable or not. */
    long last() {
        return last;
    }

    /** Where the last group starts that is at least in part sound; 0 when there is none. */
    long lastGroupAt() {
        return lastGroupAt;
    }

    /** What is wrong after the last sound group; null when nothing stands there, or zeros only. */
    @Nullable String tailFault() {
        return tailFault;
    }

    /** The bad tail as a place to be healed, if the header of its group is sound; else null. */
    @Nullable Damage framedTail() throws IOException {
        SegmentFormat.GroupHeader header = groupAt(logEnd());
        return header == null || header.prev() != last
                ? null
                : new Damage(
                        logEnd(),
                        logEnd() + SegmentFormat.GROUP_HEADER + header.bodyLength(),
                        last,
                        header.last(),
                        Objects.requireNonNull(tailFault),
                        false);
    }

    private void run() throws IOException {
        long at = SegmentFormat.SEGMENT_HEADER;
        while (at < end) {
            at = scanFrom(at);
        }
        if (logEnd() < certainEnd) {
            addDamage(logEnd(), certainEnd, certainLast, "the file ends early");
        }
    }

    private void addDamage(long from, long to, long upTo, String what) {
        damages.add(new Damage(from, to, last, upTo, what, false));
        covered = to;
        last = Math.max(last, upTo);
    }

    /** Scans until something is unsound; each whole group enters the index only when all of it is sound. */
    private long scanFrom(long from) throws IOException {
        RecordScanner scanner = new RecordScanner(file, from, end, WINDOW_BYTES);
        List<Event> events = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        try {
            while (scanner.next()) {
                events.add(scanner.event());
                offsets.add(scanner.recordAt());
                if (scanner.atGroupEnd()) {
                    check(scanner.groupAt(), scanner.group());
                    missingBefore(scanner.groupAt(), scanner.group());
                    add(scanner.groupAt(), scanner.group(), events, offsets);
                    soundEnd = scanner.position();
                    events.clear();
                    offsets.clear();
                }
            }
            return end;
        } catch (Corrupt e) {
            return step(Math.max(scanner.groupAt(), from), e);
        }
    }

    private void check(long groupAt, SegmentFormat.GroupHeader group) throws IOException, Corrupt {
        if (!fits(groupAt, group)) {
            throw Corrupt.misplaced(groupAt, group);
        }
    }

    /** Whether a group can stand here: after the last one, and not with events of a later segment. */
    private boolean fits(long groupAt, SegmentFormat.GroupHeader group) throws IOException {
        return group.prev() >= last
                && (groupAt >= certainEnd || group.last() <= certainLast)
                && !isOfALaterPlace(groupAt, group);
    }

    /** Whether a group that leaves others out is followed by one of those: then it is the one that does not belong here. */
    private boolean isOfALaterPlace(long groupAt, SegmentFormat.GroupHeader group) throws IOException {
        if (group.prev() == last) {
            return false;
        }
        SegmentFormat.GroupHeader next = groupAt(groupAt + SegmentFormat.GROUP_HEADER + group.bodyLength());
        return next != null && next.prev() >= last && next.prev() < group.last();
    }

    private void add(long groupAt, SegmentFormat.GroupHeader group, List<Event> events, List<Long> offsets) {
        index.addGroup(groupAt, group.last());
        lastGroupAt = groupAt;
        for (int i = 0; i < events.size(); i++) {
            index.add(events.get(i), offsets.get(i));
        }
        last = group.last();
    }

    /** The chain of order-ids shows a group that is not there at all. */
    private void missingBefore(long groupAt, SegmentFormat.GroupHeader group) {
        if (group.prev() > last) {
            addDamage(logEnd(), groupAt, group.prev(), "a group is missing");
        }
    }

    /** Decides what an unsound place is, and where to go on. */
    private long step(long groupAt, Corrupt fault) throws IOException {
        long from = Math.max(groupAt, logEnd());
        long next = nextGroup(from + 1);
        long damageEnd = next >= 0 ? next : certainEnd;
        if (from < damageEnd) {
            SegmentFormat.GroupHeader header = groupAt(from);
            long groupEnd = header == null ? -1 : from + SegmentFormat.GROUP_HEADER + header.bodyLength();
            if (header != null && fits(from, header) && groupEnd <= damageEnd) {
                missingBefore(from, header);
                damagedGroup(from, header, fault);
                return groupEnd;
            }
            addDamage(
                    from,
                    damageEnd,
                    next >= 0 ? Objects.requireNonNull(groupAt(next)).prev() : certainLast,
                    fault.getMessage());
            return damageEnd;
        }
        if (!zeroFrom(from)) {
            tailFault = fault.getMessage();
        }
        return end;
    }

    /** Keeps the sound records of a group that is known to have been written as a whole. */
    private void damagedGroup(long groupAt, SegmentFormat.GroupHeader group, Corrupt fault) throws IOException {
        long groupEnd = groupAt + SegmentFormat.GROUP_HEADER + group.bodyLength();
        GroupScan scan = GroupScan.of(file, groupAt, group);
        if (scan == null) {
            addDamage(groupAt, groupEnd, group.last(), fault.getMessage());
            return;
        }
        damages.addAll(scan.damages());
        add(groupAt, group, scan.events(), scan.offsets());
        covered = groupEnd;
    }

    /**
     * The next offset with a sound header of a group that can stand there, or -1. No payload has the bytes it starts
     * with, and it was written only after the group before it was forced.
     */
    private long nextGroup(long from) throws IOException {
        byte[] bytes = new byte[WINDOW_BYTES];
        for (long at = from; at + SegmentFormat.GROUP_HEADER <= end; at += WINDOW_BYTES - 3) {
            int read = read(at, bytes, (int) Math.min(bytes.length, end - at));
            for (int i = 0; i + 4 <= read; i++) {
                if (bytes[i] == (byte) 0xF5 && bytes[i + 1] == 'P' && bytes[i + 2] == 'G') {
                    SegmentFormat.GroupHeader header = groupAt(at + i);
                    if (header != null && fits(at + i, header)) {
                        return at + i;
                    }
                }
            }
        }
        return -1;
    }

    private SegmentFormat.@Nullable GroupHeader groupAt(long at) throws IOException {
        return SegmentFormat.groupOf(file, at);
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
        file.fill(at, buffer);
        return buffer.position();
    }
}
