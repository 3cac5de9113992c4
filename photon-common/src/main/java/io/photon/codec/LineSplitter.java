// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.text.LineEnds;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts bytes, as they come, into lines. Memory: one unfinished line of at most the limit, and one piece of
 * {@link #PIECE_BYTES}. Not thread-safe.
 */
public final class LineSplitter {

    /** So much is taken at a time, however much comes at once. */
    public static final int PIECE_BYTES = 256 * 1024;

    private static final int FIRST_BYTES = 16 * 1024;
    /** A buffer that was larger than this for the sake of one line does not stay so. */
    private static final int LARGE_BYTES = 4 * PIECE_BYTES;

    /** Hears of each line; the bytes are there only during the call. */
    public interface Lines {

        /**
         * One line without its line end, which stands at {@code bytes[to]}.
         *
         * @param offset of the line in the whole input
         * @return whether to go on
         */
        boolean line(byte[] bytes, int from, int to, long offset);

        /**
         * A line is longer than the limit, though its end may not have come yet.
         *
         * @return whether to go on after it
         */
        boolean tooLong(long offset);
    }

    private final int maxLineBytes;
    private final Lines lines;
    private static final byte[] NOTHING = {};

    private byte[] buffer = new byte[FIRST_BYTES];
    private int filled;
    private int scanned;
    private long offset;
    private boolean skipping;

    /** @param maxLineBytes of a line without its end */
    public LineSplitter(int maxLineBytes, Lines lines) {
        this.maxLineBytes = maxLineBytes;
        this.lines = lines;
    }

    /** @return whether all was taken: a listener that did not want to go on gets nothing more */
    public boolean feed(byte[] bytes, int from, int length) {
        return feed(ByteBuffer.wrap(bytes, from, length));
    }

    /** The same with what remains in a buffer. */
    public boolean feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int n = Math.min(bytes.remaining(), PIECE_BYTES);
            if (buffer.length - filled < n) {
                long roomy = Math.min(buffer.length + (buffer.length >> 1), (long) maxLineBytes + PIECE_BYTES);
                buffer = Arrays.copyOf(buffer, (int) Math.max(filled + n, roomy));
            }
            bytes.get(buffer, filled, n);
            filled += n;
            if (!split()) {
                return false;
            }
        }
        return true;
    }

    private boolean split() {
        int lineFrom = 0;
        for (int end = LineEnds.next(buffer, scanned, filled);
                end < filled;
                end = LineEnds.next(buffer, lineFrom, filled)) {
            if (!take(lineFrom, end)) {
                return false;
            }
            lineFrom = end + 1;
        }
        if (!skipping && filled - lineFrom > maxLineBytes) {
            skipping = true;
            if (!lines.tooLong(offset + lineFrom)) {
                return false;
            }
        }
        int dropped = skipping ? filled : lineFrom;
        filled -= dropped;
        offset += dropped;
        scanned = filled;
        if (buffer.length > LARGE_BYTES && filled < PIECE_BYTES) {
            buffer = Arrays.copyOfRange(buffer, dropped, dropped + PIECE_BYTES);
        } else if (dropped > 0) {
            System.arraycopy(buffer, dropped, buffer, 0, filled);
        }
        return true;
    }

    private boolean take(int from, int to) {
        if (skipping) {
            skipping = false;
            return true;
        }
        return to - from > maxLineBytes ? lines.tooLong(offset + from) : lines.line(buffer, from, to, offset + from);
    }

    /** Whether a line has begun and not ended. */
    public boolean isInLine() {
        return filled > 0 || skipping;
    }

    /** What stands after the last line end: {@link #restBytes} bytes from index 0; nothing of a line too long. */
    public byte[] rest() {
        return buffer;
    }

    public int restBytes() {
        return filled;
    }

    /** Bytes taken so far. */
    public long bytes() {
        return offset + filled;
    }

    /** Forgets the rest and frees its memory; what is fed afterwards begins a line. */
    public void release() {
        offset += filled;
        filled = 0;
        scanned = 0;
        skipping = false;
        buffer = NOTHING;
    }

    /** Bytes of memory held now. */
    public int heldBytes() {
        return buffer.length;
    }
}
