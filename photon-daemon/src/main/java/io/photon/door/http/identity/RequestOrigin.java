// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.identity;

import io.photon.api.Origin;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a request comes from. */
public final class RequestOrigin {

    /** What proxies add to a request, the common ones at least: each of them tells that it comes from elsewhere. */
    private static final Set<HttpString> BY_PROXIES = Stream.of(
                    "Forwarded",
                    "Via",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Proto",
                    "X-Forwarded-Port",
                    "X-Forwarded-Server",
                    "X-Forwarded-By",
                    "X-Forwarded-Prefix",
                    "X-Original-Forwarded-For",
                    "X-Real-IP",
                    "X-Client-IP",
                    "X-Cluster-Client-IP",
                    "True-Client-IP",
                    "CF-Connecting-IP",
                    "Fastly-Client-IP",
                    "X-Envoy-External-Address")
            .map(HttpString::new)
            .collect(Collectors.toUnmodifiableSet());

    private RequestOrigin() {}

    /** Local is only what certainly comes from this machine: not by a proxy, not from a page that had its name rebound. */
    public static Origin of(HttpServerExchange exchange) {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        HeaderMap headers = exchange.getRequestHeaders();
        boolean local = peer != null
                && peer.isLoopbackAddress()
                && isLocalHost(headers.getFirst(Headers.HOST))
                && !isByProxy(headers);
        return new Origin("http", peer == null ? "?" : peer.getHostAddress(), local);
    }

    /** Whether its peer has made it: no proxy did, and from this machine it was not sent under another name than this machine's. */
    public static boolean isDirect(HttpServerExchange exchange) {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        HeaderMap headers = exchange.getRequestHeaders();
        return peer != null
                && !isByProxy(headers)
                && (!peer.isLoopbackAddress() || isLocalHost(headers.getFirst(Headers.HOST)));
    }

    private static boolean isByProxy(HeaderMap headers) {
        // A request has fewer headers than there are names.
        for (long at = headers.fastIterateNonEmpty(); at != -1; at = headers.fiNextNonEmpty(at)) {
            if (BY_PROXIES.contains(headers.fiCurrent(at).getHeaderName())) {
                return true;
            }
        }
        return false;
    }

    static boolean isLocalHost(String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf(']')) {
            name = name.substring(0, colon);
        }
        return name.equals("localhost") || name.equals("[::1]") || isLoopback(name);
    }

    /** Whether it is 127 and three more numbers. By hand, as it is asked for each request. */
    private static boolean isLoopback(String name) {
        if (!name.startsWith("127.")) {
            return false;
        }
        int dots = 1;
        int digits = 0;
        for (int i = "127.".length(); i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.' && digits > 0) {
                dots++;
                digits = 0;
            } else if (c >= '0' && c <= '9' && digits < 3) {
                digits++;
            } else {
                return false;
            }
        }
        return dots == 3 && digits > 0;
    }
}
