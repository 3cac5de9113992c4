// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest order-id of each slot that the cache has, twelve bytes a slot, in a file: the order-id, and a checksum of it and
 * of the slot's number. An entry that does not fit its checksum is put right by the server. For one writer and many readers.
 */
final class SlotIndex implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlotIndex.class);

    private static final int ENTRY = Long.BYTES + Integer.BYTES;

    /** In place of a checksum, where an earlier Photon wrote none. */
    private static final int UNCHECKED = 0;

    private final Path path;
    private final FileChannel file;
    private final SlotTable server;
    private volatile long slots;

    /** @param server is asked for what is damaged */
    SlotIndex(Path path, SlotTable server) throws IOException {
        this.path = path;
        this.server = server;
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        slots = file.size() / ENTRY;
    }

    /** The end of a slot cannot be read, and the server does not have that slot. */
    static final class Lacking extends IOException {

        private static final long serialVersionUID = 1;

        Lacking(Path index, long slot) {
            super("where slot " + slot + " ends is damaged in " + index + ", and the server does not have that slot");
        }
    }

    /**
     * Takes over what an earlier Photon has noted, without checksums.
     *
     * @param old eight bytes a slot
     */
    static void convert(Path old, Path path) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        try (DataInputStream from = new DataInputStream(new BufferedInputStream(Files.newInputStream(old)));
                DataOutputStream to =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
            for (long left = Files.size(old) / Long.BYTES; left > 0; left--) {
                to.writeLong(from.readLong());
                to.writeInt(UNCHECKED);
            }
        }
        Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(old);
    }

    /** @param head slots that go above it are forgotten: the cache does not have all of them */
    void keepUpTo(long head) throws StoreException, IOException {
        slots = firstAbove(head);
        file.truncate(slots * ENTRY);
    }

    /** How many slots there are. */
    long slots() {
        return slots;
    }

    /**
     * @param slot one that there is
     * @throws StoreException when it is damaged, and the server does not answer
     */
    long last(long slot) throws StoreException, IOException {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY);
        while (entry.hasRemaining()) {
            if (file.read(entry, slot * ENTRY + entry.position()) < 0) {
                throw new IOException("the index of slots ends before slot " + slot);
            }
        }
        long last = entry.getLong(0);
        int sum = entry.getInt(Long.BYTES);
        return sum == checksum(slot, last) ? last : healed(slot, sum == UNCHECKED);
    }

    private long healed(long slot, boolean isOfAnEarlierPhoton) throws StoreException, IOException {
        Slot there = server.find(slot);
        if (there == null) {
            throw new Lacking(path, slot);
        }
        if (!isOfAnEarlierPhoton) {
            LOG.warn("where slot {} ends was damaged in {} and is taken from the server", slot, path);
        }
        ByteBuffer entry = ByteBuffer.allocate(ENTRY);
        put(entry, slot, there.last());
        try {
            write(slot, entry.flip());
        } catch (IOException e) {
            LOG.debug("it is asked for again, as {} cannot be written: {}", path, e.getMessage());
        }
        return there.last();
    }

    /** The first slot that goes above a position; the number of slots when none does. */
    private long firstAbove(long position) throws StoreException, IOException {
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
    long slotOf(long orderId) throws StoreException, IOException {
        return firstAbove(orderId - 1);
    }

    void add(List<Long> lasts) throws IOException {
        ByteBuffer entries = ByteBuffer.allocate(lasts.size() * ENTRY);
        long slot = slots;
        for (long last : lasts) {
            put(entries, slot++, last);
        }
        write(slots, entries.flip());
        slots = slot;
    }

    private static void put(ByteBuffer entries, long slot, long last) {
        entries.putLong(last).putInt(checksum(slot, last));
    }

    private static int checksum(long slot, long last) {
        CRC32C crc = new CRC32C();
        crc.update(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(slot).putLong(last).flip());
        return (int) crc.getValue();
    }

    private void write(long slot, ByteBuffer entries) throws IOException {
        long at = slot * ENTRY;
        while (entries.hasRemaining()) {
            at += file.write(entries, at);
        }
    }

    void force() throws IOException {
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
