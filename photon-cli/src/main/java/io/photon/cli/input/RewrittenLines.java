// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.codec.LineSplitter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines of another stream, each made into another one. Holds one line at a time. */
abstract class RewrittenLines extends InputStream {

    /** Longer than any line that a daemon takes. */
    private static final int LONGEST = 64 << 20;

    private static final int BLOCK = 64 * 1024;

    private final InputStream lines;
    private final byte[] block = new byte[BLOCK];
    private final LineSplitter splitter = new LineSplitter(LONGEST, new LineSplitter.Lines() {
        @Override
        public boolean line(byte[] bytes, int from, int to, long offset) {
            rewrite(bytes, from, to, next);
            next.write('\n');
            return true;
        }

        @Override
        public boolean tooLong(long offset) {
            return false;
        }
    });

    /** Lines that are complete, until they are made ready. */
    private final ByteArrayOutputStream next = new ByteArrayOutputStream(1_024);

    private byte[] ready = {};
    private int at;
    private boolean ended;

    /** @param lines whole events, one a line, as {@link EventInput} gives them */
    RewrittenLines(InputStream lines) {
        this.lines = lines;
    }

    /** Writes what comes in the place of a line, without its end. */
    abstract void rewrite(byte[] bytes, int from, int to, ByteArrayOutputStream out);

    /** Not offered: the one who sends events reads blocks. */
    @Override
    public int read() {
        throw new UnsupportedOperationException("read blocks");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (at == ready.length && !prepare()) {
            return -1;
        }
        int n = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, bytes, offset, n);
        at += n;
        return n;
    }

    /** Makes the next lines ready; they may be none yet. False when no more come. */
    private boolean prepare() throws IOException {
        if (ended) {
            return false;
        }
        int n = lines.read(block, 0, BLOCK);
        if (n < 0) {
            ended = true;
            rewrite(splitter.rest(), 0, splitter.restBytes(), next);
        } else if (!splitter.feed(block, 0, n)) {
            throw new IOException("a line is longer than " + LONGEST + " bytes");
        }
        ready = next.toByteArray();
        next.reset();
        at = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
