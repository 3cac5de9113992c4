// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.door.http.wire.HttpSettings;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chunks of a body as they come (RFC 9112, 7.1) and finds the place that cannot be right. Undertow would
 * close the connection there without an answer, skip bytes that a chunk has too many, take a line feed alone for the end of a line
 * where a proxy does not, or keep trailers without end. One per body.
 */
final class ChunkCheck {

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_END,
        DATA_LINE_END,
        TRAILER_BEGIN,
        TRAILER_NAME,
        TRAILER,
        TRAILER_END,
        LAST_END,
        ENDED
    }

    private static final int MAX_SIZE_DIGITS = 15;
    /** Of the extensions of one chunk, which nothing reads. */
    private static final int MAX_EXTENSION = 4 * 1024;

    private static final String NO_TRAILER = "after the last chunk comes a line that is not NAME: VALUE";

    private final int maxTrailerBytes;
    private State state = State.SIZE;
    private int digits;
    private long size;
    private int extension;
    private int trailers;
    private int trailerBytes;
    private @Nullable String fault;

    /** @param maxTrailerBytes of all headers after the last chunk; their number is limited as that of those before */
    ChunkCheck(int maxTrailerBytes) {
        this.maxTrailerBytes = maxTrailerBytes;
    }

    /** What is wrong, or null. */
    @Nullable String fault() {
        return fault;
    }

    /**
     * Reads on.
     *
     * @param bytes are left as they are
     * @return index of the first byte that cannot be right, else {@code to}
     */
    int read(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to && fault == null && state != State.ENDED) {
            if (state == State.DATA) {
                long taken = Math.min(size, to - at);
                size -= taken;
                at += (int) taken;
                state = size == 0 ? State.DATA_END : State.DATA;
            } else {
                take(bytes.get(at));
                at += fault == null ? 1 : 0;
            }
        }
        return fault == null ? to : at;
    }

    private void take(byte b) {
        switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_END -> lineEnd(b, size == 0 ? State.TRAILER_BEGIN : State.DATA);
            case DATA_END -> {
                if (b == '\r') {
                    state = State.DATA_LINE_END;
                } else {
                    fault = "a chunk is longer than its size says: " + shown(b) + " follows where a line end belongs";
                }
            }
            case DATA_LINE_END -> {
                lineEnd(b, State.SIZE);
                digits = 0;
                extension = 0;
            }
            case TRAILER_BEGIN -> {
                if (b == '\r') {
                    state = State.LAST_END;
                } else {
                    trailers++;
                    fault = b == ':' ? NO_TRAILER : null;
                    trailerName(b);
                }
            }
            case TRAILER_NAME -> trailerName(b);
            case TRAILER -> trailer(b);
            case TRAILER_END -> lineEnd(b, State.TRAILER_BEGIN);
            case LAST_END -> lineEnd(b, State.ENDED);
            case DATA, ENDED -> throw new IllegalStateException("not read byte by byte: " + state);
        }
    }

    private void size(byte b) {
        if (HexFormat.isHexDigit(b)) {
            size = (digits == 0 ? 0 : size << 4) + HexFormat.fromHexDigit(b);
            if (++digits > MAX_SIZE_DIGITS) {
                fault = "a chunk's size has more than " + MAX_SIZE_DIGITS + " digits";
            }
        } else if (digits == 0 || b != '\r' && b != '\n' && b != ';' && b != ' ' && b != '\t') {
            fault = "a chunk's size is not a hexadecimal number: " + shown(b) + " is in it";
        } else {
            state = State.EXTENSION;
            extension(b);
        }
    }

    private void extension(byte b) {
        if (b == '\r') {
            state = State.SIZE_END;
        } else if (b == '\n') {
            fault = bareLineFeed();
        } else if (++extension > MAX_EXTENSION) {
            fault = "a chunk's size is followed by more than " + MAX_EXTENSION + " bytes in its line";
        }
    }

    private void trailerName(byte b) {
        state = b == ':' ? State.TRAILER : State.TRAILER_NAME;
        if (b <= ' ' || b == 0x7f) {
            fault = NO_TRAILER;
        } else {
            countTrailer();
        }
    }

    private void trailer(byte b) {
        if (b == '\r') {
            state = State.TRAILER_END;
        } else if (b == '\n') {
            fault = bareLineFeed();
        } else if (b >= 0 && b < ' ' && b != '\t' || b == 0x7f) {
            fault = NO_TRAILER;
        } else {
            countTrailer();
        }
    }

    private void countTrailer() {
        if (++trailerBytes > maxTrailerBytes || trailers > HttpSettings.MAX_HEADERS) {
            fault = "after the last chunk come more than " + HttpSettings.MAX_HEADERS + " headers, or more than "
                    + maxTrailerBytes + " bytes of them";
        }
    }

    private void lineEnd(byte b, State next) {
        if (b == '\n') {
            state = next;
        } else {
            fault = "a carriage return is followed by " + shown(b) + ", not by a line feed";
        }
    }

    private static String bareLineFeed() {
        return "a line between the chunks ends with a line feed alone";
    }

    private static String shown(byte b) {
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : "byte " + (b & 0xff);
    }
}
