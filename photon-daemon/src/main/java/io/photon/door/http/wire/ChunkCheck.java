// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chunks of a body as they come (RFC 9112, 7.1) and finds the place that cannot be right. Undertow would
 * close the connection there without an answer, or skip bytes that a chunk has too many. One per body.
 */
final class ChunkCheck {

    private enum State {
        SIZE,
        SIZE_LINE,
        DATA,
        DATA_END,
        TRAILER_LINE,
        TRAILER,
        ENDED
    }

    private static final int MAX_SIZE_DIGITS = 15;

    private State state = State.SIZE;
    private int digits;
    private long size;
    private @Nullable String fault;

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
            case SIZE_LINE -> {
                if (b == '\n') {
                    state = size == 0 ? State.TRAILER_LINE : State.DATA;
                }
            }
            case DATA_END -> {
                if (b == '\n') {
                    state = State.SIZE;
                    digits = 0;
                } else if (b != '\r') {
                    fault = "a chunk is longer than its size says: " + shown(b) + " follows where a line end belongs";
                }
            }
            case TRAILER_LINE -> state = b == '\n' ? State.ENDED : b == '\r' ? State.TRAILER_LINE : State.TRAILER;
            case TRAILER -> state = b == '\n' ? State.TRAILER_LINE : State.TRAILER;
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
            state = State.SIZE_LINE;
            take(b);
        }
    }

    private static String shown(byte b) {
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : "byte " + (b & 0xff);
    }
}
