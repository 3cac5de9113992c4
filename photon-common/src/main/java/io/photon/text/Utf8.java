// SPDX-License-Identifier: Apache-2.0
package io.photon.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** UTF-8: text as bytes, bytes as text, and a check that decodes nothing. */
public final class Utf8 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** A text as bytes; half a surrogate pair becomes a question mark. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text of bytes; what is malformed becomes U+FFFD. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The same of a part. @param to exclusive */
    public static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * The index of the first byte that starts no well-formed UTF-8 sequence (RFC 3629: no overlong forms, no
     * surrogates, nothing past U+10FFFF), or -1.
     */
    public static int firstInvalid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            while (i + 8 <= to && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
                i += 8;
            }
            if (i >= to) {
                return -1;
            }
            if (bytes[i] >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /** Length of the multi-byte sequence at {@code i}, 0 when it is malformed. */
    private static int sequenceLength(byte[] b, int i, int to) {
        int first = b[i] & 0xff;
        if (first >= 0xc2 && first <= 0xdf) {
            return i + 1 < to && isTail(b[i + 1]) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            return i + 2 < to && isOfThree(first, b[i + 1] & 0xff) && isTail(b[i + 2]) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            return i + 3 < to && isOfFour(first, b[i + 1] & 0xff) && isTail(b[i + 2]) && isTail(b[i + 3]) ? 4 : 0;
        }
        return 0;
    }

    /** Not overlong, and no surrogate. */
    private static boolean isOfThree(int first, int second) {
        return isTail((byte) second) && !(first == 0xe0 && second < 0xa0) && !(first == 0xed && second >= 0xa0);
    }

    /** Not overlong, and not past U+10FFFF. */
    private static boolean isOfFour(int first, int second) {
        return isTail((byte) second) && !(first == 0xf0 && second < 0x90) && !(first == 0xf4 && second > 0x8f);
    }

    private static boolean isTail(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
