// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids of messages and virtual channels: random UUIDs (version 4). They tell messages apart and keep no secret, so they
 * need no costly randomness. Thread-safe.
 */
public final class MessageIds {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private MessageIds() {}

    /** The next id, e.g. {@code 5650a26c-07d9-49aa-8fcd-8bb7057029b0}. */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return text(random.nextLong(), random.nextLong());
    }

    /** The UUID of 128 bits, six of which are replaced by version and variant. */
    public static String text(long high, long low) {
        long most = high & ~0xf000L | 0x4000L;
        long least = low & 0x3fffffffffffffffL | 0x8000000000000000L;
        char[] text = new char[36];
        int at = 0;
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                text[at++] = '-';
            }
            long half = i < 16 ? most : least;
            text[at++] = HEX[(int) (half >>> (60 - 4 * (i & 15))) & 15];
        }
        return new String(text);
    }
}
