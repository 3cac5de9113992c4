// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads single records at known places, several with one read where they lie close together. For one thread. */
final class RecordWindow {

    /** For a record whose order-id the caller does not know. */
    static final long ANY = -1;

    private static final int NEAR_BYTES = 128 * 1024;
    private static final int SINGLE_BYTES = 2 * 1024;

    private final Segment segment;
    private final long end;
    private final int longest;
    private final ScanWindow windows;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    RecordWindow(Segment segment) {
        this(segment, Integer.MAX_VALUE, ScanWindow.FRESH);
    }

    /**
     * @param longest a record with a longer line is not read: {@link #record} throws {@link LargeRecord}
     * @param windows what is read into
     */
    RecordWindow(Segment segment, int longest, ScanWindow windows) {
        this.windows = windows;
        this.segment = segment;
        this.end = segment.length();
        this.longest = longest;
    }

    /**
     * @param offset where the record starts
     * @param orderId the order-id it must have, or {@link #ANY}
     * @param dense whether the next record wanted lies near
     */
    Event record(long offset, long orderId, boolean dense) throws IOException, Corrupt {
        int head = require(offset, SegmentFormat.RECORD_HEADER, dense ? NEAR_BYTES : SINGLE_BYTES);
        int length = window.getInt(head);
        if (length < 1 || offset + SegmentFormat.RECORD_HEADER + length > end) {
            throw new Corrupt(offset, "a record's length does not fit");
        }
        if (length > longest) {
            throw new LargeRecord(length);
        }
        head = require(offset, SegmentFormat.RECORD_HEADER + length, 0);
        if (window.getInt(head + 4) != SegmentFormat.crc(window, head + 8, 16 + length)) {
            throw new Corrupt(offset, "a record's checksum is wrong");
        }
        long found = window.getLong(head + 8);
        if (orderId != ANY && found != orderId) {
            throw new Corrupt(offset, "another event stands there");
        }
        return windows.event(window, head + SegmentFormat.RECORD_HEADER, length, found);
    }

    private int require(long offset, int bytes, int ahead) throws IOException, Corrupt {
        if (offset < windowAt || offset + bytes > windowAt + window.limit()) {
            long left = end - offset;
            int wanted = (int) Math.min(left, Math.max(bytes, ahead));
            window = windows.next(wanted, bytes);
            windowAt = offset;
            segment.file().fill(windowAt, window);
            window.flip();
            if (window.limit() < bytes) {
                throw new Corrupt(offset, "the file ends in the middle of a record");
            }
        }
        return (int) (offset - windowAt);
    }
}
