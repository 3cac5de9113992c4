package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads single records at known places, several with one read where they lie close together. For one thread. */
final class RecordWindow {

    /** For a record whose order-id the caller does not know. */
    static final long ANY = -1;

    private static final int NEAR_BYTES = 128 * 1024;
    private static final int SINGLE_BYTES = 2 * 1024;

    private final Segment segment;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    RecordWindow(Segment segment) {
        this.segment = segment;
    }

    /**
     * @param offset where the record starts
     * @param orderId the order-id it must have, or {@link #ANY}
     * @param dense whether the next record wanted lies near
     */
    Event record(long offset, long orderId, boolean dense) throws IOException, StoreException {
        int head = require(offset, SegmentFormat.RECORD_HEADER, dense ? NEAR_BYTES : SINGLE_BYTES, orderId);
        int length = window.getInt(head);
        if (length < 1 || offset + SegmentFormat.RECORD_HEADER + length > segment.length()) {
            throw damaged(offset, orderId, "a record's length does not fit");
        }
        head = require(offset, SegmentFormat.RECORD_HEADER + length, 0, orderId);
        if (window.getInt(head + 4) != SegmentFormat.crc(window, head + 8, 16 + length)) {
            throw damaged(offset, orderId, "a record's checksum is wrong");
        }
        if (orderId != ANY && window.getLong(head + 8) != orderId) {
            throw damaged(offset, orderId, "another event stands there");
        }
        return Event.ofLine(window.array(), head + SegmentFormat.RECORD_HEADER, length);
    }

    private int require(long offset, int bytes, int ahead, long orderId) throws IOException, StoreException {
        if (offset < windowAt || offset + bytes > windowAt + window.limit()) {
            long left = segment.length() - offset;
            window = ByteBuffer.allocate((int) Math.min(left, Math.max(bytes, ahead)));
            windowAt = offset;
            while (window.hasRemaining() && segment.file().read(windowAt + window.position(), window) >= 0) {
                continue;
            }
            window.flip();
            if (window.limit() < bytes) {
                throw damaged(offset, orderId, "the file ends in the middle of a record");
            }
        }
        return (int) (offset - windowAt);
    }

    private StoreException damaged(long offset, long orderId, String what) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                segment.describe() + " at offset " + offset + ": " + what
                        + (orderId == ANY ? "" : "; event " + orderId + " cannot be read"));
    }
}
