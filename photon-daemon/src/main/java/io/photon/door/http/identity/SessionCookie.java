// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Optional;

/**
 * The cookie of a session (RFC 6265): out of reach of scripts, sent by pages of the daemon's own site only, and over TLS only when
 * it was set over TLS. Browsers do not tell the ports of a host apart, so the port is in its name.
 */
public final class SessionCookie {

    private static final String NAME = "photon-session-";
    private static final int MOST_LETTERS = 200;

    private SessionCookie() {}

    private static String name(HttpServerExchange exchange) {
        return NAME + exchange.getDestinationAddress().getPort();
    }

    /** The id in a request. */
    public static Optional<String> of(HttpServerExchange exchange) {
        HeaderValues cookies = exchange.getRequestHeaders().get(Headers.COOKIE);
        if (cookies == null) {
            return Optional.empty();
        }
        String wanted = name(exchange) + "=";
        for (String line : cookies) {
            for (String pair : line.split(";")) {
                String cookie = pair.strip();
                if (cookie.startsWith(wanted) && cookie.length() < wanted.length() + MOST_LETTERS) {
                    return Optional.of(cookie.substring(wanted.length())).filter(id -> !id.isEmpty());
                }
            }
        }
        return Optional.empty();
    }

    /** Has a browser keep an id until it is closed. @param path below which it is sent */
    public static void set(HttpServerExchange exchange, String id, String path) {
        put(exchange, id, path, "");
    }

    /** Has a browser forget it. */
    public static void clear(HttpServerExchange exchange, String path) {
        put(exchange, "", path, "; Max-Age=0");
    }

    private static void put(HttpServerExchange exchange, String value, String path, String more) {
        boolean tls = exchange.getRequestScheme().equals("https");
        exchange.getResponseHeaders()
                .add(
                        Headers.SET_COOKIE,
                        name(exchange) + "=" + value + "; Path=" + path + "; HttpOnly; SameSite=Strict"
                                + (tls ? "; Secure" : "") + more);
    }
}
