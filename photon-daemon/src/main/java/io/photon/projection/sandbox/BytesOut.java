// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import io.photon.projection.spi.ReductionException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes up to a limit, for values and snapshots. Not thread-safe. */
public final class BytesOut extends OutputStream {

    private final long maxBytes;
    private byte[] bytes = new byte[512];
    private int size;

    public BytesOut(long maxBytes) {
        this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 16);
    }

    /** Thrown through code that knows only unchecked exceptions of its own. */
    public static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void write(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** A number of any sign, small ones short. */
    public void number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        write((int) rest);
    }

    public void fixed(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** Any text, lone surrogates too. */
    public void text(String text) {
        int length = text.length();
        boolean plain = true;
        for (int i = 0; i < length && plain; i++) {
            plain = text.charAt(i) < 0x80;
        }
        number(plain ? length : ~length);
        room(plain ? length : 2 * length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!plain) {
                bytes[size++] = (byte) (c >> 8);
            }
            bytes[size++] = (byte) c;
        }
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The limit as the reader of a message sees it. */
    public static ReductionException explained(TooLarge error) {
        return new ReductionException(error.getMessage(), null);
    }

    private void room(int more) {
        if ((long) size + more > maxBytes) {
            throw new TooLarge("the value takes more than " + maxBytes + " bytes (limit of a projection's value)");
        }
        if (bytes.length - size < more) {
            CallMeter.poll();
            long wanted = Math.max((long) size + more, bytes.length + (bytes.length >> 1) + 16L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
    }
}
