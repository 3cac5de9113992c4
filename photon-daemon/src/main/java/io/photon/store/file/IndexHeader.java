// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.SegmentFormat.SegmentHeader;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The head of an index file: which segment it is of, what that segment held, and how long the parts of the index are.
 *
 * @param firstOrderId of the segment's first event; 0 without events
 * @param lowestTime the lowest event-time; above the highest without events
 * @param firstGroup the checksum in the header of the segment's first group, 0 without groups
 * @param lastGroup the same of its last group
 */
record IndexHeader(
        SegmentHeader segment,
        long segmentLength,
        long firstOrderId,
        long lastOrderId,
        long lowestTime,
        long highestTime,
        int firstGroup,
        int lastGroup,
        int groups,
        int events,
        int streams,
        int ids,
        int nameBytes,
        int streamFilterBytes,
        int idFilterBytes) {

    static final int BYTES = 144;

    private static final long MAGIC = 0x8950484F5449440AL;
    private static final int VERSION = 2;
    private static final int GROUP_CRC_AT = 28;
    private static final int SUMS_CRC_AT = 136;
    private static final int CRC_AT = 140;

    private static final int GROUP = 12;
    private static final int STREAM = 16;
    private static final int POSTING = 12;
    private static final int ID = 12;

    /** Of a segment's index, before the lengths of the parts are known. */
    static IndexHeader of(Segment segment, ActiveIndex index, int nameBytes) throws IOException {
        int streams = index.streams().size();
        int groups = index.groups();
        return new IndexHeader(
                segment.header(),
                segment.length(),
                index.firstOrderId(),
                index.lastOrderId(),
                index.lowestTime(),
                index.highestTime(),
                groups == 0 ? 0 : groupCrc(segment.file(), index.groupOffset(0)),
                groups == 0 ? 0 : groupCrc(segment.file(), index.groupOffset(groups - 1)),
                groups,
                index.events(),
                streams,
                index.localIdCount(),
                nameBytes,
                Bloom.bytesFor(streams),
                Bloom.bytesFor(index.localIdCount()));
    }

    int pages() {
        return CheckedBytes.pages(bodyBytes());
    }

    int bodyAt() {
        return BYTES + 4 * pages();
    }

    int streamsAt() {
        return bodyAt() + groups * GROUP;
    }

    int namesAt() {
        return streamsAt() + streams * STREAM;
    }

    int postingsAt() {
        return namesAt() + nameBytes;
    }

    int idsAt() {
        return postingsAt() + events * POSTING;
    }

    int streamFilterAt() {
        return idsAt() + ids * ID;
    }

    int idFilterAt() {
        return streamFilterAt() + streamFilterBytes;
    }

    /** How long the whole file is. */
    long fileBytes() {
        return BYTES + 4L * pages() + bodyBytes();
    }

    private long bodyBytes() {
        return (long) groups * GROUP
                + (long) streams * STREAM
                + nameBytes
                + (long) events * POSTING
                + (long) ids * ID
                + streamFilterBytes
                + idFilterBytes;
    }

    /** Puts the header and the checksums of the pages, which stand after it, at the start of a whole index. */
    void put(ByteBuffer bytes, int[] sums) {
        bytes.clear();
        bytes.putLong(MAGIC).putInt(VERSION);
        bytes.putInt(groups).putInt(events).putInt(streams).putInt(ids).putInt(nameBytes);
        bytes.putInt(streamFilterBytes).putInt(idFilterBytes).putLong(segmentLength);
        bytes.putLong(segment.storeId().getMostSignificantBits());
        bytes.putLong(segment.storeId().getLeastSignificantBits());
        bytes.putInt(segment.number()).putLong(segment.prev()).putLong(segment.coversTo());
        bytes.putLong(firstOrderId).putLong(lastOrderId).putLong(lowestTime).putLong(highestTime);
        bytes.putInt(firstGroup).putInt(lastGroup);
        bytes.position(BYTES);
        for (int sum : sums) {
            bytes.putInt(sum);
        }
        bytes.putInt(SUMS_CRC_AT, SegmentFormat.crc(bytes, BYTES, 4 * sums.length));
        bytes.putInt(CRC_AT, SegmentFormat.crc(bytes, 0, CRC_AT));
        bytes.clear();
    }

    /** @return null when these are not the first bytes of an index of this version */
    static @Nullable IndexHeader read(ByteBuffer bytes) {
        if (bytes.limit() < BYTES
                || bytes.getLong(0) != MAGIC
                || bytes.getInt(8) != VERSION
                || bytes.getInt(CRC_AT) != SegmentFormat.crc(bytes, 0, CRC_AT)) {
            return null;
        }
        UUID store = new UUID(bytes.getLong(48), bytes.getLong(56));
        return new IndexHeader(
                new SegmentHeader(bytes.getInt(64), store, bytes.getLong(68), bytes.getLong(76)),
                bytes.getLong(40),
                bytes.getLong(84),
                bytes.getLong(92),
                bytes.getLong(100),
                bytes.getLong(108),
                bytes.getInt(116),
                bytes.getInt(120),
                bytes.getInt(12),
                bytes.getInt(16),
                bytes.getInt(20),
                bytes.getInt(24),
                bytes.getInt(28),
                bytes.getInt(32),
                bytes.getInt(36));
    }

    /** The checksums of the pages, from a file's first bytes; null when they are damaged. */
    int @Nullable [] sums(ByteBuffer bytes) {
        int[] sums = new int[pages()];
        if (bytes.limit() < bodyAt() || bytes.getInt(SUMS_CRC_AT) != SegmentFormat.crc(bytes, BYTES, 4 * sums.length)) {
            return null;
        }
        for (int page = 0; page < sums.length; page++) {
            sums[page] = bytes.getInt(BYTES + 4 * page);
        }
        return sums;
    }

    /**
     * Whether this is the index of a segment as it is now. A group's header that is damaged says nothing against the
     * index: it may know better than the segment what stood there.
     *
     * @param lastGroupAt where the index says that the last group starts
     */
    boolean fits(SegmentHeader header, Disk.DiskFile file, long length, long last, long lastGroupAt)
            throws IOException {
        return segment.equals(header)
                && segmentLength == length
                && lastOrderId <= last
                && (events == 0 || firstOrderId > header.prev())
                && (groups == 0
                        || (fitsGroup(file, SegmentFormat.SEGMENT_HEADER, firstGroup)
                                && fitsGroup(file, lastGroupAt, lastGroup)));
    }

    private static boolean fitsGroup(Disk.DiskFile file, long at, int crc) throws IOException {
        int found = groupCrc(file, at);
        return found == crc || found == 0;
    }

    /** The checksum in a group's header, 0 when none stands there that is sound. */
    private static int groupCrc(Disk.DiskFile file, long at) throws IOException {
        ByteBuffer head = file.bytes(at, SegmentFormat.GROUP_HEADER);
        return SegmentFormat.group(head, 0) == null ? 0 : head.getInt(GROUP_CRC_AT);
    }
}
