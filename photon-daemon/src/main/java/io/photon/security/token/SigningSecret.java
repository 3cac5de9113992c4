// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import static java.util.Objects.requireNonNull;

import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.KeptSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are signed with: the setting {@code admin.secret}, else a random one that is kept in a file (0600) and made when it is
 * first needed. Thread-safe.
 */
public final class SigningSecret {

    /** The holder of a token can try secrets at leisure, so a short one is none. */
    public static final int FEWEST_BYTES = 32;

    /** HS512 wants a key of 512 bits. Zeros after a shorter one change nothing: HMAC itself fills it up so. */
    private static final int KEY_BYTES = 64;

    private static final int KEY_ID_LETTERS = 16;
    private static final int DERIVED_BYTES = 32;

    /** @param id public, tells this key from others */
    record Key(byte[] bytes, String id) {

        /** A number that changes with a text and says nothing about it. */
        long stamp(String text) {
            return ByteBuffer.wrap(mac("photon stamp ", text)).getLong();
        }

        private byte[] derived(String purpose) {
            return Arrays.copyOf(mac("photon key for ", purpose), DERIVED_BYTES);
        }

        private byte[] mac(String before, String text) {
            try {
                Mac mac = Mac.getInstance("HmacSHA512");
                mac.init(new SecretKeySpec(bytes, "HmacSHA512"));
                mac.update(before.getBytes(StandardCharsets.US_ASCII));
                return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HMAC-SHA-512", e);
            }
        }
    }

    private final @Nullable Path file;
    private @Nullable Key key;

    private SigningSecret(@Nullable Path file, @Nullable Key key) {
        this.file = file;
        this.key = key;
    }

    /** One that was given. */
    public static SigningSecret of(String secret) {
        return new SigningSecret(null, key(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /** One that is kept in this file, or will be, once something is signed. */
    public static Result<SigningSecret> in(Path file) {
        SigningSecret secret = new SigningSecret(file, null);
        try {
            Optional<String> kept = KeptSecret.read(file);
            if (kept.isPresent()) { // else nothing was ever signed
                secret.key = ofFile(kept.get());
            }
        } catch (IOException e) {
            return secret.notUsable(e);
        }
        return Result.ok(secret);
    }

    /** What is wrong with one that is given. */
    public static Optional<Failure> refuse(String secret) {
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        return bytes >= FEWEST_BYTES
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Failure.Kind.BAD_INPUT,
                        "admin.secret has " + bytes + " bytes, too few to sign tokens with: it could be guessed",
                        "give at least " + FEWEST_BYTES + ", e.g. of: openssl rand -hex 32; or leave it out, then a"
                                + " random one is made and kept"));
    }

    /** The key to sign with; made and kept when there is none. */
    synchronized Result<Key> toSign() {
        Key known = key;
        if (known == null) {
            try {
                known = ofFile(
                        KeptSecret.readOrMake(requireNonNull(file), () -> RandomText.secret() + RandomText.secret())
                                .text());
                key = known;
            } catch (IOException e) {
                return notUsable(e);
            }
        }
        return Result.ok(known);
    }

    /** The key to check with, without looking at any disk; empty when nothing was ever signed. */
    synchronized Optional<Key> toCheck() {
        return Optional.ofNullable(key);
    }

    /** A key for another purpose, which says nothing about this secret: 32 bytes; made and kept when there is none. */
    public Result<byte[]> keyFor(String purpose) {
        return toSign().map(key -> key.derived(purpose));
    }

    /** The same, without looking at any disk; empty when nothing was ever signed or sealed. */
    public Optional<byte[]> knownKeyFor(String purpose) {
        return toCheck().map(key -> key.derived(purpose));
    }

    private <T> Result<T> notUsable(IOException e) {
        return Result.err(
                Failure.Kind.INTERNAL,
                "the secret that signs tokens cannot be used: " + file + ": " + SystemError.reason(e),
                "see who may read and write it, or set admin.secret");
    }

    private static Key ofFile(String secret) throws IOException {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < FEWEST_BYTES) {
            throw new IOException("it has only " + bytes.length + " bytes");
        }
        return key(bytes);
    }

    private static Key key(byte[] secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update("photon key id".getBytes(StandardCharsets.US_ASCII));
            String id = Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(secret));
            return new Key(Arrays.copyOf(secret, Math.max(KEY_BYTES, secret.length)), id.substring(0, KEY_ID_LETTERS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
