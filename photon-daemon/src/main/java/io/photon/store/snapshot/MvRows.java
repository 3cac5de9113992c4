// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import io.photon.result.Fault;
import io.photon.store.StateLostException;
import io.photon.store.StateRows;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** Rows in a map of the file, under changes in memory. A row on disk has its CRC-32 after it. */
final class MvRows implements StateRows {

    private static final byte[] REMOVED = {};
    private static final int ROW_OVERHEAD = 96;

    private final TreeMap<String, byte[]> pending = new TreeMap<>();
    private final BooleanSupplier opener;
    private final Consumer<Throwable> lost;
    private @Nullable MVMap<String, byte[]> stored;
    private long pendingBytes;

    /**
     * @param opener opens the file again when it is not open; false when there is none yet
     * @param lost hears that the file cannot be read; afterwards this lies over another map
     */
    MvRows(BooleanSupplier opener, Consumer<Throwable> lost) {
        this.opener = opener;
        this.lost = lost;
    }

    void over(@Nullable MVMap<String, byte[]> map) {
        stored = map;
    }

    @Override
    public byte @Nullable [] get(String key) {
        byte[] changed = pending.get(key);
        if (changed != null) {
            return changed == REMOVED ? null : changed;
        }
        try {
            MVMap<String, byte[]> map = open();
            byte[] row = map == null ? null : map.get(key);
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
            MVMap<String, byte[]> map = open();
            Cursor<String, byte[]> rows = map == null ? null : map.cursor(from);
            String key = next(rows);
            while (rows != null && key != null) {
                int order = change == null ? -1 : key.compareTo(change.getKey());
                if (change != null && order >= 0) {
                    if (!visit(change.getKey(), change.getValue(), visitor)) {
                        return;
                    }
                    change = changes.hasNext() ? changes.next() : null;
                } else if (!visitor.test(key, checked(key, rows.getValue()))) {
                    return;
                }
                if (order <= 0) {
                    key = next(rows);
                }
            }
            while (change != null && visit(change.getKey(), change.getValue(), visitor)) {
                change = changes.hasNext() ? changes.next() : null;
            }
        } catch (MVStoreException | IllegalStateException | StackOverflowError e) {
            throw gone(e);
        }
    }

    /** The map in the file; null when there is no file yet. */
    private @Nullable MVMap<String, byte[]> open() {
        return opener.getAsBoolean() ? stored : null;
    }

    private static @Nullable String next(@Nullable Cursor<String, byte[]> rows) {
        return rows != null && rows.hasNext() ? rows.next() : null;
    }

    /** Whether to go on after a row that was changed, or removed, and is not in the file yet. */
    private static boolean visit(String key, byte[] row, BiPredicate<String, byte[]> visitor) {
        return row == REMOVED || visitor.test(key, row);
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
                stored().remove(key);
            } else {
                stored().put(
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
        return stored().isEmpty();
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

    private MVMap<String, byte[]> stored() {
        return Objects.requireNonNull(stored);
    }
}
