// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The highest order-id of each slot that the cache has, eight bytes a slot, in a file. For one writer and many readers.
 */
final class SlotIndex implements AutoCloseable {

    private final FileChannel file;
    private volatile long slots;

    SlotIndex(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        slots = file.size() / Long.BYTES;
    }

    /** @param head slots that go above it are forgotten: the cache does not have all of them */
    void keepUpTo(long head) throws IOException {
        slots = firstAbove(head);
        file.truncate(slots * Long.BYTES);
    }

    /** How many slots there are. */
    long slots() {
        return slots;
    }

    /** @param slot one that there is */
    long last(long slot) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(Long.BYTES);
        while (entry.hasRemaining()) {
            if (file.read(entry, slot * Long.BYTES + entry.position()) < 0) {
                throw new IOException("the index of slots ends before slot " + slot);
            }
        }
        return entry.getLong(0);
    }

    /** The first slot that goes above a position; the number of slots when none does. */
    private long firstAbove(long position) throws IOException {
        long low = 0;
        long high = slots;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (last(middle) > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The slot in which an order-id is, if it is in one. */
    long slotOf(long orderId) throws IOException {
        return firstAbove(orderId - 1);
    }

    void add(List<Long> lasts) throws IOException {
        ByteBuffer entries = ByteBuffer.allocate(lasts.size() * Long.BYTES);
        lasts.forEach(entries::putLong);
        entries.flip();
        long at = slots * Long.BYTES;
        while (entries.hasRemaining()) {
            at += file.write(entries, at);
        }
        slots += lasts.size();
    }

    void force() throws IOException {
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
