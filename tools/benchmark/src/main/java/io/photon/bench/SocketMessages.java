// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;

/**
 * Counts the messages that a server sends over a WebSocket (RFC 6455, 5.2), in whatever pieces they are read. It looks at each byte of
 * them, as {@link ChunkedLines} does: a reader that costs less would make the WebSocket look better than it is.
 */
final class SocketMessages implements CountedAnswer {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int NORMAL = 1_000;

    private enum At {
        FIRST,
        LENGTH,
        MORE_LENGTH,
        CONTENT,
        CLOSED
    }

    private At at = At.FIRST;
    private int opcode;
    private int lengthBytes;
    private long left;
    private long taken;
    private int code;
    private long count;
    private long lines;

    /** Whether the server has said that it was the last one. */
    @Override
    public boolean isWhole() {
        return at == At.CLOSED;
    }

    @Override
    public long count() {
        return count;
    }

    /** @throws IOException when it is not what a server sends that has no fault to tell */
    @Override
    public void take(byte[] bytes, int length) throws IOException {
        int i = 0;
        while (i < length) {
            if (at != At.CONTENT) {
                head(bytes[i++] & 0xFF);
            } else {
                int to = i + (int) Math.min(left, length - i);
                left -= to - i;
                if (opcode == CLOSE) {
                    for (; i < to; i++) {
                        close(bytes[i] & 0xFF);
                    }
                } else {
                    for (; i < to; i++) {
                        lines += bytes[i] == '\n' ? 1 : 0;
                    }
                }
                endIfWhole();
            }
        }
    }

    private void head(int b) throws IOException {
        switch (at) {
            case FIRST -> {
                opcode = b & 0x0F;
                count += opcode == TEXT ? 1 : 0;
                at = At.LENGTH;
            }
            case LENGTH -> {
                lengthBytes = b == 127 ? 8 : b == 126 ? 2 : 0;
                left = lengthBytes > 0 ? 0 : b;
                if (b > 127) {
                    throw new IOException("a server masks no frames");
                }
                begin();
            }
            case MORE_LENGTH -> {
                left = left << 8 | b;
                lengthBytes--;
                begin();
            }
            default -> throw new IOException("more came after the end");
        }
    }

    private void begin() throws IOException {
        at = lengthBytes > 0 ? At.MORE_LENGTH : At.CONTENT;
        if (at == At.CONTENT) {
            taken = 0;
            endIfWhole();
        }
    }

    private void close(int b) {
        code = taken < 2 ? code << 8 | b : code;
        taken++;
    }

    private void endIfWhole() throws IOException {
        if (left > 0) {
            return;
        }
        at = opcode == CLOSE ? At.CLOSED : At.FIRST;
        if (at == At.CLOSED && code != NORMAL) {
            throw new IOException("the WebSocket was closed with " + code);
        }
        if (lines > 0) {
            throw new IOException("a message has several lines");
        }
    }
}
