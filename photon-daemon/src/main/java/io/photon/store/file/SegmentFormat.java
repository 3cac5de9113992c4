// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a segment lies on disk. All numbers big-endian.
 *
 * <pre>
 * segment header, 64 bytes
 *   0  8  magic            89 'P' 'H' 'O' 'T' 'O' 'N' 0A
 *   8  4  format version   1
 *  12  4  segment number
 *  16 16  store id
 *  32  8  prev             the order-id before the segment's first
 *  40  8  covers-to        rewritten segments: the highest order-id the original held; else 0
 *  48 12  zero
 *  60  4  crc32c of the bytes before
 *
 * then groups, one a batch: header, 32 bytes
 *   0  4  magic            F5 'P' 'G' FA (no UTF-8, so no payload contains it)
 *   4  4  body length      bytes of all records
 *   8  4  count            records
 *  12  8  prev             the order-id before the group's first
 *  20  8  last             the group's last order-id
 *  28  4  crc32c of the bytes before
 *
 * and in each group its records: 24 bytes, then the line
 *   0  4  line length
 *   4  4  crc32c           of order-id, stream hash and line
 *   8  8  order-id
 *  16  8  stream hash
 *  24  n  the event's canonical line
 * </pre>
 *
 * Zeros after the last group are space prepared for the next ones.
 */
final class SegmentFormat {

    static final int VERSION = 1;
    static final int SEGMENT_HEADER = 64;
    static final int GROUP_HEADER = 32;
    static final int RECORD_HEADER = 24;
    static final int MAX_SEGMENT = 1 << 30;
    static final int GROUP_MAGIC = 0xF55047FA;
    private static final long SEGMENT_MAGIC = 0x8950484F544F4E0AL;

    private SegmentFormat() {}

    /** @param coversTo 0 unless the segment was rewritten */
    record SegmentHeader(int number, UUID storeId, long prev, long coversTo) {

        /** Written out: what Java makes of a record at the first comparison takes a start of the daemon longer. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SegmentHeader that
                    && number == that.number
                    && storeId.equals(that.storeId)
                    && prev == that.prev
                    && coversTo == that.coversTo;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(coversTo);
        }
    }

    record GroupHeader(int bodyLength, int count, long prev, long last) {}

    static ByteBuffer encode(SegmentHeader header) {
        ByteBuffer bytes = ByteBuffer.allocate(SEGMENT_HEADER);
        bytes.putLong(SEGMENT_MAGIC).putInt(VERSION).putInt(header.number());
        bytes.putLong(header.storeId().getMostSignificantBits());
        bytes.putLong(header.storeId().getLeastSignificantBits());
        bytes.putLong(header.prev()).putLong(header.coversTo());
        bytes.putInt(60, crc(bytes, 0, 60));
        return bytes.clear();
    }

    /** @return null when these are not the bytes of a segment's head */
    static @Nullable SegmentHeader decodeSegment(ByteBuffer bytes) {
        if (bytes.limit() < SEGMENT_HEADER
                || bytes.getLong(0) != SEGMENT_MAGIC
                || bytes.getInt(60) != crc(bytes, 0, 60)) {
            return null;
        }
        return new SegmentHeader(
                bytes.getInt(12), new UUID(bytes.getLong(16), bytes.getLong(24)), bytes.getLong(32), bytes.getLong(40));
    }

    /** @return null when the file does not start with the head of a segment */
    static @Nullable SegmentHeader segmentOf(Disk.DiskFile file) throws IOException {
        return decodeSegment(file.bytes(0, SEGMENT_HEADER));
    }

    /** @return null when no sound group header starts there in the file */
    static @Nullable GroupHeader groupOf(Disk.DiskFile file, long at) throws IOException {
        return group(file.bytes(at, GROUP_HEADER), 0);
    }

    static void putGroup(ByteBuffer target, int at, GroupHeader header) {
        target.putInt(at, GROUP_MAGIC);
        target.putInt(at + 4, header.bodyLength());
        target.putInt(at + 8, header.count());
        target.putLong(at + 12, header.prev());
        target.putLong(at + 20, header.last());
        target.putInt(at + 28, crc(target, at, 28));
    }

    /** @return null when no sound group header starts here */
    static @Nullable GroupHeader group(ByteBuffer bytes, int at) {
        if (at + GROUP_HEADER > bytes.limit()
                || bytes.getInt(at) != GROUP_MAGIC
                || bytes.getInt(at + 28) != crc(bytes, at, 28)) {
            return null;
        }
        GroupHeader header = new GroupHeader(
                bytes.getInt(at + 4), bytes.getInt(at + 8), bytes.getLong(at + 12), bytes.getLong(at + 20));
        return header.bodyLength() < 1 || header.count() < 1 ? null : header;
    }

    static int crc(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        if (bytes.hasArray()) { // no view of it for each record
            Objects.checkFromIndexSize(from, length, bytes.limit());
            crc.update(bytes.array(), bytes.arrayOffset() + from, length);
        } else {
            crc.update(bytes.slice(from, length));
        }
        return (int) crc.getValue();
    }
}
