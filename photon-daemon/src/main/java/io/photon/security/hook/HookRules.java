// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a sender signs, and what becomes of what it delivers. Immutable.
 *
 * @param header that holds the signature; the scheme's own but for {@link Scheme#HEADER}
 * @param prefix before the signature, e.g. {@code sha256=}; may be empty
 * @param algorithm of the JDK, e.g. {@code HmacSHA256}
 * @param base64 whether the signature is Base64, else hex
 * @param tolerance how far the time of a signature may be from now, both ways
 * @param type where the event-type stands: what is found is joined by dots; none for always the usual one
 * @param usualType the event-type of a delivery that has none there
 * @param id where the id of a delivery stands: in all of these places; none for deliveries without an id
 */
public record HookRules(
        Scheme scheme,
        String header,
        String prefix,
        String algorithm,
        boolean base64,
        Duration tolerance,
        List<Place> type,
        String usualType,
        List<Place> id) {

    public static final Duration USUAL_TOLERANCE = Duration.ofMinutes(5);
    public static final String USUAL_TYPE = "webhook";

    private static final Duration LONGEST_TOLERANCE = Duration.ofHours(1);
    private static final int LONGEST_PREFIX = 100;
    private static final int LONGEST_TYPE = 200;
    private static final String SHA256 = "sha256";
    private static final String SHA512 = "sha512";

    /** As they are written by people and in events; an empty text is what was not said. */
    public record Written(
            String scheme,
            String header,
            String prefix,
            String algorithm,
            String encoding,
            String tolerance,
            String typeFrom,
            String eventType,
            String idFrom) {}

    /** Reads what was written; BAD_INPUT names what is wrong. */
    public static Result<HookRules> read(Written text) {
        Optional<Scheme> scheme = Scheme.of(text.scheme());
        if (scheme.isEmpty()) {
            return bad("there is no scheme '" + text.scheme() + "'", "use one of " + Scheme.words());
        }
        return refuse(scheme.get(), text)
                .<Result<HookRules>>map(Result::err)
                .orElseGet(() -> places(
                                "type-from", text.typeFrom(), scheme.get().type())
                        .then(type -> places(
                                        "id-from", text.idFrom(), scheme.get().id())
                                .map(id -> of(scheme.get(), text, type, id))));
    }

    private static HookRules of(Scheme scheme, Written text, List<Place> type, List<Place> id) {
        String header = switch (scheme) {
            case GITHUB -> Signatures.HUB;
            case STANDARD -> Signatures.WEBHOOK_SIGNATURE;
            case STRIPE -> Signatures.STRIPE;
            case HEADER -> text.header();
        };
        return new HookRules(
                scheme,
                header,
                scheme == Scheme.GITHUB ? "sha256=" : text.prefix(),
                text.algorithm().equals(SHA512) ? "HmacSHA512" : "HmacSHA256",
                text.encoding().equals("base64"),
                text.tolerance().isEmpty() ? USUAL_TOLERANCE : Duration.ofSeconds(Long.parseLong(text.tolerance())),
                type,
                text.eventType().isEmpty() ? USUAL_TYPE : text.eventType(),
                id);
    }

    private static Optional<Failure> refuse(Scheme scheme, Written text) {
        if (scheme != Scheme.HEADER) {
            if (!(text.header() + text.prefix() + text.algorithm() + text.encoding()).isEmpty()) {
                return wrong(
                        "signature-header, prefix, algorithm and encoding are for the scheme header",
                        "the scheme " + scheme.word() + " says all of them");
            }
        } else if (!Place.isHeaderName(text.header())) {
            return wrong(
                    "signature-header is '" + text.header() + "'",
                    "name the header that holds the signature, e.g. X-Signature");
        }
        if (text.prefix().length() > LONGEST_PREFIX || text.eventType().length() > LONGEST_TYPE) {
            return wrong("prefix or event-type is too long", "use something shorter");
        }
        if (!List.of("", SHA256, SHA512).contains(text.algorithm())) {
            return wrong("algorithm is '" + text.algorithm() + "'", "use " + SHA256 + " or " + SHA512);
        }
        if (!List.of("", "hex", "base64").contains(text.encoding())) {
            return wrong("encoding is '" + text.encoding() + "'", "use hex or base64");
        }
        return refuseTolerance(scheme, text.tolerance());
    }

    private static Optional<Failure> refuseTolerance(Scheme scheme, String seconds) {
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        if (!scheme.isTimed()) {
            return wrong(
                    "tolerance is for schemes that sign a time", "leave it out, or use the scheme standard or stripe");
        }
        boolean fits = seconds.matches("\\d{1,6}")
                && Long.parseLong(seconds) >= 1
                && Long.parseLong(seconds) <= LONGEST_TOLERANCE.toSeconds();
        return fits
                ? Optional.empty()
                : wrong("tolerance is '" + seconds + "'", "give 1 to " + LONGEST_TOLERANCE.toSeconds() + " seconds");
    }

    private static Result<List<Place>> places(String what, String text, List<Place> usual) {
        return text.isEmpty() ? Result.ok(usual) : Place.read(what, text);
    }

    private static Optional<Failure> wrong(String what, String hint) {
        return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, what, hint));
    }

    private static Result<HookRules> bad(String what, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, what, hint);
    }

    /** So that {@link #read} makes the same of it. */
    public Written written() {
        boolean own = scheme == Scheme.HEADER;
        return new Written(
                scheme.word(),
                own ? header : "",
                own ? prefix : "",
                own ? (algorithm.equals("HmacSHA512") ? SHA512 : SHA256) : "",
                own ? (base64 ? "base64" : "hex") : "",
                scheme.isTimed() ? Long.toString(tolerance.toSeconds()) : "",
                Place.text(type),
                usualType,
                Place.text(id));
    }
}
