// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import java.util.Arrays;

/** A growing array of bytes, without the locks of ByteArrayOutputStream. Not thread-safe. */
final class ByteBuilder {

    private byte[] bytes;
    private int size;

    ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    ByteBuilder add(byte b) {
        room(1);
        bytes[size++] = b;
        return this;
    }

    ByteBuilder add(byte[] from) {
        return add(from, 0, from.length);
    }

    ByteBuilder add(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /** Adds a JSON value; raw line breaks can stand between its tokens only, so leaving them out changes nothing. */
    ByteBuilder addOnOneLine(byte[] source, int from, int to) {
        int runFrom = from;
        for (int i = from; i < to; i++) {
            if (source[i] == '\n' || source[i] == '\r') {
                add(source, runFrom, i);
                runFrom = i + 1;
            }
        }
        return add(source, runFrom, to);
    }

    /** The bytes, copied only when the array is longer. */
    byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1) + 16));
        }
    }
}
