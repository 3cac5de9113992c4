package io.photon.door.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts bytes into lines. A line over the limit is skipped and told; an empty one (or one of spaces) is skipped and
 * counted. Memory: one line and one read. Not thread-safe.
 */
final class LineSplitter {

    /** Gets the lines. */
    interface Lines {
        /** One line without its end; the bytes are valid during the call only. @param number from 1 */
        void line(long number, byte[] bytes, int offset, int length);

        /** A line over the limit. */
        void tooLong(long number);
    }

    private static final int FIRST_BYTES = 16 * 1024;

    private final int maxLineBytes;
    private final Lines lines;
    private byte[] carry = new byte[FIRST_BYTES];
    private int size;
    private int scanned;
    private boolean skipping;
    private long number = 1;

    LineSplitter(int maxLineBytes, Lines lines) {
        this.maxLineBytes = maxLineBytes;
        this.lines = lines;
    }

    /** Bytes held now. */
    int heldBytes() {
        return carry.length;
    }

    /** Whether a line has begun and not ended. */
    boolean isInLine() {
        return size > 0 || skipping;
    }

    void feed(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (size + more > carry.length) {
            carry = Arrays.copyOf(carry, Math.max(size + more, carry.length + (carry.length >> 1)));
        }
        chunk.get(carry, size, more);
        size += more;
        int from = 0;
        for (int i = scanned; i < size; i++) {
            if (carry[i] == '\n') {
                take(from, i);
                from = i + 1;
            }
        }
        System.arraycopy(carry, from, carry, 0, size - from);
        size -= from;
        scanned = size;
        if (size > maxLineBytes) {
            skipping = true;
            size = 0;
            scanned = 0;
        }
        if (carry.length > 4 * FIRST_BYTES * 8 && size < FIRST_BYTES) {
            carry = Arrays.copyOf(carry, FIRST_BYTES * 8); // a large line has passed
        }
    }

    private void take(int from, int to) {
        long line = number++;
        if (skipping || to - from > maxLineBytes) {
            skipping = false;
            lines.tooLong(line);
            return;
        }
        int start = from;
        while (start < to && isBlank(carry[start])) {
            start++;
        }
        if (start < to) {
            lines.line(line, carry, start, to - start);
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** The input has ended: what stands behind the last line end is a line too. */
    void end() {
        if (isInLine()) {
            take(0, size);
        }
        size = 0;
        scanned = 0;
    }
}
