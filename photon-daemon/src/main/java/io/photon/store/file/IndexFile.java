package io.photon.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The index of a sealed segment, in a file, read through a mapping: nothing of it lies on the heap.
 *
 * <pre>
 * header, 64 bytes: magic 8, version 4, groups 4, events 4, streams 4, local-ids 4, name bytes 4,
 *                   segment length 8, stream filter bytes 4, id filter bytes 4, zero 8, crc of the rest 4, crc of these 4
 * groups            (offset 4, last order-id 8) each
 * streams           in name order: (name offset 4, name length 4, first posting 4, count 4) each
 * names             one after another
 * postings          (offset 4, order-id 8) each
 * local-ids         in hash order: (hash 8, offset 4) each
 * filters           of stream hashes, of local-id hashes
 * </pre>
 */
final class IndexFile implements SegmentIndex {

    private static final long MAGIC = 0x8950484F5449440AL;
    private static final int VERSION = 1;
    private static final int HEADER = 64;
    private static final int GROUP = 12;
    private static final int STREAM = 16;
    private static final int POSTING = 12;
    private static final int ID = 12;

    private final ByteBuffer bytes;
    private final int groups;
    private final int events;
    private final int streams;
    private final int ids;
    private final int groupsAt = HEADER;
    private final int streamsAt;
    private final int namesAt;
    private final int postingsAt;
    private final int idsAt;
    private final int streamFilterAt;
    private final int streamFilterBytes;
    private final int idFilterAt;
    private final int idFilterBytes;

    private IndexFile(ByteBuffer bytes) {
        this.bytes = bytes;
        groups = bytes.getInt(12);
        events = bytes.getInt(16);
        streams = bytes.getInt(20);
        ids = bytes.getInt(24);
        int nameBytes = bytes.getInt(28);
        streamFilterBytes = bytes.getInt(40);
        idFilterBytes = bytes.getInt(44);
        streamsAt = groupsAt + groups * GROUP;
        namesAt = streamsAt + streams * STREAM;
        postingsAt = namesAt + nameBytes;
        idsAt = postingsAt + events * POSTING;
        streamFilterAt = idsAt + ids * ID;
        idFilterAt = streamFilterAt + streamFilterBytes;
    }

    /**
     * Opens an index and checks all of it.
     *
     * @param segmentLength the length of the segment it must belong to
     * @return null when the file is not a sound index of that segment
     */
    static IndexFile open(Disk disk, String name, long segmentLength) throws IOException {
        if (!disk.exists(name)) {
            return null;
        }
        try (Disk.DiskFile file = disk.open(name)) {
            long size = file.size();
            if (size < HEADER || size > Integer.MAX_VALUE) {
                return null;
            }
            ByteBuffer bytes = file.map(0, size);
            if (bytes.getLong(0) != MAGIC
                    || bytes.getInt(8) != VERSION
                    || bytes.getLong(32) != segmentLength
                    || bytes.getInt(60) != SegmentFormat.crc(bytes, 0, 60)
                    || bytes.getInt(56) != SegmentFormat.crc(bytes, HEADER, (int) size - HEADER)) {
                return null;
            }
            return new IndexFile(bytes);
        }
    }

    /** Writes an index, forced; a failure leaves nothing behind. */
    static void write(Disk disk, String name, ActiveIndex index, long segmentLength) throws IOException {
        String unfinished = name + ".new";
        disk.delete(unfinished);
        try {
            try (Disk.DiskFile file = disk.create(unfinished)) {
                file.write(0, encode(index, segmentLength));
                file.force();
            }
            disk.rename(unfinished, name);
        } catch (IOException e) {
            disk.delete(unfinished);
            throw e;
        }
        disk.syncDirectory();
    }

