// SPDX-License-Identifier: Apache-2.0
package io.photon.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** 128 bits that stand for some bytes: for telling equal from different, not against forgery. Immutable. */
public record Fingerprint(long high, long low) {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of a part of an array. @param to exclusive */
    public static Fingerprint of(byte[] bytes, int from, int to) {
        long a = 0x9e3779b97f4a7c15L;
        long b = 0xc2b2ae3d27d4eb4fL ^ (to - from);
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long word = (long) LONG.get(bytes, i);
            a = Long.rotateLeft(a ^ word, 29) * 0xff51afd7ed558ccdL;
            b = (b + Long.rotateLeft(word, 17)) * 0xc4ceb9fe1a85ec53L ^ (b >>> 31);
        }
        long tail = 0;
        for (int shift = 0; i < to; i++, shift += 8) {
            tail |= (bytes[i] & 0xffL) << shift;
        }
        a = Long.rotateLeft(a ^ tail, 29) * 0xff51afd7ed558ccdL;
        b = (b + Long.rotateLeft(tail, 17)) * 0xc4ceb9fe1a85ec53L ^ (b >>> 31);
        return new Fingerprint(mixed(a), mixed(b ^ a));
    }

    private static long mixed(long h) {
        long m = (h ^ (h >>> 33)) * 0x94d049bb133111ebL;
        return m ^ (m >>> 29);
    }
}
