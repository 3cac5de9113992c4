// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.door.http.endpoint.EmitEndpoint;
import io.photon.door.http.endpoint.SqlEndpoint;
import io.photon.door.http.wire.answer.Preference;
import io.photon.door.http.wire.call.Call;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may call: those of the daemon's own origin, and those of {@code cors.origins}, whose browsers are told so
 * (Fetch Standard, CORS protocol). A browser sends a password it knows along with any page's request; the origin tells
 * whose page it is. Immutable.
 */
final class CorsPolicy {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_CREDENTIALS = new HttpString("Access-Control-Allow-Credentials");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final HttpString REQUEST_METHOD = new HttpString("Access-Control-Request-Method");
    private static final HttpString REQUEST_HEADERS = new HttpString("Access-Control-Request-Headers");

    /** What a page may send with a request, besides what browsers let every page send. */
    private static final String SENT = String.join(
            ", ",
            Headers.AUTHORIZATION_STRING,
            Headers.CONTENT_TYPE_STRING,
            EmitEndpoint.EXPECT_HEADER,
            "Last-Event-ID",
            Preference.HEADER.toString(),
            Call.CSRF_TOKEN.toString(),
            Call.REQUESTED_WITH.toString(),
            "X-Request-Id",
            "traceparent",
            "tracestate");

    /** What a page may see of an answer's head, besides what browsers let every page see. */
    private static final String SEEN = String.join(
            ", ",
            Headers.RETRY_AFTER_STRING,
            Headers.ALLOW_STRING,
            Headers.LOCATION_STRING,
            Headers.CONTENT_DISPOSITION_STRING,
            SqlEndpoint.UP_TO.toString(),
            "X-Request-Id");

    /** The attributes of a CloudEvent in binary mode. */
    private static final Pattern ATTRIBUTE = Pattern.compile("ce-[a-z0-9]+");

    /** As browsers write it: in lower case, no user, no path. */
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://((?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?)");

    private static final String MAX_AGE_SECONDS = "600";
    private static final int NO_CONTENT = 204;

    private final Set<String> allowed;

    /** @param allowed origins besides the daemon's own, as browsers write them */
    CorsPolicy(List<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Whether a page of another site asks that may not. */
    boolean refuses(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        HeaderValues cors = headers.get(Headers.ORIGIN);
        if (cors == null) {
            return false;
        }
        String host = headers.getFirst(Headers.HOST);
        return cors.size() != 1 || !allowed.contains(cors.getFirst()) && !isOwn(cors.getFirst(), host);
    }

    /** Whether an origin is {@code http://HOST} or {@code https://HOST}, all of it: a proxy may have taken TLS off. */
    static boolean isOwn(String origin, String host) {
        Matcher parts = ORIGIN.matcher(origin);
        if (host == null || !parts.matches()) {
            return false;
        }
        String usualPort = parts.group(1).equals("http") ? ":80" : ":443";
        return withoutPort(parts.group(2), usualPort).equals(withoutPort(host.toLowerCase(Locale.ROOT), usualPort));
    }

    private static String withoutPort(String authority, String usualPort) {
        return authority.endsWith(usualPort)
                ? authority.substring(0, authority.length() - usualPort.length())
                : authority;
    }

    /**
     * Tells the browser of an allowed page that the page may have the answer, and answers it when that is all it asks.
     *
     * @return whether the request is answered
     */
    boolean answers(HttpServerExchange exchange) {
        if (allowed.isEmpty()) {
            return false;
        }
        HeaderMap answer = exchange.getResponseHeaders();
        answer.put(Headers.VARY, "Origin");
        String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        if (origin == null || !allowed.contains(origin)) {
            return false;
        }
        answer.put(ALLOW_ORIGIN, origin);
        answer.put(ALLOW_CREDENTIALS, "true");
        boolean asksFirst = exchange.getRequestMethod().equalToString("OPTIONS")
                && exchange.getRequestHeaders().contains(REQUEST_METHOD);
        if (!asksFirst) {
            answer.put(Call.EXPOSED, SEEN);
            return false;
        }
        answer.put(ALLOW_METHODS, "GET, HEAD, POST, DELETE");
        answer.put(ALLOW_HEADERS, SENT + attributes(exchange.getRequestHeaders().getFirst(REQUEST_HEADERS)));
        answer.put(MAX_AGE, MAX_AGE_SECONDS);
        exchange.setStatusCode(NO_CONTENT).endExchange();
        return true;
    }

    /** The attributes of a CloudEvent among those headers that a page wants to send: any name may be one. */
    private static String attributes(@Nullable String wanted) {
        return wanted == null
                ? ""
                : Arrays.stream(wanted.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .filter(name -> ATTRIBUTE.matcher(name).matches())
                        .map(name -> ", " + name)
                        .collect(Collectors.joining());
    }
}
