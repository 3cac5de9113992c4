// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import io.photon.codec.JsonFields;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a text stands in a delivery: {@code header:NAME}, a path of fields of its JSON such as {@code .data.id}, or
 * {@code digest}: the SHA-256 of the body in hex. Immutable.
 *
 * @param kind which of them
 * @param names the header, or the fields from the outermost on; empty for the digest
 */
public record Place(Kind kind, List<String> names) {

    /** What kind of place it is. */
    public enum Kind {
        HEADER,
        FIELD,
        DIGEST
    }

    static final int MOST = 4;
    private static final int DEEPEST = 10;
    private static final String HEADER = "header:";
    private static final String DIGEST = "digest";
    /** A name of a header of HTTP. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final String HINT = "use header:NAME, a path such as .data.id, or digest; several with commas";

    static Place header(String name) {
        return new Place(Kind.HEADER, List.of(name));
    }

    static Place field(String name) {
        return new Place(Kind.FIELD, List.of(name));
    }

    static boolean isHeaderName(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** Several, comma-separated; BAD_INPUT. @param what completes "… is" */
    static Result<List<Place>> read(String what, String text) {
        List<Place> places = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Place place = of(each.strip());
            if (place == null) {
                return Result.err(
                        Failure.Kind.BAD_INPUT,
                        what + " is '" + Excerpt.of(text) + "': '" + Excerpt.of(each.strip()) + "' is not a place",
                        HINT);
            }
            places.add(place);
        }
        return places.size() <= MOST
                ? Result.ok(List.copyOf(places))
                : Result.err(
                        Failure.Kind.BAD_INPUT,
                        what + " names " + places.size() + " places",
                        "name at most " + MOST + "; " + HINT);
    }

    private static @Nullable Place of(String text) {
        if (text.equals(DIGEST)) {
            return new Place(Kind.DIGEST, List.of());
        }
        if (text.toLowerCase(Locale.ROOT).startsWith(HEADER)) {
            String name = text.substring(HEADER.length()).strip();
            return isHeaderName(name) ? header(name) : null;
        }
        if (!text.startsWith(".")) {
            return null;
        }
        List<String> names = Arrays.asList(text.substring(1).split("\\.", -1));
        return names.size() <= DEEPEST && names.stream().noneMatch(String::isBlank)
                ? new Place(Kind.FIELD, List.copyOf(names))
                : null;
    }

    /** As {@link #read} takes it. */
    static String text(List<Place> places) {
        return places.stream().map(Place::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case HEADER -> HEADER + names.get(0);
            case FIELD -> "." + String.join(".", names);
            case DIGEST -> DIGEST;
        };
    }

    /**
     * What stands there: a text, a number, true or false; null when there is nothing, or something else.
     *
     * @param json what the body means, valid; null when it is no JSON
     */
    @Nullable String find(Delivery delivery, byte @Nullable [] json) {
        String found = switch (kind) {
            case HEADER -> delivery.header(names.get(0));
            case FIELD -> json == null ? null : field(json);
            case DIGEST -> digest(delivery);
        };
        return found == null || found.isBlank() ? null : found.strip();
    }

    private @Nullable String field(byte[] json) {
        int from = JsonFields.space(json, 0, json.length);
        int to = json.length;
        for (String name : names) {
            int[] found = from < to && json[from] == '{' ? JsonFields.find(json, from, to, name) : null;
            if (found == null) {
                return null;
            }
            from = found[0];
            to = found[1];
        }
        boolean isPlain = json[from] != '{' && json[from] != '[' && json[from] != 'n';
        return isPlain ? JsonFields.text(json, from, to) : null;
    }

    private static String digest(Delivery delivery) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(delivery.body(), 0, delivery.length());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Puts a text there, in a delivery that is made up: a header is told, a field written. */
    byte[] put(String text, byte[] json, java.util.Map<String, String> headers) {
        if (kind == Kind.HEADER) {
            headers.putIfAbsent(names.get(0), text);
            return json;
        }
        if (kind == Kind.DIGEST || field(json) != null || names.size() > 1 && !isEmpty(json)) {
            return json;
        }
        String value = JsonFields.quote(text);
        for (int i = names.size() - 1; i > 0; i--) {
            value = "{" + JsonFields.quote(names.get(i)) + ":" + value + "}";
        }
        String rest = new String(json, StandardCharsets.UTF_8).strip();
        boolean empty = isEmpty(json);
        return ("{" + JsonFields.quote(names.get(0)) + ":" + value + (empty ? "" : ",") + rest.substring(1))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isEmpty(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replaceAll("\\s", "").equals("{}");
    }
}
