// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How senders sign what they deliver. */
public enum Scheme {
    /** {@code X-Hub-Signature-256: sha256=HEX} over the body, as GitHub, Gitea, and many others do. */
    GITHUB,
    /** Standard Webhooks: {@code webhook-signature: v1,BASE64} over id, time and body. */
    STANDARD,
    /** {@code Stripe-Signature: t=TIME,v1=HEX} over time and body. */
    STRIPE,
    /** A header of any name, with a prefix, in hex or Base64, over the body. */
    HEADER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scheme> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** All of them, for a hint. */
    public static String words() {
        return Arrays.stream(values()).map(Scheme::word).collect(Collectors.joining(", "));
    }

    /** Whether what is signed says when it was signed. */
    boolean isTimed() {
        return this == STANDARD || this == STRIPE;
    }

    /** Where the event-type stands if nothing else is said. */
    List<Place> type() {
        return switch (this) {
            case GITHUB -> List.of(Place.header("X-GitHub-Event"));
            case STANDARD, STRIPE -> List.of(Place.field("type"));
            case HEADER -> List.of();
        };
    }

    /** Where the delivery's id stands if nothing else is said. */
    List<Place> id() {
        return switch (this) {
            case GITHUB -> List.of(Place.header("X-GitHub-Delivery"));
            case STANDARD -> List.of(Place.header(Signatures.WEBHOOK_ID));
            case STRIPE -> List.of(Place.field("id"));
            case HEADER -> List.of();
        };
    }
}
