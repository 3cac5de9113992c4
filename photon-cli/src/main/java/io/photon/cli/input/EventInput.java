// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.codec.ArraySplitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Turns what a user pipes in into lines, one event each: NDJSON passes as it is (a backup's trailer line becomes an
 * empty one, so that line numbers stay true), of a JSON array each item becomes a line, and of objects that are laid out
 * over several lines each becomes one, with empty lines after it, so that these numbers stay true as well. Streams; needs
 * no memory for the size of the input.
 */
public final class EventInput extends InputStream {

    private static final byte[] TRAILER = "{\"photon-backup\":".getBytes(StandardCharsets.US_ASCII);

    private enum Shape {
        UNKNOWN,
        LINES,
        OBJECTS,
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
    private final ArraySplitter array = new ArraySplitter(true);
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean objectEnded;

    /** Line ends inside of the object, which are to follow it; and whether they may by now. */
    private int owed;

    private boolean owedNow;
    private volatile long consumed;

    public EventInput(InputStream source) {
        this.source = source;
    }

    /** How many bytes have been read from the source. */
    public long consumed() {
        return consumed;
    }

    /** Not offered: a command that sends events reads blocks. */
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
        return switch (shape) {
            case ARRAY -> items(bytes, offset, length);
            case OBJECTS -> objects(bytes, offset, length);
            default -> lines(bytes, offset, length);
        };
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
    private void findShape() throws IOException {
        int at = from;
        while (at < to && isSpace(raw[at])) {
            at++;
        }
        if (at < to) {
            shape = raw[at] == '[' ? Shape.ARRAY : raw[at] == '{' && isLaidOut(at) ? Shape.OBJECTS : Shape.LINES;
        }
        if (shape == Shape.ARRAY) {
            from = at;
        }
    }

    /** Whether the first object goes on after its first line: an object in the next line is another one. */
    private boolean isLaidOut(int start) throws IOException {
        int open = 0;
        boolean text = false;
        boolean skip = false;
        boolean unfinished = false;
        for (int at = start; ; at++) {
            if (at == to && !more()) {
                return false;
            }
            byte b = raw[at];
            if (unfinished) {
                if (!isSpace(b)) {
                    return b != '{' && b != '[';
                }
            } else if (text) {
                text = skip || b != '"';
                skip = !skip && b == '\\';
            } else {
                open += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                text = b == '"';
                unfinished = b == '\n' && open > 0;
                if (open == 0) {
                    return false;
                }
            }
        }
    }

    /** Reads more after what is there; false when there is none, or no room. */
    private boolean more() throws IOException {
        int n = sourceEnded || to == raw.length ? 0 : source.read(raw, to, raw.length - to);
        sourceEnded |= n < 0;
        to += Math.max(0, n);
        consumed += Math.max(0, n);
        return n > 0;
    }

    private int objects(byte[] bytes, int offset, int length) {
        int out = offset;
        int limit = offset + length - 1;
        while (out < limit) {
            if (owedNow && owed > 0) {
                bytes[out++] = '\n';
                owed--;
                continue;
            }
            owedNow = false;
            if (from == to) {
                break;
            }
            byte b = raw[from++];
            if (inString) {
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
                bytes[out++] = b;
            } else if (depth > 0) {
                depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                inString = b == '"';
                owed += b == '\n' ? 1 : 0;
                bytes[out++] = b == '\n' ? (byte) '\r' : b; // a line end would end the event
                objectEnded = depth == 0;
            } else if (objectEnded && b == '{') {
                from--; // another one in the same line
                bytes[out++] = '\n';
                owed = Math.max(0, owed - 1);
                owedNow = true;
                objectEnded = false;
            } else {
                depth = b == '{' ? 1 : 0;
                owedNow = b == '\n';
                objectEnded &= !owedNow;
                bytes[out++] = b;
            }
        }
        return out - offset;
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
        int taken = Math.min(to - from, length);
        int out = array.split(ByteBuffer.wrap(raw, from, taken), bytes, offset);
        from += taken;
        refuseBrokenArray();
        return out - offset;
    }

    private void refuseBrokenArray() throws IOException {
        if (array.trouble() != null) {
            throw new IOException(
                    switch (array.trouble()) {
                        case MORE -> "text after the closing bracket of the array";
                        case STRAY_COMMA -> "the array has a comma where an event should stand";
                        case CUT -> "the array ends before its closing bracket";
                        case NO_ARRAY, EMPTY, STRAY_BRACKET ->
                            "this is not an array"; // its bracket was seen; that comma may be
                    });
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private int end(byte[] bytes, int offset, int length) throws IOException {
        if (shape == Shape.ARRAY) {
            array.end();
            refuseBrokenArray();
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
