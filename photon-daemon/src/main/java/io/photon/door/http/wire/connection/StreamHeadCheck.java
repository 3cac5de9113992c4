// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.result.Failure;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Heads over HTTP/2 that Undertow lets pass though they are malformed (RFC 9113, 8.2 and 8.3). Over HTTP/1.1 the parser refuses
 * what means the same. Pure.
 */
final class StreamHeadCheck {

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{0,5})?");
    private static final List<HttpString> OF_A_CONNECTION =
            List.of(new HttpString("keep-alive"), new HttpString("proxy-connection"), Headers.UPGRADE);

    private StreamHeadCheck() {}

    /** What is wrong, or null. */
    static @Nullable Failure wrong(HttpServerExchange exchange) {
        String path = exchange.getRequestURI();
        if (!path.startsWith("/")) {
            return bad("the :path does not begin with a slash", "send the path and the query as :path");
        }
        if (exchange.getRequestMethod().length() == 0) {
            return bad("the :method is empty", "name a method, such as GET");
        }
        HeaderMap headers = exchange.getRequestHeaders();
        String authority = headers.getFirst(Headers.HOST);
        if (authority == null || !AUTHORITY.matcher(authority).matches()) {
            return bad("there is no :authority that can be read", "send one NAME or NAME:PORT, an IPv6 address in [ ]");
        }
        for (HttpString name : OF_A_CONNECTION) {
            if (headers.contains(name)) {
                return bad("the header " + name + " is one of HTTP/1.1", "leave it out");
            }
        }
        for (HeaderValues values : headers) {
            for (String value : values) {
                if (hasControl(value)) {
                    return bad(
                            "the header " + values.getHeaderName() + " has a control character in it", "leave it out");
                }
            }
        }
        return null;
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static Failure bad(String message, String hint) {
        return Failure.of(Failure.Kind.BAD_INPUT, message, hint);
    }
}
