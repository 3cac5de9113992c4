// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.client.ByteSink;
import io.photon.result.Result;
import io.photon.text.LineEnds;
import java.util.Arrays;

/**
 * Puts blocks of bytes together to blocks of whole lines, and counts them. What is passed on always ends with a line
 * end, so a command that is broken off has printed no half line.
 */
public final class Lines implements ByteSink {

    /** Gets a line without its end. */
    @FunctionalInterface
    public interface Visitor {
        void line(byte[] lines, int from, int to);
    }

    private final ByteSink next;
    private byte[] carry = new byte[1024];
    private int carried;
    private volatile long lines;
    private volatile long bytes;

    /** @param next gets whole lines, one or more at a time */
    public Lines(ByteSink next) {
        this.next = next;
    }

    @Override
    public void write(byte[] block, int offset, int length) {
        int last = lastLineEnd(block, offset, offset + length);
        int whole = last + 1 - offset;
        if (last >= 0) {
            if (carried > 0) {
                int first = offset;
                while (block[first] != '\n') {
                    first++;
                }
                keep(block, offset, first + 1 - offset);
                pass(carry, 0, carried);
                carried = 0;
                if (last > first) {
                    pass(block, first + 1, last - first);
                }
            } else {
                pass(block, offset, whole);
            }
        } else {
            whole = 0;
        }
        keep(block, offset + whole, length - whole);
    }

    private static int lastLineEnd(byte[] block, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (block[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void pass(byte[] block, int offset, int length) {
        next.write(block, offset, length);
        lines += LineEnds.count(
                block, offset, offset + length); // one writer; volatile for the thread that shows progress
        bytes += length;
    }

    private void keep(byte[] block, int offset, int length) {
        if (length > carry.length - carried) {
            carry = Arrays.copyOf(carry, Math.max(carry.length * 2, carried + length));
        }
        System.arraycopy(block, offset, carry, carried, length);
        carried += length;
    }

    @Override
    public void pause() {
        next.pause();
    }

    /**
     * Nothing more comes. A last line without an end is passed on with one when all went well; after a failure it is a
     * piece of a line, and a reader of the output must not take it for one.
     */
    public void end(Result<?> result) {
        if (result instanceof Result.Err<?>) {
            carried = 0;
        }
        if (carried > 0) {
            keep(new byte[] {'\n'}, 0, 1);
            pass(carry, 0, carried);
            carried = 0;
        }
    }

    /** Visits the lines of a block of whole ones, but for empty ones. */
    public static void forEach(byte[] lines, int offset, int length, Visitor visitor) {
        int to = offset + length;
        int from = offset;
        for (int end = LineEnds.next(lines, from, to); end < to; end = LineEnds.next(lines, from, to)) {
            if (end > from) {
                visitor.line(lines, from, end);
            }
            from = end + 1;
        }
    }

    /** Where the last line of a block of whole ones begins. @param end after its line end */
    public static int lastLine(byte[] lines, int offset, int end) {
        int start = Math.max(offset, end - 1);
        while (start > offset && lines[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    /** How many lines were passed on. */
    public long lines() {
        return lines;
    }

    /** How many bytes were passed on. */
    public long bytes() {
        return bytes;
    }
}
