// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import io.photon.result.Fault;
import io.photon.store.StateLostException;
import io.photon.store.StateRows;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;

/** Rows in a map of the file, under changes in memory. A row on disk has its CRC-32 behind it. */
final class MvRows implements StateRows {

    private static final byte[] REMOVED = {};
    private static final int ROW_OVERHEAD = 96;

    private final TreeMap<String, byte[]> pending = new TreeMap<>();
    private final BooleanSupplier opener;
    private final Consumer<Throwable> lost;
    private MVMap<String, byte[]> stored;
    private long pendingBytes;

    /**
     * @param opener opens the file again when it is not open; false when there is none yet
     * @param lost hears that the file cannot be read; afterwards this lies over another map
     */
    MvRows(BooleanSupplier opener, Consumer<Throwable> lost) {
        this.opener = opener;
        this.lost = lost;
    }

    void over(MVMap<String, byte[]> map) {
        stored = map;
    }

    @Override
    public byte[] get(String key) {
        byte[] changed = pending.get(key);
        if (changed != null) {
            return changed == REMOVED ? null : changed;
        }
        try {
            byte[] row = opener.getAsBoolean() ? stored.get(key) : null;
            return row == null ? null : checked(key, row);
        } catch (MVStoreException | IllegalStateException | StackOverflowError e) {
            throw gone(e);
        }
    }

    @Override
    public void put(String key, byte[] value) {
        byte[] before = pending.put(key, value);
        pendingBytes += before == null ? value.length + ROW_OVERHEAD + 2L * key.length() : value.length - before.length;
    }

    @Override
    public void remove(String key) {
        put(key, REMOVED);
    }

    @Override
    public void forEach(String from, BiPredicate<String, byte[]> visitor) {
        Iterator<Map.Entry<String, byte[]>> changes =
                pending.tailMap(from, true).entrySet().iterator();
        Map.Entry<String, byte[]> change = changes.hasNext() ? changes.next() : null;
        try {
            var cursor = opener.getAsBoolean() ? stored.cursor(from) : null;
            String key = cursor != null && cursor.hasNext() ? cursor.next() : null;
            while (key != null || change != null) {
                int order = key == null ? 1 : change == null ? -1 : key.compareTo(change.getKey());
                byte[] row = order < 0 ? checked(key, cursor.getValue()) : change.getValue();
                boolean goesOn = row == REMOVED || visitor.test(order < 0 ? key : change.getKey(), row);
                if (!goesOn) {
                    return;
                }
                if (order <= 0) {
                    key = cursor.hasNext() ? cursor.next() : null;
                }
                if (order >= 0) {
                    change = changes.hasNext() ? changes.next() : null;
                }
            }
        } catch (MVStoreException | IllegalStateException | StackOverflowError e) {
            throw gone(e);
        }
    }

    private StateLostException gone(Throwable e) {
        rollback();
        lost.accept(e);
        return new StateLostException("state on disk cannot be read: " + Fault.words(e), e);
    }

    private static byte[] checked(String key, byte[] row) {
        int length = row.length - 4;
        if (length < 0) {
            throw new IllegalStateException("a row is too short");
        }
        byte[] value = Arrays.copyOf(row, length);
        if (ByteBuffer.wrap(row, length, 4).getInt() != crc(key, value)) {
            throw new IllegalStateException("the checksum of a row is wrong");
        }
        return value;
    }

    /** Of both: under another name it would be another row. */
    private static int crc(String key, byte[] value) {
        CRC32 crc = new CRC32();
        for (int i = 0; i < key.length(); i++) {
            crc.update(key.charAt(i) >>> 8);
            crc.update(key.charAt(i));
        }
        crc.update(value);
        return (int) crc.getValue();
    }

    /** Puts the changes into the map; the caller commits and then says {@link #applied}. */
    void apply() {
        pending.forEach((key, value) -> {
            if (value == REMOVED) {
                stored.remove(key);
            } else {
                stored.put(
                        key,
                        ByteBuffer.allocate(value.length + 4)
                                .put(value)
                                .putInt(crc(key, value))
                                .array());
            }
        });
    }

    void applied() {
        rollback();
    }

    boolean isEmpty() {
        return stored.isEmpty();
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public void rollback() {
        pending.clear();
        pendingBytes = 0;
    }
}
