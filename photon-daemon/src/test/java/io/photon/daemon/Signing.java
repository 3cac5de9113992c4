// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Signs as senders do, with the program openssl: nothing of Photon has a part in it. */
final class Signing {

    private Signing() {}

    /** HMAC-SHA-256, or with another digest. */
    static byte[] mac(String digest, byte[] key, String text) {
        try {
            Process openssl = new ProcessBuilder(List.of(
                            "openssl",
                            "dgst",
                            "-" + digest,
                            "-mac",
                            "HMAC",
                            "-macopt",
                            "hexkey:" + HexFormat.of().formatHex(key),
                            "-binary"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var in = openssl.getOutputStream()) {
                in.write(text.getBytes(StandardCharsets.UTF_8));
            }
            byte[] mac = openssl.getInputStream().readAllBytes();
            assertEquals(0, openssl.waitFor());
            return mac;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("openssl is needed", e);
        }
    }

    static byte[] mac(String secret, String text) {
        return mac("sha256", secret.getBytes(StandardCharsets.UTF_8), text);
    }

    /** As GitHub does. */
    static String github(String secret, String body) {
        return "sha256=" + HexFormat.of().formatHex(mac(secret, body));
    }
}
