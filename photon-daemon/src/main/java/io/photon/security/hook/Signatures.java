// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import io.photon.text.Utf8;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks and makes signatures, as senders do. Every signature that came is compared with every secret that is good, each in
 * constant time, whatever the others say. Immutable.
 */
final class Signatures {

    static final String HUB = "X-Hub-Signature-256";
    static final String STRIPE = "Stripe-Signature";
    static final String WEBHOOK_ID = "webhook-id";
    static final String WEBHOOK_TIME = "webhook-timestamp";
    static final String WEBHOOK_SIGNATURE = "webhook-signature";

    private static final String WEBHOOK_SECRET = "whsec_";
    private static final int MOST_SIGNATURES = 16;
    private static final int LONGEST_HEADER = 8_192;
    private static final int MOST_DIGITS = 12;
    private static final byte[] NOTHING = {};

    /** What is signed, and the signatures that came with it. @param timeSeconds since 1970, null when none is signed */
    private record Signed(
            byte[] before,
            List<byte[]> signatures,
            @Nullable Long timeSeconds) {}

    private final HookRules rules;

    Signatures(HookRules rules) {
        this.rules = rules;
    }

    /** The key of a secret; empty when this scheme has no such secrets. */
    static Optional<byte[]> key(Scheme scheme, String secret) {
        if (scheme != Scheme.STANDARD) {
            return Optional.of(Utf8.bytes(secret));
        }
        String text = secret.startsWith(WEBHOOK_SECRET) ? secret.substring(WEBHOOK_SECRET.length()) : secret;
        return decoded(text, true);
    }

    /** A random secret as senders of a scheme expect it. @param bits random bytes */
    static String secret(Scheme scheme, byte[] bits) {
        return switch (scheme) {
            case STANDARD -> WEBHOOK_SECRET + Base64.getEncoder().encodeToString(bits);
            case STRIPE ->
                WEBHOOK_SECRET + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
            case GITHUB, HEADER -> Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        };
    }

    /** Why a delivery is not one of the sender's, for the operator; empty when it is. It takes as long for any signature. */
    Optional<String> refuse(Delivery delivery, List<byte[]> keys, long nowMs) {
        Optional<Signed> found = read(delivery);
        if (found.isEmpty()) {
            mac(List.of(), delivery, rules.algorithm(), new byte[1]);
            return Optional.of("it has no signature in " + headers());
        }
        Signed signed = found.get();
        boolean fits = false;
        for (byte[] key : keys) {
            byte[] right = mac(List.of(signed.before()), delivery, rules.algorithm(), key);
            for (byte[] each : signed.signatures()) {
                fits |= MessageDigest.isEqual(right, each);
            }
        }
        if (!fits) {
            return Optional.of("its signature does not fit");
        }
        if (rules.scheme() == Scheme.STANDARD
                && String.valueOf(delivery.header(WEBHOOK_ID)).contains(".")) {
            return Optional.of(
                    "its " + WEBHOOK_ID + " has a dot, so the same signature fits another id, time and body too");
        }
        Long time = signed.timeSeconds();
        if (time == null) {
            return Optional.empty();
        }
        long awaySeconds = Math.abs(nowMs / 1_000 - time);
        return awaySeconds <= rules.tolerance().toSeconds()
                ? Optional.empty()
                : Optional.of("it was signed " + awaySeconds + " s away from now, more than the "
                        + rules.tolerance().toSeconds() + " s that it may be");
    }

    private String headers() {
        return rules.scheme() == Scheme.STANDARD
                ? String.join(", ", WEBHOOK_ID, WEBHOOK_TIME, WEBHOOK_SIGNATURE)
                : rules.header();
    }

    private Optional<Signed> read(Delivery delivery) {
        String header = delivery.header(rules.header());
        if (header == null || header.length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        return switch (rules.scheme()) {
            case GITHUB, HEADER -> plain(header);
            case STANDARD -> standard(delivery, header);
            case STRIPE -> stripe(header);
        };
    }

    private Optional<Signed> plain(String header) {
        String text = header.strip();
        return text.startsWith(rules.prefix())
                ? decoded(text.substring(rules.prefix().length()), rules.base64())
                        .map(signature -> new Signed(NOTHING, List.of(signature), null))
                : Optional.empty();
    }

    private static Optional<Signed> standard(Delivery delivery, String header) {
        String id = delivery.header(WEBHOOK_ID);
        Long time = time(delivery.header(WEBHOOK_TIME));
        if (id == null || time == null) {
            return Optional.empty();
        }
        List<byte[]> signatures = new ArrayList<>();
        for (String each : header.strip().split(" +", MOST_SIGNATURES + 1)) {
            if (each.startsWith("v1,") && signatures.size() < MOST_SIGNATURES) {
                decoded(each.substring(3), true).ifPresent(signatures::add);
            }
        }
        return signed(id + "." + delivery.header(WEBHOOK_TIME) + ".", signatures, time);
    }

    private static Optional<Signed> stripe(String header) {
        String time = null;
        List<byte[]> signatures = new ArrayList<>();
        for (String each : header.split(",", 2 * MOST_SIGNATURES)) {
            String part = each.strip();
            if (part.startsWith("t=") && time == null) {
                time = part.substring(2);
            } else if (part.startsWith("v1=") && signatures.size() < MOST_SIGNATURES) {
                decoded(part.substring(3), false).ifPresent(signatures::add);
            }
        }
        Long seconds = time(time);
        return seconds == null ? Optional.empty() : signed(time + ".", signatures, seconds);
    }

    private static Optional<Signed> signed(String before, List<byte[]> signatures, Long time) {
        return signatures.isEmpty() ? Optional.empty() : Optional.of(new Signed(Utf8.bytes(before), signatures, time));
    }

    private static @Nullable Long time(@Nullable String text) {
        return text != null && text.matches("\\d{1," + MOST_DIGITS + "}") ? Long.valueOf(text) : null;
    }

    private static Optional<byte[]> decoded(String text, boolean base64) {
        try {
            return Optional.of(
                    base64 ? Base64.getDecoder().decode(text) : HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a signature that is none fits nothing
        }
    }

    private static byte[] mac(List<byte[]> before, Delivery delivery, String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            before.forEach(mac::update);
            mac.update(delivery.body(), 0, delivery.length());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** The headers with which a sender would deliver a body now. */
    Map<String, String> sign(byte[] body, byte[] key, String id, long nowMs) {
        Map<String, String> headers = new LinkedHashMap<>();
        String time = Long.toString(nowMs / 1_000);
        Delivery delivery = new Delivery(any -> null, body, body.length);
        switch (rules.scheme()) {
            case GITHUB, HEADER -> {
                byte[] right = mac(List.of(), delivery, rules.algorithm(), key);
                headers.put(rules.header(), rules.prefix() + encoded(right, rules.base64()));
            }
            case STANDARD -> {
                byte[] right = mac(List.of(Utf8.bytes(id + "." + time + ".")), delivery, rules.algorithm(), key);
                headers.put(WEBHOOK_ID, id);
                headers.put(WEBHOOK_TIME, time);
                headers.put(WEBHOOK_SIGNATURE, "v1," + encoded(right, true));
            }
            case STRIPE -> {
                byte[] right = mac(List.of(Utf8.bytes(time + ".")), delivery, rules.algorithm(), key);
                headers.put(STRIPE, "t=" + time + ",v1=" + encoded(right, false));
            }
        }
        return headers;
    }

    private static String encoded(byte[] bytes, boolean base64) {
        return base64
                ? Base64.getEncoder().encodeToString(bytes)
                : HexFormat.of().formatHex(bytes);
    }
}
