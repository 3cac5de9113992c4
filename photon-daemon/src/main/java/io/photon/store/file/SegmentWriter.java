// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.Event;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups at the end of one segment. For the one writer.
 *
 * <p>The file is grown ahead in zeroed chunks, so that a forced group changes no metadata: that makes each force about a
 * third cheaper.
 */
final class SegmentWriter {

    private static final int MAX_CHUNK_BYTES = 1 << 20;
    private static final int CHUNKS_PER_SEGMENT = 8;
    private static final int USABLE_CHUNKS = 64;
    private static final int KEPT_BUFFER_BYTES = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(MAX_CHUNK_BYTES).asReadOnlyBuffer();

    private final Disk disk;
    private final Disk.DiskFile file;
    private final int chunkBytes;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private long[] offsets = new long[64];
    private long end;
    private long allocated;
    private long last;

    /**
     * @param end where the next group goes
     * @param prev the order-id before the next group's first
     * @param segmentBytes when the segment is full: room prepared ahead is a small part of it
     */
    SegmentWriter(Disk disk, Disk.DiskFile file, long end, long prev, long segmentBytes) throws IOException {
        this.chunkBytes = (int) Math.min(MAX_CHUNK_BYTES, segmentBytes / CHUNKS_PER_SEGMENT);
        this.disk = disk;
        this.file = file;
        this.end = end;
        this.allocated = Math.max(end, file.size());
        this.last = prev;
        file.keepOpen();
    }

    /** Bytes of a group of these events. */
    static long groupBytes(List<Event> events) {
        long bytes = SegmentFormat.GROUP_HEADER;
        for (Event event : events) {
            bytes += SegmentFormat.RECORD_HEADER + event.length();
        }
        return bytes;
    }

    /** Writes one group, not yet forced. On failure the end stays where it was. */
    void write(List<Event> events) throws IOException {
        int size = Math.toIntExact(groupBytes(events));
        ByteBuffer target = bufferFor(size);
        if (offsets.length < events.size()) {
            offsets = new long[events.size()];
        }
        int at = SegmentFormat.GROUP_HEADER;
        for (int i = 0; i < events.size(); i++) {
            offsets[i] = end + at;
            at = putRecord(target, at, events.get(i));
        }
        long newLast = events.get(events.size() - 1).orderId();
        SegmentFormat.putGroup(
                target,
                0,
                new SegmentFormat.GroupHeader(size - SegmentFormat.GROUP_HEADER, events.size(), last, newLast));
        prepare(end + size, size);
        file.write(end, target.limit(size).position(0));
        allocated = Math.max(allocated, end + size);
        end += size;
        last = newLast;
    }

    private int putRecord(ByteBuffer target, int at, Event event) {
        int length = event.length();
        target.putInt(at, length);
        target.putLong(at + 8, event.orderId());
        target.putLong(at + 16, event.streamHash());
        target.put(at + SegmentFormat.RECORD_HEADER, event.array(), event.offset(), length);
        crc.reset();
        crc.update(target.slice(at + 8, 16 + length));
        target.putInt(at + 4, (int) crc.getValue());
        return at + SegmentFormat.RECORD_HEADER + length;
    }

    private ByteBuffer bufferFor(int size) {
        if (size > KEPT_BUFFER_BYTES) {
            return ByteBuffer.allocate(size); // rare: one very large event
        }
        if (size > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect(Math.min(KEPT_BUFFER_BYTES, Integer.highestOneBit(size) * 2));
        }
        return buffer.clear();
    }

    /** Grows the file ahead; not when the disk is nearly full, and never failing: the write itself will tell. */
    private void prepare(long needed, int size) {
        if (needed <= allocated || size > chunkBytes / 8) { // for a large group it would be writing twice
            return;
        }
        long before = allocated;
        try {
            if (chunkBytes < 1 || disk.usableBytes() / USABLE_CHUNKS < chunkBytes) {
                return;
            }
            long target = needed + chunkBytes;
            for (long at = allocated; at < target; at += chunkBytes) {
                file.write(at, ZEROS.duplicate().limit((int) Math.min(chunkBytes, target - at)));
            }
            allocated = target;
        } catch (IOException e) {
            LOG.debug("no room prepared ahead: {}", e.getMessage());
            allocated = before;
        }
    }

    void force() throws IOException {
        file.force();
    }

    /** Takes back what was written and not forced since the given end. */
    void rewind(long toEnd, long toLast) throws IOException {
        file.truncate(toEnd);
        end = toEnd;
        last = toLast;
        allocated = toEnd;
    }

    /** Cuts the prepared room off and forces the rest. */
    void finish() throws IOException {
        if (allocated > end) {
            file.truncate(end);
            allocated = end;
        }
        file.force();
    }

    /** Bytes prepared and not used yet. */
    long preallocated() {
        return allocated - end;
    }

    long end() {
        return end;
    }

    long last() {
        return last;
    }

    /** Where the n-th record of the group written last starts. */
    long offset(int n) {
        return offsets[n];
    }
}
