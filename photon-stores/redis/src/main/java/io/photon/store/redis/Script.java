// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What runs on the server as one atomic step. */
enum Script {
    APPEND("common", "append"),
    BAR("common", "bar"),
    HIDE("common", "erase", "hide"),
    ERASE_SOME("common", "erase", "erase-some"),
    STREAMS("common", "streams"),
    MISSING("common", "missing"),
    STAGE("common", "stage"),
    ACQUIRE("common", "acquire"),
    RENEW("renew"),
    RELEASE("release"),
    PROBE("probe");

    private final byte[] text;
    private final String sha;

    Script(String... files) {
        StringBuilder whole = new StringBuilder();
        for (String file : files) {
            whole.append(resource(file + ".lua"));
        }
        text = whole.toString().getBytes(StandardCharsets.UTF_8);
        sha = sha(text);
    }

    byte[] text() {
        return text;
    }

    /** Under which the server knows it once it has seen it. */
    String sha() {
        return sha;
    }

    private static String resource(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    private static String sha(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-1", e);
        }
    }
}
