package io.photon.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Turns what a user pipes in into lines, one event each: NDJSON passes as it is (a backup's trailer line becomes an
 * empty one, so that line numbers stay true), of a JSON array each item becomes a line. Streams; needs no memory for
 * the size of the input.
 */
public final class EventInput extends InputStream {

    private static final byte[] TRAILER = "{\"photon-backup\":".getBytes(StandardCharsets.US_ASCII);

    private enum Shape {
        UNKNOWN,
        LINES,
        ARRAY
    }

    private final InputStream source;
    private final byte[] raw = new byte[64 * 1024];
    private Shape shape = Shape.UNKNOWN;
    private int from;
    private int to;
    private boolean sourceEnded;

    /** Position in the current line while it still may be a trailer; -1 when it is none. */
    private int matched;

    private boolean skipping;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean itemBegun;
    private boolean arrayEnded;
    private volatile long consumed;

    public EventInput(InputStream source) {
        this.source = source;
    }

    /** How many bytes have been read from the source. */
    public long consumed() {
        return consumed;
    }

    /** Not offered: whoever sends events reads blocks. */
    @Override
    public int read() {
        throw new UnsupportedOperationException("read blocks");
    }

    /** May return 0 when what was read so far says nothing yet; blocks are 1 KiB or more. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (from == to && !refill()) {
            return end(bytes, offset, length);
        }
        if (shape == Shape.UNKNOWN && from < to) {
            findShape();
        }
        return shape == Shape.ARRAY ? items(bytes, offset, length) : lines(bytes, offset, length);
    }

    private boolean refill() throws IOException {
        if (sourceEnded) {
            return false;
        }
        int n = source.read(raw, 0, raw.length);
        from = 0;
        to = Math.max(0, n);
        if (consumed == 0 && to >= 3 && (raw[0] & 0xff) == 0xef && (raw[1] & 0xff) == 0xbb && (raw[2] & 0xff) == 0xbf) {
            from = 3; // a byte order mark, as editors put it
        }
        consumed += to;
        sourceEnded = n < 0;
        return n >= 0;
    }

    /** The first byte that is no white space tells; until then line ends pass, for lines are counted. */
    private void findShape() {
        int at = from;
        while (at < to && isSpace(raw[at])) {
            at++;
        }
        if (at < to) {
            shape = raw[at] == '[' ? Shape.ARRAY : Shape.LINES;
        }
        if (shape == Shape.ARRAY) {
            from = at + 1;
        }
    }

    private int lines(byte[] bytes, int offset, int length) {
        int out = offset;
        int limit = offset + length - TRAILER.length;
        while (from < to && out < limit) {
            byte b = raw[from++];
            if (b == '\n') {
                if (!skipping && matched > 0) {
                    out = putMatched(bytes, out);
                }
                bytes[out++] = b;
                matched = 0;
                skipping = false;
            } else if (skipping) {
                continue;
            } else if (matched >= 0) {
                if (b == TRAILER[matched]) {
                    if (++matched == TRAILER.length) {
                        skipping = true;
                    }
                } else {
                    out = putMatched(bytes, out);
                    matched = -1;
                    bytes[out++] = b;
                }
            } else {
                from--;
                int run = run(limit - out);
                System.arraycopy(raw, from, bytes, out, run);
                from += run;
                out += run;
            }
        }
        return out - offset;
    }

    /** How many bytes up to the line's end can be copied at once. */
    private int run(int room) {
        int end = Math.min(to, from + room);
        int i = from;
        while (i < end && raw[i] != '\n') {
            i++;
        }
        return i - from;
    }

    private int putMatched(byte[] bytes, int out) {
        System.arraycopy(TRAILER, 0, bytes, out, matched);
        return out + matched;
    }

    private int items(byte[] bytes, int offset, int length) throws IOException {
        int out = offset;
        int limit = offset + length - 1;
        while (from < to && out < limit) {
            byte b = raw[from++];
            if (arrayEnded) {
                if (!isSpace(b)) {
                    throw new IOException("text after the closing bracket of the array");
                }
            } else if (inString) {
                bytes[out++] = b;
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else if (depth == 0 && (b == ',' || b == ']')) {
                arrayEnded = b == ']';
                if (itemBegun) {
                    bytes[out++] = '\n';
                } else if (!arrayEnded) {
                    throw new IOException("the array has a comma where an event should stand");
                }
                itemBegun = false;
            } else if (!isSpace(b)) {
                depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                inString = b == '"';
                itemBegun = true;
                bytes[out++] = b;
            } else if (itemBegun) {
                bytes[out++] = b == '\n' ? (byte) '\r' : b; // a line end would end the item; the daemon takes it out
            }
        }
        return out - offset;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private int end(byte[] bytes, int offset, int length) throws IOException {
        if (shape == Shape.ARRAY && !arrayEnded) {
            throw new IOException("the array ends before its closing bracket");
        }
        if (shape == Shape.LINES && matched > 0 && !skipping && length >= TRAILER.length) {
            int out = putMatched(bytes, offset);
            matched = -1;
            return out - offset;
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
