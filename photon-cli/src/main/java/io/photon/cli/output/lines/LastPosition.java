// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.cli.output.Lines;
import io.photon.client.ByteSink;

/** Passes whole canonical lines on and remembers the order-id of the last one. */
public final class LastPosition implements ByteSink {

    private static final byte[] START = "{\"order-id\":".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final ByteSink next;
    private volatile long last;

    public LastPosition(ByteSink next) {
        this.next = next;
    }

    @Override
    public void write(byte[] block, int offset, int length) {
        next.write(block, offset, length);
        int end = offset + length;
        long id = orderId(block, Lines.lastLine(block, offset, end), end);
        if (id > 0) {
            last = id;
        }
    }

    /** The order-id a canonical line begins with, or 0. */
    public static long orderId(byte[] block, int from, int to) {
        if (from + START.length >= to
                || !java.util.Arrays.equals(block, from, from + START.length, START, 0, START.length)) {
            return 0;
        }
        long id = 0;
        for (int i = from + START.length; i < to && block[i] >= '0' && block[i] <= '9'; i++) {
            id = id * 10 + (block[i] - '0');
        }
        return id;
    }

    @Override
    public void pause() {
        next.pause();
    }

    /** Everything wanted up to here came, though it is not the last line's order-id. */
    public void passed(long orderId) {
        last = Math.max(last, orderId);
    }

    /** 0 before the first line. */
    public long last() {
        return last;
    }
}
