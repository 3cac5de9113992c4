// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.codec.FailureJson;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.connection.RequestBody;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose head Undertow lets pass though it should not: one too large, one that contradicts itself, or one that does not
 * say where the body ends (a Content-Length that no number holds, a transfer coding other than chunked, or one in HTTP/1.0; RFC 9112, 6). After such a
 * request nothing more is read, so that no body is taken for a request.
 */
public final class RequestHeadCheck {

    private static final int HEADERS_TOO_LARGE = 431;
    private static final String HEAD = "the request's head ";
    private static final Set<String> OF_ONE_VALUE = Set.of(
            "authorization",
            "content-encoding",
            "content-type",
            "expect-last-order-id",
            "last-event-id",
            "sec-websocket-version",
            "webhook-request-origin",
            "x-csrf-token");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private RequestHeadCheck() {}

    /** Answers a request that is not taken. @return whether it did */
    public static boolean refuse(HttpServerExchange exchange, Outbound outbound, HttpSettings.Limits limits) {
        Failure failure = wrong(exchange, limits);
        if (failure == null) {
            return false;
        }
        exchange.setPersistent(false);
        Call call = new Call(exchange, null, null, outbound);
        if (failure.kind() == Failure.Kind.TOO_LARGE && failure.message().startsWith(HEAD)) {
            call.answer(HEADERS_TOO_LARGE, FailureJson.bytes(failure));
        } else {
            call.answer(failure);
        }
        return true;
    }

    private static @Nullable Failure wrong(HttpServerExchange exchange, HttpSettings.Limits limits) {
        Failure refusal = RequestBody.refusal(exchange);
        if (refusal == null) {
            refusal = framing(exchange, limits.maxUploadBytes());
        }
        if (refusal == null) {
            refusal = contradiction(exchange);
        }
        if (refusal == null) {
            refusal = RequestBody.of(exchange).fault();
        }
        return refusal != null ? refusal : tooLarge(exchange, limits.maxHeadBytes());
    }

    /** Whether it is clear where the request is for and where its body ends; else why not. */
    static @Nullable Failure framing(HttpServerExchange exchange, long maxUploadBytes) {
        HeaderMap headers = exchange.getRequestHeaders();
        String length = headers.getFirst(Headers.CONTENT_LENGTH);
        if (length != null && !LENGTH.matcher(length).matches()) {
            return bad("the Content-Length is '" + Excerpt.of(length, 40) + "'", "say how many bytes the body has");
        }
        if (length != null && Long.parseLong(length) > maxUploadBytes) {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the body has " + length + " bytes; at most " + maxUploadBytes + " are taken",
                    "send less at once, or raise rest.max-upload");
        }
        HeaderValues hosts = headers.get(Headers.HOST);
        if (hosts != null && hosts.size() > 1) {
            return bad("there are " + hosts.size() + " Host headers", "send one");
        }
        if (exchange.isHttp09()) {
            return bad("the request says HTTP/0.9", "speak HTTP/1.1");
        }
        HeaderValues coding = headers.get(Headers.TRANSFER_ENCODING);
        if (coding != null && exchange.isHttp10()) {
            return bad("a request of HTTP/1.0 has a Transfer-Encoding", "speak HTTP/1.1, or send a Content-Length");
        }
        if (coding != null && !(coding.size() == 1 && coding.getFirst().equalsIgnoreCase("chunked"))) {
            return bad(
                    "the Transfer-Encoding is '" + Excerpt.of(String.join(", ", coding), 40) + "'",
                    "send the body as it is, or in chunks");
        }
        return null;
    }

    /**
     * A header of one value that is there several times, with different ones: a proxy may go by the one and Photon by the other, and a
     * condition or an identity that is passed over is worse than a refusal. Null when there is none.
     */
    static @Nullable Failure contradiction(HttpServerExchange exchange) {
        for (HeaderValues values : exchange.getRequestHeaders()) {
            if (values.size() > 1 && isOfOneValue(values.getHeaderName().toString())) {
                for (String value : values) {
                    if (!value.equals(values.getFirst())) {
                        return bad(
                                "the header " + values.getHeaderName() + " is there " + values.size()
                                        + " times, with different values",
                                "send it once");
                    }
                }
            }
        }
        return null;
    }

    private static boolean isOfOneValue(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return OF_ONE_VALUE.contains(name) || name.startsWith("ce-");
    }

    /** Whether the head is longer than is taken, and by what. */
    static @Nullable Failure tooLarge(HttpServerExchange exchange, int most) {
        long bytes =
                exchange.getRequestURI().length() + exchange.getQueryString().length();
        int count = 0;
        for (HeaderValues values : exchange.getRequestHeaders()) {
            for (String value : values) {
                bytes += values.getHeaderName().length() + value.length();
                count++;
            }
        }
        if (bytes <= most && count <= HttpSettings.MAX_HEADERS) {
            return null;
        }
        return Failure.of(
                Failure.Kind.TOO_LARGE,
                HEAD + "has " + count + " headers and " + bytes + " bytes; at most " + HttpSettings.MAX_HEADERS
                        + " and " + most + " are taken",
                "send what is large in the body");
    }

    private static Failure bad(String message, String hint) {
        return Failure.of(Failure.Kind.BAD_INPUT, message, hint);
    }
}
