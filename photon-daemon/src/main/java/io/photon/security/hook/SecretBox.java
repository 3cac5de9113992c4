// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.text.Utf8;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that have to be known again as they are: AES-256-GCM, bound to the name they are for. Without the key, which stands in no event, a sealed
 * text says nothing. Thread-safe.
 */
public final class SecretBox {

    /** What a secret is sealed with, 32 bytes. */
    public interface Keys {
        /** Made when there is none. */
        Result<byte[]> toSeal();

        /** Empty when nothing was ever sealed here. */
        Optional<byte[]> toOpen();
    }

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Keys keys;

    SecretBox(Keys keys) {
        this.keys = keys;
    }

    /** Seals a secret. It may look for the key on the disk. */
    Result<String> seal(String name, String secret) {
        return keys.toSeal().map(key -> {
            byte[] nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, name, Utf8.bytes(secret))
                    .orElseThrow(() -> new IllegalStateException("every Java has " + CIPHER));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        });
    }

    /** Opens it; empty when it was sealed with another key, for another name, or was changed. */
    Optional<String> open(String name, String sealed) {
        byte[] all;
        try {
            all = Base64.getDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // nothing of this box
        }
        if (all.length <= NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] secret = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
        return keys.toOpen()
                .flatMap(key -> run(Cipher.DECRYPT_MODE, key, nonce, name, secret))
                .map(Utf8::text);
    }

    private static Optional<byte[]> run(int mode, byte[] key, byte[] nonce, String name, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(Utf8.bytes("photon hook " + name));
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // the tag does not fit: callers say what that means
        }
    }

    /** What to do about a secret that cannot be opened. */
    static Failure notOpened(String name) {
        return Failure.of(
                Failure.Kind.CONFLICT,
                "the secret of hook '" + name + "' was sealed with another admin.secret than this daemon has",
                "give this daemon the same admin.secret, or another secret to the hook: photon hook rotate " + name);
    }
}
