// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import io.photon.text.Utf8;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Frames as a server sends them: whole, and not masked (RFC 6455, 5.2). Pure. */
final class Frames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** Of a control frame. */
    static final int MAX_CONTROL_BYTES = 125;

    private static final int FINAL = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int MAX_SHORT_BYTES = 0xffff;

    private Frames() {}

    /** What stands before a frame's content. */
    static byte[] head(int opcode, int length) {
        byte first = (byte) (FINAL | opcode);
        if (length <= MAX_CONTROL_BYTES) {
            return new byte[] {first, (byte) length};
        }
        if (length <= MAX_SHORT_BYTES) {
            return new byte[] {first, SHORT, (byte) (length >> 8), (byte) length};
        }
        return ByteBuffer.allocate(10)
                .put(first)
                .put((byte) LONG)
                .putLong(length)
                .array();
    }

    /** The content of a close frame; of a longer reason the beginning. */
    static byte[] closing(int code, String reason) {
        byte[] words = Utf8.bytes(reason);
        int length = Math.min(words.length, MAX_CONTROL_BYTES - 2);
        while (length < words.length && length > 0 && (words[length] & 0xc0) == 0x80) {
            length--; // not within a character
        }
        return ByteBuffer.allocate(2 + length)
                .putShort((short) code)
                .put(Arrays.copyOf(words, length))
                .array();
    }
}
