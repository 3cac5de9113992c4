// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password that cannot be read back: PBKDF2 with HMAC-SHA-512. Making one and checking one take a fifth of a second of
 * a processor. As text it is {@code pbkdf2-sha512:ITERATIONS:SALT:HASH}, base64. Immutable.
 */
public final class PasswordHash {

    /** What OWASP recommends for PBKDF2-HMAC-SHA512. */
    static final int ITERATIONS = 210_000;

    /** A record that asks for more is not believed: checking it would take minutes. */
    static final int MAX_ITERATIONS = 10_000_000;

    private static final String SCHEME = "pbkdf2-sha512";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int MAX_BYTES = 64;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final LongAdder COMPUTED = new LongAdder();

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Of a secret, with a salt of its own. Slow. */
    public static PasswordHash of(String secret) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, compute(secret, salt, ITERATIONS, HASH_BYTES));
    }

    /** One that no secret fits: checking it takes as long as checking another. */
    public static PasswordHash ofNothing() {
        byte[] random = new byte[SALT_BYTES + HASH_BYTES];
        RANDOM.nextBytes(random);
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        System.arraycopy(random, 0, salt, 0, SALT_BYTES);
        System.arraycopy(random, SALT_BYTES, hash, 0, HASH_BYTES);
        return new PasswordHash(ITERATIONS, salt, hash);
    }

    /** What was recorded as text; empty for a text that is no such record. */
    public static Optional<PasswordHash> read(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME) || !parts[1].matches("[1-9]\\d{0,7}")) {
            return Optional.empty();
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            boolean usable = iterations <= MAX_ITERATIONS
                    && salt.length >= SALT_BYTES
                    && salt.length <= MAX_BYTES
                    && hash.length >= HASH_BYTES
                    && hash.length <= MAX_BYTES;
            return usable ? Optional.of(new PasswordHash(iterations, salt, hash)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64
        }
    }

    /** Whether this is the hash of that secret. Slow, whatever the answer. */
    public boolean fits(String secret) {
        return MessageDigest.isEqual(hash, compute(secret, salt, iterations, hash.length));
    }

    /** How many were computed in this process: for those who must know that no answer was cheaper than another. */
    static long computed() {
        return COMPUTED.sum();
    }

    private static byte[] compute(String secret, byte[] salt, int iterations, int bytes) {
        COMPUTED.increment();
        PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, bytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 with HMAC-SHA-512", e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return SCHEME + ":" + iterations + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(hash);
    }
}
