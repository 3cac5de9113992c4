// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.text.Utf8;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What a stream and a local-id are found by: 16 bytes, whatever their lengths. No two pairs are known to have the same. */
final class LocalIdDigest {

    private static final int LENGTH = 16;

    private LocalIdDigest() {}

    static byte[] of(String stream, String localId) {
        byte[] name = Utf8.bytes(stream);
        byte[] id = Utf8.bytes(localId);
        ByteBuffer both = ByteBuffer.allocate(Integer.BYTES + name.length + id.length);
        both.putInt(name.length).put(name).put(id);
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(both.array()), LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
