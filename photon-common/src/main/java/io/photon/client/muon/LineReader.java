// SPDX-License-Identifier: Apache-2.0
package io.photon.client.muon;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines as bytes. Memory: the longest line and one block. For one thread. */
final class LineReader {

    private static final int BLOCK = 64 * 1024;

    private final InputStream in;
    private final int longest;
    private final byte[] block = new byte[BLOCK];
    private int from;
    private int to;
    private byte[] line = new byte[1_024];
    private long number;

    /** @param longest line in bytes; of a longer one only {@code longest + 1} bytes are kept */
    LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Number of the line read last, from 1. */
    long number() {
        return number;
    }

    /** Whether the next line begins in what is read already, so that it probably needs no wait. */
    boolean hasMore() {
        return from < to;
    }

    /** The next line without its end, null at the end of the input. */
    byte @Nullable [] next() throws IOException {
        int length = 0;
        boolean begun = false;
        while (true) {
            if (from == to && !fill()) {
                return begun ? take(length) : null;
            }
            begun = true;
            int end = from;
            while (end < to && block[end] != '\n') {
                end++;
            }
            int kept = Math.min(end - from, Math.max(0, longest + 1 - length));
            if (length + kept > line.length) {
                line = Arrays.copyOf(line, Math.max(length + kept, line.length * 2));
            }
            System.arraycopy(block, from, line, length, kept);
            length += kept;
            boolean ended = end < to;
            from = ended ? end + 1 : to;
            if (ended) {
                return take(length);
            }
        }
    }

    private byte[] take(int length) {
        number++;
        byte[] taken = Arrays.copyOf(line, length);
        if (line.length > BLOCK) {
            line = new byte[1_024]; // a large line has gone
        }
        return taken;
    }

    /** @return whether there is something; a read of nothing is tried again */
    private boolean fill() throws IOException {
        int n;
        do {
            n = in.read(block, 0, block.length);
        } while (n == 0);
        from = 0;
        to = Math.max(0, n);
        return n > 0;
    }
}
