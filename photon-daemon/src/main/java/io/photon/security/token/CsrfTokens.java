// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that belong to a session each: MACs of its id by a key of this process, so nothing has to be kept. Thread-safe. */
final class CsrfTokens {

    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key = new SecretKeySpec(RandomText.secret().getBytes(StandardCharsets.US_ASCII), MAC);

    String of(String sessionId) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(sessionId.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
