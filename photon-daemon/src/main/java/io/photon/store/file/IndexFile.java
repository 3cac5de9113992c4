// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The index of a sealed segment, in a file, read through a mapping: of it only a checksum for each page lies on the heap.
 *
 * <pre>
 * header            what it is the index of, and how long the parts are: {@link IndexHeader}
 * page checksums    (crc32c 4) for each page of what follows: {@link CheckedBytes}
 * groups            (offset 4, last order-id 8) each
 * streams           in name order: (name offset 4, name length 4, first posting 4, count 4) each
 * names             one after another
 * postings          (offset 4, order-id 8) each
 * local-ids         in hash order: (hash 8, offset 4) each
 * filters           of stream hashes, of local-id hashes
 * </pre>
 *
 * Each page is checked when it is used, and {@link CheckedBytes.Unsound} thrown when it is not what was written: then
 * the index is made again from the segment ({@link Segment#indexFailed}).
 */
final class IndexFile implements SegmentIndex {

    private static final int GROUP = 12;
    private static final int STREAM = 16;
    private static final int POSTING = 12;
    private static final int ID = 12;
    private static final long[] NONE = {};

    private final CheckedBytes bytes;
    private final IndexHeader header;
    private final int groupsAt;
    private final int streamsAt;
    private final int namesAt;
    private final int postingsAt;
    private final int idsAt;

    private IndexFile(CheckedBytes bytes, IndexHeader header) {
        this.bytes = bytes;
        this.header = header;
        groupsAt = header.bodyAt();
        streamsAt = header.streamsAt();
        namesAt = header.namesAt();
        postingsAt = header.postingsAt();
        idsAt = header.idsAt();
    }

    /**
     * Opens the index of a segment.
     *
     * @return null when the file is missing, damaged, of another version or of another segment
     */
    static @Nullable IndexFile open(Disk disk, String name, Segment segment) throws IOException {
        return open(disk, name, segment.header(), segment.file(), segment.length(), segment.lastOrderId());
    }

    /** The same for a segment that is still being opened. */
    static @Nullable IndexFile open(
            Disk disk, String name, SegmentFormat.SegmentHeader of, Disk.DiskFile segment, long length, long last)
            throws IOException {
        if (!disk.exists(name)) {
            return null;
        }
        try (Disk.DiskFile file = disk.open(name)) {
            long size = file.size();
            if (size < IndexHeader.BYTES || size > Integer.MAX_VALUE) {
                return null;
            }
            IndexHeader header = IndexHeader.read(file.bytes(0, IndexHeader.BYTES));
            if (header == null || header.fileBytes() != size) {
                return null;
            }
            int[] sums = header.sums(file.bytes(0, header.bodyAt()));
            if (sums == null) {
                return null;
            }
            CheckedBytes bytes = new CheckedBytes(file.map(0, size), header.bodyAt(), sums);
            IndexFile index = new IndexFile(bytes, header);
            long lastGroupAt = header.groups() == 0 ? 0 : index.groupOffset(header.groups() - 1);
            return header.fits(of, segment, length, last, lastGroupAt) ? index : null;
        } catch (CheckedBytes.Unsound e) {
            return null;
        }
    }

    /** Whether it was this index that turned out to be damaged. */
    boolean isOf(CheckedBytes.Unsound what) {
        return what.isOf(bytes);
    }

    long fileBytes() {
        return header.fileBytes();
    }

    @Override
    public void distrust() {
        bytes.distrust();
    }

    @Override
    public long lowestTime() {
        return header.lowestTime();
    }

    @Override
    public long highestTime() {
        return header.highestTime();
    }

    @Override
    public int groups() {
        return header.groups();
    }

    @Override
    public long groupOffset(int group) {
        return bytes.getInt(groupsAt + group * GROUP);
    }

    @Override
    public long groupLast(int group) {
        return bytes.getLong(groupsAt + group * GROUP + 4);
    }

    @Override
    public int events() {
        return header.events();
    }

    /** Counts only for a view that is older than the segment's end; else the segment lies in the past as a whole. */
    @Override
    public int eventsUpTo(long orderId) {
        if (header.groups() == 0 || groupLast(header.groups() - 1) <= orderId) {
            return header.events();
        }
        int count = 0;
        StreamList list = streams();
        for (int n = 0; n < list.size(); n++) {
            count += list.postings(n).firstAbove(orderId);
        }
        return count;
    }

    @Override
    public StreamList streams() {
        return new MappedStreams();
    }

    @Override
    public List<Damage> blindSpots() {
        return List.of(); // written of sound segments only
    }

    @Override
    public @Nullable Postings stream(byte[] name, long hash) {
        if (!mayContain(header.streamFilterAt(), header.streamFilterBytes(), hash)) {
            return null;
        }
        StreamList list = streams();
        int n = list.firstAtOrAbove(name);
        return n < list.size() && Arrays.equals(list.name(n), name) ? list.postings(n) : null;
    }

    private boolean mayContain(int filterAt, int filterBytes, long hash) {
        int block = Bloom.block(filterAt, filterBytes, hash);
        return Bloom.mayContain(bytes.checked(block, Bloom.BLOCK_BYTES), filterAt, filterBytes, hash);
    }

    private final class MappedStreams implements StreamList {

        @Override
        public int size() {
            return header.streams();
        }

        @Override
        public byte[] name(int n) {
            int entry = streamsAt + n * STREAM;
            return bytes.bytes(namesAt + bytes.getInt(entry), bytes.getInt(entry + 4));
        }

        @Override
        public Postings postings(int n) {
            int entry = streamsAt + n * STREAM;
            return new MappedPostings(postingsAt + bytes.getInt(entry + 8) * POSTING, bytes.getInt(entry + 12));
        }
    }

    @Override
    public long[] localIds(long hash) {
        if (header.ids() == 0 || !mayContain(header.idFilterAt(), header.idFilterBytes(), hash)) {
            return NONE;
        }
        int low = 0;
        int high = header.ids();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bytes.getLong(idsAt + middle * ID) >= hash) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int end = low;
        while (end < header.ids() && bytes.getLong(idsAt + end * ID) == hash) {
            end++;
        }
        long[] offsets = new long[end - low];
        for (int i = low; i < end; i++) {
            offsets[i - low] = bytes.getInt(idsAt + i * ID + 8);
        }
        return offsets;
    }

    @Override
    public int localIdCount() {
        return header.ids();
    }

    @Override
    public void eachLocalIdHash(LongConsumer visitor) {
        for (int i = 0; i < header.ids(); i++) {
            visitor.accept(bytes.getLong(idsAt + i * ID));
        }
    }

    /** Hears of a record. */
    interface RecordVisitor {
        void visit(long orderId, long offset, byte[] stream);
    }

    /** All records in order. */
    void eachRecord(RecordVisitor visitor) {
        int[] postings = new int[header.events()];
        int[] streams = new int[header.events()];
        for (int n = 0; n < postings.length; n++) {
            postings[n] = n;
        }
        StreamList list = streams();
        for (int n = 0; n < list.size(); n++) {
            int first = bytes.getInt(streamsAt + n * STREAM + 8);
            Arrays.fill(streams, first, first + list.postings(n).size(), n);
        }
        Postings all = new MappedPostings(postingsAt, header.events());
        IntSort.sort(postings, (a, b) -> Long.compare(all.orderId(a), all.orderId(b)));
        for (int n : postings) {
            visitor.visit(all.orderId(n), all.offset(n), list.name(streams[n]));
        }
    }

    /** The hashes of the local-ids by the offsets of their records. */
    Map<Long, Long> localIdHashes() {
        Map<Long, Long> hashes = new HashMap<>();
        for (int n = 0; n < header.ids(); n++) {
            hashes.put((long) bytes.getInt(idsAt + n * ID + 8), bytes.getLong(idsAt + n * ID));
        }
        return hashes;
    }

    /** Postings in the mapping. */
    private final class MappedPostings implements Postings {
        private final int at;
        private final int size;

        MappedPostings(int at, int size) {
            this.at = at;
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public long orderId(int n) {
            return bytes.getLong(at + n * POSTING + 4);
        }

        @Override
        public long offset(int n) {
            return bytes.getInt(at + n * POSTING);
        }
    }
}
