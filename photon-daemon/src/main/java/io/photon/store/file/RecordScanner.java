// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the records of a segment in order, checking every length and checksum on the way, and steps over places
 * that are known to be damaged. Reads in large windows; events share the window's array, which is never written to
 * again, unless the scan is {@link #through} one that is: then they are copies. For one thread.
 */
final class RecordScanner {

    private final Disk.DiskFile file;
    private final long stop;
    private final long end;
    private final int windowBytes;
    private final List<Damage> places;
    private int longest = Integer.MAX_VALUE;
    private final CRC32C crc = new CRC32C();
    private ScanWindow windows = ScanWindow.FRESH;

    private int place;
    private long nextPlace = Long.MAX_VALUE;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;
    private long at;

    private SegmentFormat.@Nullable GroupHeader group;
    private long groupAt;
    private int recordsLeft;
    private boolean holed;
    private long groupEnd;
    private long chain = -1;

    private long orderId;
    private long streamHash;
    private long recordAt;
    private int lineAt;
    private int lineLength;
    private long lastOrderId;

    /**
     * @param from where a group starts
     * @param end where the scan and the segment end
     * @param windowBytes how much is read at once
     */
    RecordScanner(Disk.DiskFile file, long from, long end, int windowBytes) {
        this(file, from, end, end, windowBytes, List.of());
    }

    /**
     * @param from where a group starts
     * @param stop where the scan ends: a group's or a record's start
     * @param end where the segment ends
     * @param places damaged ones, in order: they are stepped over
     */
    RecordScanner(Disk.DiskFile file, long from, long stop, long end, int windowBytes, List<Damage> places) {
        this.file = file;
        this.at = from;
        this.groupEnd = from;
        this.stop = stop;
        this.end = end;
        this.windowBytes = windowBytes;
        this.places = places;
        while (place < places.size() && places.get(place).end() <= from) {
            place++;
        }
        nextPlace = place < places.size() ? places.get(place).offset() : Long.MAX_VALUE;
        step();
    }

    /**
     * The first group is the one after this order-id: a disk may have written another group in its place, and a sound one
     * at that.
     */
    RecordScanner after(long lastOrderId) {
        if (chain < 0 && places.isEmpty()) { // else groups that the index does not know may lie before it
            chain = lastOrderId;
        }
        return this;
    }

    /** Reads into this window again and again. */
    RecordScanner through(ScanWindow borrowed) {
        windows = borrowed;
        return this;
    }

    /** From now on a record with a longer line is not read: {@link #next} throws {@link LargeRecord}. */
    RecordScanner noLongerThan(int lineLength) {
        longest = lineLength;
        return this;
    }

    /** Moves to the next record; false at the end. */
    boolean next() throws IOException, Corrupt {
        while (at >= groupEnd) {
            if (at >= stop) {
                return false;
            }
            openGroup();
            step();
        }
        if (at >= stop) {
            return false;
        }
        record();
        step();
        return true;
    }

    /** Over a damaged place that starts here. */
    private void step() {
        while (nextPlace <= at) {
            at = Math.max(at, places.get(place++).end());
            nextPlace = place < places.size() ? places.get(place).offset() : Long.MAX_VALUE;
            chain = -1;
        }
    }

    private void openGroup() throws IOException, Corrupt {
        groupAt = at;
        int head = require(groupAt, SegmentFormat.GROUP_HEADER, "the group's header is cut");
        group = SegmentFormat.group(window, head);
        if (group == null) {
            throw new Corrupt(groupAt, "no sound group header");
        }
        groupEnd = at + SegmentFormat.GROUP_HEADER + group.bodyLength();
        if (groupEnd > end) {
            throw new Corrupt(groupAt, "the group is cut");
        }
        if (chain >= 0 && group.prev() > chain) {
            throw new Corrupt(groupAt, "a group is missing");
        }
        if (group.prev() < chain) {
            throw Corrupt.misplaced(groupAt, group);
        }
        holed = nextPlace < groupEnd;
        chain = group.last();
        recordsLeft = group.count();
        lastOrderId = group.prev();
        at += SegmentFormat.GROUP_HEADER;
    }

    private void record() throws IOException, Corrupt {
        if (at + SegmentFormat.RECORD_HEADER > groupEnd) {
            throw new Corrupt(at, "a record is cut");
        }
        int head = require(at, SegmentFormat.RECORD_HEADER, "a record is cut");
        int length = window.getInt(head);
        if (length < 1 || at + SegmentFormat.RECORD_HEADER + length > groupEnd) {
            throw new Corrupt(at, "a record's length does not fit its group");
        }
        if (length > longest) {
            throw new LargeRecord(length);
        }
        head = require(at, SegmentFormat.RECORD_HEADER + length, "a record is cut");
        int recordCrc = window.getInt(head + 4);
        crc.reset();
        crc.update(window.array(), head + 8, 16 + length);
        if ((int) crc.getValue() != recordCrc) {
            throw new Corrupt(at, "a record's checksum is wrong");
        }
        orderId = window.getLong(head + 8);
        streamHash = window.getLong(head + 16);
        recordAt = at;
        lineAt = head + SegmentFormat.RECORD_HEADER;
        lineLength = length;
        if (orderId <= lastOrderId || orderId > group().last()) {
            throw new Corrupt(at, "order-ids do not rise");
        }
        lastOrderId = orderId;
        at += SegmentFormat.RECORD_HEADER + length;
        recordsLeft--;
        if (!holed && (recordsLeft == 0 ? at != groupEnd || orderId != group().last() : at == groupEnd)) {
            throw new Corrupt(groupAt, "the group's records are not those it announces");
        }
    }

    /** Makes sure that this many bytes from here on are in the window. @return where they start */
    private int require(long fault, int bytes, String otherwise) throws IOException, Corrupt {
        if (at < windowAt || at + bytes > windowAt + window.limit()) {
            long left = end - at;
            if (left < bytes) {
                throw new Corrupt(fault, otherwise);
            }
            int wanted = (int) Math.min(left, Math.max(bytes, windowBytes));
            window = windows.next(wanted, bytes);
            windowAt = at;
            file.fill(windowAt, window);
            window.flip();
            if (window.limit() < bytes) {
                throw new Corrupt(fault, otherwise);
            }
        }
        return (int) (at - windowAt);
    }

    /** The current record as an event that stays what it is. */
    Event event() {
        return windows.event(window, lineAt, lineLength, orderId);
    }

    /** The same for a look at it, until {@link #next}. */
    Event passing() {
        return Event.ofKnownLine(window.array(), lineAt, lineLength, orderId);
    }

    long orderId() {
        return orderId;
    }

    long streamHash() {
        return streamHash;
    }

    int lineLength() {
        return lineLength;
    }

    /** Where the current record starts in the file. */
    long recordAt() {
        return recordAt;
    }

    /** Where the current group starts in the file. */
    long groupAt() {
        return groupAt;
    }

    /** Of the current record; only after {@link #next} said that there is one. */
    SegmentFormat.GroupHeader group() {
        return Objects.requireNonNull(group);
    }

    /** Whether the current record is the last of its group. */
    boolean atGroupEnd() {
        return at >= groupEnd;
    }

    /** Where the next record or group starts. */
    long position() {
        return at;
    }
}
