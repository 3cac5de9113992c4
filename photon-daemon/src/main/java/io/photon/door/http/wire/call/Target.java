// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.question.Param;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request target, decoded segment by segment: a {@code %2F} inside a segment is part of a name, not a separator.
 *
 * @param segments of the path, decoded
 * @param query parameters, decoded; of one given twice the first
 * @param differing names of those that are given twice with different values
 */
public record Target(List<String> segments, Map<String, String> query, Set<String> differing) {

    private static final int MAX_SEGMENTS = 8;

    /**
     * The same below a path: NOT_FOUND for what is not.
     *
     * @param basePath empty, or beginning with a slash and ending without one
     */
    public static Result<Target> parse(String uri, String queryString, String basePath) {
        String path = path(uri);
        if (basePath.isEmpty()) {
            return parse(path, queryString);
        }
        boolean below = path.startsWith(basePath)
                && (path.length() == basePath.length() || path.charAt(basePath.length()) == '/');
        return below
                ? parse(path.length() == basePath.length() ? "/" : path.substring(basePath.length()), queryString)
                : Result.err(
                        Failure.Kind.NOT_FOUND,
                        "no such path: '" + Excerpt.of(path) + "'",
                        "everything is below " + basePath + "/");
    }

    private static String path(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        int scheme = uri.indexOf("://");
        int slash = scheme < 0 ? -1 : uri.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    /** @param uri as on the request line: {@code /path} or {@code http://host/path} @param queryString null for none */
    public static Result<Target> parse(String uri, String queryString) {
        String path = path(uri);
        int mark = path.indexOf('?');
        if (mark >= 0) {
            path = path.substring(0, mark);
        }
        try {
            List<String> segments = new ArrayList<>();
            for (String raw : path.substring(1).split("/", MAX_SEGMENTS + 1)) {
                segments.add(decode(raw, false));
            }
            Map<String, String> query = new LinkedHashMap<>();
            Set<String> differing = new LinkedHashSet<>();
            if (queryString != null && !queryString.isEmpty()) {
                for (String pair : queryString.split("&")) {
                    if (pair.isEmpty()) {
                        continue;
                    }
                    int equals = pair.indexOf('=');
                    String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
                    String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
                    String before = query.putIfAbsent(name, value);
                    if (before != null && !before.equals(value)) {
                        differing.add(name);
                    }
                }
            }
            return Result.ok(new Target(segments, query, differing));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the request target is not percent-encoded UTF-8",
                    "encode names byte by byte, e.g. a/b as a%2Fb");
        }
    }

    /** A parameter, or null when it is missing or empty. */
    public @Nullable String param(String name) {
        String value = query.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Whether a parameter is there and says yes: {@code true}, {@code 1}, or nothing at all. */
    public boolean flag(String name) {
        String value = query.get(name);
        return value != null && Param.isYes(value);
    }

    /** The same without these parameters. */
    public Target without(Set<String> names) {
        if (names.stream().noneMatch(query::containsKey)) {
            return this;
        }
        Map<String, String> others = new LinkedHashMap<>(query);
        others.keySet().removeAll(names);
        Set<String> twice = new LinkedHashSet<>(differing);
        twice.removeAll(names);
        return new Target(segments, others, twice);
    }

    /** The decoded name in a {@code name=value} of a query that was parsed. */
    public static String nameIn(String pair) {
        int equals = pair.indexOf('=');
        try {
            return decode(equals < 0 ? pair : pair.substring(0, equals), true);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it was parsed before", e);
        }
    }

    private static String decode(String text, boolean plusIsSpace) throws CharacterCodingException {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c != '%' && c < 0x80 && !(plusIsSpace && c == '+');
        }
        if (plain) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()) {
                    throw new IllegalArgumentException("cut escape");
                }
                bytes[size++] = (byte) (hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2)));
                i += 2;
            } else if (c > 0xff) {
                throw new IllegalArgumentException("not a byte");
            } else {
                bytes[size++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, size))
                .toString();
    }

    private static int hex(char c) {
        return HexFormat.fromHexDigit(c);
    }
}
