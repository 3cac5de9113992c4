// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import io.photon.store.StateRows;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Rows on the heap, with a save and a way back to it. */
final class HeldRows implements StateRows {

    private TreeMap<String, byte[]> now = new TreeMap<>();
    private TreeMap<String, byte[]> saved = new TreeMap<>();
    private long pending;

    void save() {
        saved = new TreeMap<>(now);
        pending = 0;
    }

    @Override
    public byte[] get(String key) {
        return now.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        now.put(key, value);
        pending += key.length() + value.length;
    }

    @Override
    public void remove(String key) {
        now.remove(key);
        pending += key.length();
    }

    @Override
    public void forEach(String from, BiPredicate<String, byte[]> visitor) {
        for (Map.Entry<String, byte[]> row : now.tailMap(from, true).entrySet()) {
            if (!visitor.test(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public long pendingBytes() {
        return pending;
    }

    @Override
    public void rollback() {
        now = new TreeMap<>(saved);
        pending = 0;
    }
}
