// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import io.photon.projection.spi.ReductionException;

/** Reads what {@link BytesOut} wrote. Not thread-safe. */
public final class BytesIn {

    private final byte[] bytes;
    private int at;

    public BytesIn(byte[] bytes) {
        this.bytes = bytes;
    }

    public int next() throws ReductionException {
        if (at >= bytes.length) {
            throw damaged();
        }
        return bytes[at++];
    }

    public long number() throws ReductionException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = next();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw damaged();
    }

    /** How many of something follow, each at least a byte. */
    public int count() throws ReductionException {
        long count = number();
        if (count < 0 || count > bytes.length - at) {
            throw damaged();
        }
        return (int) count;
    }

    public long fixed() throws ReductionException {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | next() & 0xff;
        }
        return value;
    }

    public String text() throws ReductionException {
        long length = number();
        boolean plain = length >= 0;
        long chars = plain ? length : ~length;
        if (chars > (bytes.length - at) / (plain ? 1 : 2)) {
            throw damaged();
        }
        char[] text = new char[(int) chars];
        for (int i = 0; i < text.length; i++) {
            text[i] = plain ? (char) next() : (char) (next() << 8 | next() & 0xff);
        }
        return new String(text);
    }

    /** What is read is not what was written. */
    public ReductionException damaged() {
        return new ReductionException("the snapshot is damaged at byte " + at, null);
    }
}
