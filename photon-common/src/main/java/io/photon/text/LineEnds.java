// SPDX-License-Identifier: Apache-2.0
package io.photon.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds and counts line ends ({@code \n}) in bytes, eight at a time: streams of events are scanned for nothing else. */
public final class LineEnds {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long WANTED = 0x0a0a0a0a0a0a0a0aL;
    private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
    /** What a byte can count to. */
    private static final int MOST_IN_LANE = 255;

    private LineEnds() {}

    /** Index of the first line end within a range; its end when there is none. */
    public static int next(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long found = marks((long) LONG.get(bytes, at));
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** How many there are within a range. */
    public static int count(byte[] bytes, int from, int to) {
        int count = 0;
        int at = from;
        while (at <= to - Long.BYTES) {
            int last = Math.min(to - Long.BYTES, at + (MOST_IN_LANE - 1) * Long.BYTES);
            long lanes = 0;
            for (; at <= last; at += Long.BYTES) {
                lanes += marks((long) LONG.get(bytes, at)) >>> 7;
            }
            count += sum(lanes);
        }
        for (; at < to; at++) {
            count += bytes[at] == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Of the eight bytes of a number: cheaper than counting the bits of each, for a command's compiler knows no instruction for that. */
    private static int sum(long lanes) {
        long pairs = (lanes & EVEN_BYTES) + (lanes >>> 8 & EVEN_BYTES);
        return (int) (pairs * 0x0001000100010001L >>> 48);
    }

    /** The highest bit of each byte that is a line end, and no other bit: no carry passes from one byte to the next. */
    private static long marks(long eight) {
        long different = eight ^ WANTED; // 0 where it is one
        return ~(((different & LOW_BITS) + LOW_BITS) | different | LOW_BITS);
    }
}
