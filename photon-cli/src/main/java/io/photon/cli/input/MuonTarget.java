// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.codec.JsonFields;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a Muon service, as a user names it: {@code rpc://photon/stream-names}, or {@code photon /stream-names}.
 *
 * @param service its name
 * @param path with its leading slash, without a query
 * @param query what stood after a question mark, or null
 * @param rest the word after the target: a body or arguments; null when there is none
 */
public record MuonTarget(
        String service,
        String path,
        @Nullable String query,
        @Nullable String rest) {

    /**
     * Understands the words of a command, one to three.
     *
     * @param scheme what the hint shows, e.g. {@code rpc}
     */
    public static Result<MuonTarget> read(List<String> words, String scheme) {
        String first = words.get(0);
        if (first.contains("://")) {
            return words.size() > 2
                    ? bad("there are " + words.size() + " words where a URL and JSON belong", scheme)
                    : url(first, words.size() > 1 ? words.get(1) : null, scheme);
        }
        if (words.size() > 1 && words.get(1).startsWith("/")) {
            return url(scheme + "://" + first + words.get(1), words.size() > 2 ? words.get(2) : null, scheme);
        }
        int slash = first.indexOf('/');
        if (slash > 0 && words.size() < 3) {
            return url(scheme + "://" + first, words.size() > 1 ? words.get(1) : null, scheme);
        }
        return bad("'" + first + "' names no endpoint of a service", scheme);
    }

    private static Result<MuonTarget> url(String text, @Nullable String rest, String scheme) {
        try {
            URI uri = new URI(text.replace(" ", "%20"));
            // A name that is no host's, such as one with an underscore, is an authority all the same.
            String service = uri.getHost() != null ? uri.getHost() : uri.getRawAuthority();
            if (service == null || service.isEmpty()) {
                return bad("'" + text + "' names no service", scheme);
            }
            String path = uri.getPath() == null || uri.getPath().isEmpty() ? "/" : uri.getPath();
            return Result.ok(new MuonTarget(service, path, uri.getRawQuery(), rest));
        } catch (URISyntaxException e) {
            return bad("'" + text + "' is not a URL: " + e.getReason(), scheme);
        }
    }

    /** The arguments of a stream: those of the query, then those of the JSON object; {@code {}} when there are none. */
    public Result<String> arguments() {
        String fromQuery = query == null ? "" : fields(query);
        if (rest == null) {
            return Result.ok("{" + fromQuery + "}");
        }
        byte[] json = rest.strip().getBytes(StandardCharsets.UTF_8);
        boolean object = json.length > 1
                && json[0] == '{'
                && json[json.length - 1] == '}'
                && JsonFields.valueEnd(json, 0, json.length) == json.length;
        if (!object) {
            return Result.err(
                    Kind.BAD_INPUT, "'" + rest + "' is not a JSON object", "e.g. '{\"stream-name\":\"orders\"}'");
        }
        String inner = rest.strip().substring(1, rest.strip().length() - 1).strip();
        String comma = fromQuery.isEmpty() || inner.isEmpty() ? "" : ",";
        return Result.ok("{" + fromQuery + comma + inner + "}");
    }

    private static String fields(String query) {
        StringBuilder fields = new StringBuilder();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.append(fields.length() == 0 ? "" : ",")
                        .append(JsonFields.quote(decoded(name)))
                        .append(':')
                        .append(JsonFields.quote(decoded(value)));
            }
        }
        return fields.toString();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Result<MuonTarget> bad(String message, String scheme) {
        return Result.err(
                Kind.BAD_INPUT,
                message,
                "write " + scheme + "://SERVICE/PATH [JSON], or SERVICE /PATH [JSON]"
                        + (scheme.equals("stream") ? "; for streams of events: photon streams" : ""));
    }
}
