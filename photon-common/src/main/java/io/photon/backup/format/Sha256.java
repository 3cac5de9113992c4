// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256. */
final class Sha256 {

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(byte[] bytes, int from, int to) {
        if (to > from) {
            digest.update(bytes, from, to - from);
        }
    }

    /** The sum so far as hexadecimal digits; starts over. */
    String take() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
