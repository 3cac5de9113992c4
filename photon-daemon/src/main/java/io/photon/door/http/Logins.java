package io.photon.door.http;

import io.photon.api.Caller;
import io.photon.api.Origin;
import io.photon.api.PhotonApi;
import io.photon.result.Result;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds out who asks: {@code Authorization: Basic}, {@code Bearer} or {@code Token}. */
final class Logins {

    /** Made once: this is asked for each request. */
    private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private final PhotonApi api;

    Logins(PhotonApi api) {
        this.api = api;
    }

    Result<Caller> callerOf(HttpServerExchange exchange) {
        Origin origin = originOf(exchange);
        String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        int space = header == null ? -1 : header.indexOf(' ');
        if (space < 0) {
            return api.anonymous(origin);
        }
        String secret = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "token" -> api.loginByToken(origin, secret);
            case "basic" -> basic(origin, secret);
            default -> api.anonymous(origin);
        };
    }

    private Result<Caller> basic(Origin origin, String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? api.anonymous(origin)
                    : api.login(origin, pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return api.anonymous(origin); // not base64, so nobody
        }
    }

    /** Local is only who certainly sits at this machine: not a proxy's guest, not a page that had its name rebound. */
    private static Origin originOf(HttpServerExchange exchange) {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        HeaderMap headers = exchange.getRequestHeaders();
        boolean local = peer != null
                && peer.isLoopbackAddress()
                && !headers.contains(Headers.X_FORWARDED_FOR)
                && !headers.contains(Headers.FORWARDED)
                && isLocalHost(headers.getFirst(Headers.HOST));
        return new Origin("http", peer == null ? "?" : peer.getHostAddress(), local);
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
        return name.equals("localhost")
                || name.equals("[::1]")
                || LOOPBACK.matcher(name).matches();
    }
}
