package io.photon.store.file;

import io.photon.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Walks over the records of a segment in order, checking every length and checksum on the way. Reads in large windows;
 * events share the window's array, which is never written to again. For one thread.
 */
final class RecordScanner {

    private final Disk.DiskFile file;
    private final long end;
    private final int windowBytes;
    private final CRC32C crc = new CRC32C();

    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;
    private long at;

    private SegmentFormat.GroupHeader group;
    private long groupAt;
    private int recordsLeft;
    private long groupEnd;

    private long orderId;
    private long streamHash;
    private long recordAt;
    private int lineAt;
    private int lineLength;
    private long lastOrderId;

    /**
     * @param from where a group starts
     * @param end where the scan ends
     * @param windowBytes how much is read at once
     */
    RecordScanner(Disk.DiskFile file, long from, long end, int windowBytes) {
        this.file = file;
        this.at = from;
        this.end = end;
        this.windowBytes = windowBytes;
    }

    /** Moves to the next record; false at the end. */
    boolean next() throws IOException, Corrupt {
        if (recordsLeft == 0) {
            if (at == end) {
                return false;
            }
            openGroup();
        }
        record();
        return true;
    }

    private void openGroup() throws IOException, Corrupt {
        groupAt = at;
        int head = require(SegmentFormat.GROUP_HEADER, "the group's header is cut");
        group = SegmentFormat.group(window, head);
        if (group == null) {
            throw new Corrupt(groupAt, "no sound group header");
        }
        groupEnd = at + SegmentFormat.GROUP_HEADER + group.bodyLength();
        if (group.count() < 1 || group.bodyLength() < 1 || groupEnd > end) {
            throw new Corrupt(groupAt, "the group is cut");
        }
        recordsLeft = group.count();
        lastOrderId = group.prev();
        at += SegmentFormat.GROUP_HEADER;
    }

    private void record() throws IOException, Corrupt {
        if (at + SegmentFormat.RECORD_HEADER > groupEnd) {
            throw new Corrupt(groupAt, "a record is cut");
        }
        int head = require(SegmentFormat.RECORD_HEADER, "a record is cut");
        int length = window.getInt(head);
        if (length < 1 || at + SegmentFormat.RECORD_HEADER + length > groupEnd) {
            throw new Corrupt(groupAt, "a record's length does not fit its group");
        }
        head = require(SegmentFormat.RECORD_HEADER + length, "a record is cut");
        int recordCrc = window.getInt(head + 4);
        crc.reset();
        crc.update(window.array(), head + 8, 16 + length);
        if ((int) crc.getValue() != recordCrc) {
            throw new Corrupt(groupAt, "a record's checksum is wrong");
        }
        orderId = window.getLong(head + 8);
        streamHash = window.getLong(head + 16);
        recordAt = at;
        lineAt = head + SegmentFormat.RECORD_HEADER;
        lineLength = length;
        if (orderId <= lastOrderId) {
            throw new Corrupt(groupAt, "order-ids do not rise");
        }
        lastOrderId = orderId;
        at += SegmentFormat.RECORD_HEADER + length;
        recordsLeft--;
        if (recordsLeft == 0 && (at != groupEnd || orderId != group.last())) {
            throw new Corrupt(groupAt, "the group's records are not those it announces");
        }
    }

    /** Makes sure that so many bytes from here on are in the window; returns where they start. */
    private int require(int bytes, String otherwise) throws IOException, Corrupt {
        if (at < windowAt || at + bytes > windowAt + window.limit()) {
            long left = end - at;
            if (left < bytes) {
                throw new Corrupt(groupAt, otherwise);
            }
            window = ByteBuffer.allocate((int) Math.min(left, Math.max(bytes, windowBytes)));
            windowAt = at;
            while (window.hasRemaining()) {
                int read = file.read(windowAt + window.position(), window);
                if (read < 0) {
                    break;
                }
            }
            window.flip();
            if (window.limit() < bytes) {
                throw new Corrupt(groupAt, otherwise);
            }
        }
        return (int) (at - windowAt);
    }

    /** The current record as an event. */
    Event event() {
        return Event.ofLine(window.array(), lineAt, lineLength);
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

    SegmentFormat.GroupHeader group() {
        return group;
    }

    /** Whether the current record is the last of its group. */
    boolean atGroupEnd() {
        return recordsLeft == 0;
    }

    /** Where the next record or group starts. */
    long position() {
        return at;
    }
}
