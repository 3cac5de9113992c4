// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** JSON in the making. Not thread-safe; {@link #borrow()} gives each thread one of its own, to be used without nesting. */
final class WireBuffer {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** A buffer that grew beyond this is not kept. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final ThreadLocal<WireBuffer> OWN = ThreadLocal.withInitial(() -> new WireBuffer(4_096));

    /** For each byte its decimal digits and a comma, the first in the low bits: one store writes up to four characters. */
    private static final int[] DIGITS = new int[256];

    private static final byte[] LENGTHS = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            byte[] text = (i + ",").getBytes(StandardCharsets.US_ASCII);
            for (int j = 0; j < text.length; j++) {
                DIGITS[i] |= text[j] << (8 * j);
            }
            LENGTHS[i] = (byte) text.length;
        }
    }

    private byte[] bytes;
    private int size;

    WireBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** This thread's buffer, empty. */
    static WireBuffer borrow() {
        WireBuffer own = OWN.get();
        if (own.bytes.length > KEPT_BYTES) {
            own.bytes = new byte[4_096];
        }
        own.size = 0;
        return own;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            long wanted = Math.max((long) size + more, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
    }

    WireBuffer add(byte[] ascii) {
        return add(ascii, 0, ascii.length);
    }

    WireBuffer add(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
        return this;
    }

    WireBuffer add(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    WireBuffer add(long number) {
        if (number == Long.MIN_VALUE) {
            return add("-9223372036854775808".getBytes(StandardCharsets.US_ASCII));
        }
        room(20);
        long rest = number;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long tens = rest / 10; tens > 0; tens /= 10) {
            digits++;
        }
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    /** A JSON string with its quotes, straight into the message: each one that leaves has some, nearly all of plain ASCII. */
    WireBuffer quoted(String text) {
        int length = text.length();
        room(length + 2);
        bytes[size++] = '"';
        int start = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
                size = start;
                return quotedSlowly(text);
            }
            bytes[size++] = (byte) c;
        }
        bytes[size++] = '"';
        return this;
    }

    /** The opening quote is written already. */
    private WireBuffer quotedSlowly(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c) && !isPaired(text, i)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return add(escaped.toString().getBytes(StandardCharsets.UTF_8)).add('"');
    }

    private static boolean isPaired(String text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    /**
     * Bytes as a JSON array of numbers from 0 to 255 (docs/muon-protocol 2.3).
     *
     * @throws OutOfMemoryError beyond 512 MiB
     */
    WireBuffer byteNumbers(byte[] source, int from, int length) {
        if (length > (Integer.MAX_VALUE - size - 64) / 4) {
            throw new OutOfMemoryError("a Muon message of " + length + " bytes");
        }
        room(length * 4 + 2);
        byte[] to = bytes;
        int at = size;
        to[at++] = '[';
        for (int i = from; i < from + length; i++) {
            int b = source[i] & 0xff;
            INT.set(to, at, DIGITS[b]);
            at += LENGTHS[b];
        }
        if (length > 0) {
            at--; // the last comma
        }
        to[at++] = ']';
        size = at;
        return this;
    }

    /** How many bytes {@link #byteNumbers} writes for all of these. */
    static long numbersLength(byte[] source) {
        long length = source.length == 0 ? 2 : 1; // two brackets, and no comma after the last
        for (byte b : source) {
            length += LENGTHS[b & 0xff];
        }
        return length;
    }
}
