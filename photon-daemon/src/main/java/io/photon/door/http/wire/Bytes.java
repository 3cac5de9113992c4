// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import java.util.Arrays;

/** Puts JSON text together as bytes. Not thread-safe. */
public final class Bytes {

    private byte[] bytes;
    private int size;

    public Bytes(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public byte[] array() {
        return bytes;
    }

    public void clear() {
        size = 0;
    }

    public Bytes add(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
        return this;
    }

    public Bytes add(byte[] source) {
        return add(source, 0, source.length);
    }

    public Bytes add(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    /** @param text ASCII only */
    public Bytes ascii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    public Bytes number(long value) {
        return ascii(Long.toString(value));
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1) + 16));
        }
    }
}
