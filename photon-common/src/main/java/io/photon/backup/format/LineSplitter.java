package io.photon.backup.format;

import java.util.Arrays;

/**
 * Cuts bytes, as they come, into lines. Memory: one unfinished line and one chunk of {@link #CHUNK_BYTES}. Not
 * thread-safe.
 */
final class LineSplitter {

    static final int CHUNK_BYTES = 256 * 1024;

    /** Hears of each line; the bytes are there only during the call. */
    interface Lines {

        /**
         * One line without its line end, which stands at {@code bytes[to]}.
         *
         * @param offset of the line in the whole input
         * @return whether to go on
         */
        boolean line(byte[] bytes, int from, int to, long offset);

        /** A line that is not at its end yet is longer than the limit already. */
        void tooLong(long offset);
    }

    private final int maxLineBytes;
    private final Lines lines;
    private byte[] buffer = new byte[CHUNK_BYTES];
    private int filled;
    private int scanned;
    private long offset;

    LineSplitter(int maxLineBytes, Lines lines) {
        this.maxLineBytes = maxLineBytes;
        this.lines = lines;
    }

    /** @return whether all was taken */
    boolean feed(byte[] bytes, int from, int length) {
        int end = from + length;
        for (int at = from; at < end; ) { // in pieces, so that the buffer does not grow with the caller's chunk
            int n = Math.min(end - at, CHUNK_BYTES);
            if (buffer.length - filled < n) {
                buffer = Arrays.copyOf(buffer, Math.max(filled + n, buffer.length + (buffer.length >> 1)));
            }
            System.arraycopy(bytes, at, buffer, filled, n);
            filled += n;
            at += n;
            if (!split()) {
                return false;
            }
        }
        return true;
    }

    private boolean split() {
        int lineFrom = 0;
        for (int i = scanned; i < filled; i++) {
            if (buffer[i] == '\n') {
                if (!lines.line(buffer, lineFrom, i, offset + lineFrom)) {
                    return false;
                }
                lineFrom = i + 1;
            }
        }
        if (filled - lineFrom > maxLineBytes) {
            lines.tooLong(offset + lineFrom);
            return false;
        }
        filled -= lineFrom;
        offset += lineFrom;
        scanned = filled;
        if (buffer.length > 4 * CHUNK_BYTES && filled < CHUNK_BYTES) {
            buffer = Arrays.copyOfRange(buffer, lineFrom, lineFrom + CHUNK_BYTES); // a large line has gone
        } else if (lineFrom > 0) {
            System.arraycopy(buffer, lineFrom, buffer, 0, filled);
        }
        return true;
    }

    /** What stands behind the last line end: {@link #restBytes} bytes from index 0. */
    byte[] rest() {
        return buffer;
    }

    int restBytes() {
        return filled;
    }

    /** Bytes taken so far. */
    long bytes() {
        return offset + filled;
    }
}
