// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.event.EventLine;
import io.photon.store.file.SegmentIndex.Postings;
import io.photon.store.file.SegmentIndex.StreamList;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes the file that {@link IndexFile} reads. */
final class IndexWriter {

    private IndexWriter() {}

    /** Writes an index, forced; a failure leaves no file. */
    static void write(Disk disk, String name, Segment segment, ActiveIndex index) throws IOException {
        String unfinished = name + ".new";
        disk.delete(unfinished);
        try {
            try (Disk.DiskFile file = disk.create(unfinished)) {
                file.write(0, encode(segment, index));
                file.force();
            }
            disk.rename(unfinished, name);
        } catch (IOException e) {
            disk.delete(unfinished);
            throw e;
        }
        disk.syncDirectory();
    }

    private static ByteBuffer encode(Segment segment, ActiveIndex index) throws IOException {
        StreamList list = index.streams();
        int streamCount = list.size();
        int nameBytes = 0;
        for (int i = 0; i < streamCount; i++) {
            nameBytes += list.name(i).length;
        }
        IndexHeader header = IndexHeader.of(segment, index, nameBytes);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(header.fileBytes()));
        bytes.position(header.bodyAt());
        for (int i = 0; i < index.groups(); i++) {
            bytes.putInt((int) index.groupOffset(i)).putLong(index.groupLast(i));
        }
        putStreams(bytes, list);
        index.eachLocalId((hash, offset) -> bytes.putLong(hash).putInt((int) offset));
        for (int i = 0; i < streamCount; i++) {
            byte[] name = list.name(i);
            long hash = EventLine.hash(name, 0, name.length);
            Bloom.add(bytes, header.streamFilterAt(), header.streamFilterBytes(), hash);
        }
        index.eachLocalId((hash, offset) -> Bloom.add(bytes, header.idFilterAt(), header.idFilterBytes(), hash));
        header.put(bytes, CheckedBytes.sums(bytes.array(), header.bodyAt(), bytes.capacity()));
        return bytes;
    }

    private static void putStreams(ByteBuffer bytes, StreamList list) {
        int nameAt = 0;
        int posting = 0;
        for (int i = 0; i < list.size(); i++) {
            int length = list.name(i).length;
            int count = list.postings(i).size();
            bytes.putInt(nameAt).putInt(length).putInt(posting).putInt(count);
            nameAt += length;
            posting += count;
        }
        for (int i = 0; i < list.size(); i++) {
            bytes.put(list.name(i));
        }
        for (int i = 0; i < list.size(); i++) {
            Postings postings = list.postings(i);
            for (int n = 0; n < postings.size(); n++) {
                bytes.putInt((int) postings.offset(n)).putLong(postings.orderId(n));
            }
        }
    }
}
