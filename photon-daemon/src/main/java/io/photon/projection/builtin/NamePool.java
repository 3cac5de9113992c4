// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One array for equal names, for the most recent few thousand of them: schemas of a kind share theirs. For one thread. */
final class NamePool {

    private static final int MAX = 8_192;

    private final Map<Bytes, byte[]> known = new HashMap<>();
    private final Bytes probe = new Bytes();

    byte[] of(byte[] bytes, int from, int to) {
        byte[] found = known.get(probe.of(bytes, from, to));
        probe.release();
        if (found != null) {
            return found;
        }
        byte[] name = Arrays.copyOfRange(bytes, from, to);
        if (known.size() >= MAX) {
            known.clear(); // sharing begins anew; nothing but memory depends on it
        }
        known.put(new Bytes().of(name, 0, name.length), name);
        return name;
    }

    /** A range of bytes as a key. */
    static final class Bytes {
        private static final byte[] NOTHING = {};

        private byte @Nullable [] bytes;
        private int from;
        private int to;
        private int hash;

        Bytes of(byte[] array, int start, int end) {
            bytes = array;
            from = start;
            to = end;
            int h = 1;
            for (int i = start; i < end; i++) {
                h = 31 * h + array[i];
            }
            hash = h;
            return this;
        }

        /** Keeps no array that may be large. */
        void release() {
            of(NOTHING, 0, 0);
        }

        /** The same key over an array of its own. */
        Bytes kept() {
            return new Bytes().of(Arrays.copyOfRange(bytes, from, to), 0, to - from);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that
                    && hash == that.hash
                    && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