    private static ByteBuffer encode(ActiveIndex index, long segmentLength) {
        StreamList list = index.streams();
        int streamCount = list.size();
        int nameBytes = 0;
        for (int i = 0; i < streamCount; i++) {
            nameBytes += list.name(i).length;
        }
        int streamFilter = Bloom.bytesFor(streamCount);
        int idFilter = Bloom.bytesFor(index.localIdCount());
        int size = HEADER
                + index.groups() * GROUP
                + streamCount * STREAM
                + nameBytes
                + index.events() * POSTING
                + index.localIdCount() * ID
                + streamFilter
                + idFilter;
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.putLong(MAGIC)
                .putInt(VERSION)
                .putInt(index.groups())
                .putInt(index.events())
                .putInt(streamCount);
        bytes.putInt(index.localIdCount()).putInt(nameBytes).putLong(segmentLength);
        bytes.putInt(streamFilter).putInt(idFilter).position(HEADER);
        for (int i = 0; i < index.groups(); i++) {
            bytes.putInt((int) index.groupOffset(i)).putLong(index.groupLast(i));
        }
        int nameAt = 0;
        int posting = 0;
        for (int i = 0; i < streamCount; i++) {
            int length = list.name(i).length;
            int count = list.postings(i).size();
            bytes.putInt(nameAt).putInt(length).putInt(posting).putInt(count);
            nameAt += length;
            posting += count;
        }
        for (int i = 0; i < streamCount; i++) {
            bytes.put(list.name(i));
        }
        for (int i = 0; i < streamCount; i++) {
            Postings postings = list.postings(i);
            for (int n = 0; n < postings.size(); n++) {
                bytes.putInt((int) postings.offset(n)).putLong(postings.orderId(n));
            }
        }
        index.eachLocalId((hash, offset) -> bytes.putLong(hash).putInt((int) offset));
        int streamFilterAt = bytes.position();
        for (int i = 0; i < streamCount; i++) {
            byte[] name = list.name(i);
            Bloom.add(bytes, streamFilterAt, streamFilter, io.photon.event.EventLine.hash(name, 0, name.length));
        }
        index.eachLocalId((hash, offset) -> Bloom.add(bytes, streamFilterAt + streamFilter, idFilter, hash));
        CRC32C rest = new CRC32C();
        rest.update(bytes.array(), HEADER, size - HEADER);
        bytes.putInt(56, (int) rest.getValue());
        bytes.putInt(60, SegmentFormat.crc(bytes.clear(), 0, 60));
        return bytes;
    }

    @Override
    public int groups() {
        return groups;
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
        return events;
    }

    /** Counts only for a view that is older than the segment's end; else the segment lies in the past as a whole. */
    @Override
    public int eventsUpTo(long orderId) {
        if (groups == 0 || groupLast(groups - 1) <= orderId) {
            return events;
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
    public Postings stream(byte[] name, long hash) {
        if (!Bloom.mayContain(bytes, streamFilterAt, streamFilterBytes, hash)) {
            return null;
        }
        StreamList list = streams();
        int n = list.firstAtOrAbove(name);
        return n < streams && Arrays.equals(list.name(n), name) ? list.postings(n) : null;
    }

    private final class MappedStreams implements StreamList {

        @Override
        public int size() {
            return streams;
        }

        @Override
        public byte[] name(int n) {
            int entry = streamsAt + n * STREAM;
            byte[] name = new byte[bytes.getInt(entry + 4)];
            bytes.get(namesAt + bytes.getInt(entry), name);
            return name;
        }

        @Override
        public Postings postings(int n) {
            int entry = streamsAt + n * STREAM;
            return new MappedPostings(postingsAt + bytes.getInt(entry + 8) * POSTING, bytes.getInt(entry + 12));
        }
    }

    @Override
    public long[] localIds(long hash) {
        if (ids == 0 || !Bloom.mayContain(bytes, idFilterAt, idFilterBytes, hash)) {
            return NONE;
        }
        int low = 0;
        int high = ids;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bytes.getLong(idsAt + middle * ID) >= hash) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int end = low;
        while (end < ids && bytes.getLong(idsAt + end * ID) == hash) {
            end++;
        }
        long[] offsets = new long[end - low];
        for (int i = low; i < end; i++) {
            offsets[i - low] = bytes.getInt(idsAt + i * ID + 8);
        }
        return offsets;
    }

    private static final long[] NONE = {};

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
