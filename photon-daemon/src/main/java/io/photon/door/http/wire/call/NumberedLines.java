// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.codec.LineSplitter;
import java.nio.ByteBuffer;

/**
 * The lines of an upload, counted. One over the limit is skipped and told; an empty one (or one of spaces) is skipped and
 * counted. Memory: one line and one read. Not thread-safe.
 */
public final class NumberedLines implements LineSplitter.Lines {

    /** Gets the lines. */
    public interface Receiver {
        /** One line without its end; the bytes are valid during the call only. @param number from 1 */
        void line(long number, byte[] bytes, int offset, int length);

        /** A line over the limit. */
        void tooLong(long number);
    }

    private final LineSplitter splitter;
    private final Receiver receiver;
    private long number;

    public NumberedLines(int maxLineBytes, Receiver receiver) {
        this.splitter = new LineSplitter(maxLineBytes, this);
        this.receiver = receiver;
    }

    public void feed(ByteBuffer chunk) {
        splitter.feed(chunk);
    }

    /** The input has ended: what stands after the last line end is a line, too. */
    public void end() {
        if (splitter.restBytes() > 0) {
            line(splitter.rest(), 0, splitter.restBytes(), splitter.bytes() - splitter.restBytes());
        }
    }

    /** Nothing more comes: whatever is left of a line is forgotten, and its memory is free. */
    public void release() {
        splitter.release();
    }

    /** Bytes held now. */
    public int heldBytes() {
        return splitter.heldBytes();
    }

    /** Whether a line has begun and not ended. */
    public boolean isInLine() {
        return splitter.isInLine();
    }

    @Override
    public boolean line(byte[] bytes, int from, int to, long offset) {
        number++;
        int start = from;
        while (start < to && isBlank(bytes[start])) {
            start++;
        }
        if (start < to) {
            receiver.line(number, bytes, start, to - start);
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    @Override
    public boolean tooLong(long offset) {
        receiver.tooLong(++number);
        return true;
    }
}
