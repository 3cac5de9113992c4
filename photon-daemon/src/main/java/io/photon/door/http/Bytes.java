package io.photon.door.http;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts JSON text together as bytes. Not thread-safe. */
final class Bytes {

    private byte[] bytes;
    private int size;

    Bytes(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    Bytes add(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
        return this;
    }

    Bytes add(byte[] source) {
        return add(source, 0, source.length);
    }

    Bytes add(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    /** @param text ASCII only */
    Bytes ascii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    Bytes number(long value) {
        return ascii(Long.toString(value));
    }

    /** A text with quotes and escapes; half a surrogate pair becomes a question mark. */
    Bytes quoted(String text) {
        return add(JsonFields.quote(text).getBytes(StandardCharsets.UTF_8));
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1) + 16));
        }
    }
}
