// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A number of 256 bits to which digests are added: the order does not matter, and sums of parts can be added. Mutable. */
final class Sum {

    static final int BYTES = 32;

    /** The lowest bits first. */
    private final long[] words = new long[BYTES / Long.BYTES];

    /** Adds a digest. */
    void add(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        long carry = 0;
        for (int i = words.length - 1; i >= 0; i--) {
            carry = add(words.length - 1 - i, bytes.getLong(i * Long.BYTES), carry);
        }
    }

    void add(Sum other) {
        long carry = 0;
        for (int i = 0; i < words.length; i++) {
            carry = add(i, other.words[i], carry);
        }
    }

    private long add(int at, long value, long carry) {
        long sum = words[at] + value;
        long over = Long.compareUnsigned(sum, value) < 0 ? 1 : 0;
        long with = sum + carry;
        over += carry != 0 && with == 0 ? 1 : 0;
        words[at] = with;
        return over;
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        for (int i = words.length - 1; i >= 0; i--) {
            bytes.putLong(words[i]);
        }
        return bytes.array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
