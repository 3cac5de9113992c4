package io.photon.door.http;

import io.photon.api.Caller;
import io.photon.api.Origin;
import io.photon.api.PhotonApi;
import io.photon.door.http.wire.Call;
import io.photon.result.Result;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out who asks: {@code Authorization: Basic}, {@code Bearer} or {@code Token}. */
final class HttpAuthentication {

    /** Made once: this is asked for each request. */
    private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    /** What proxies add to a request, the common ones at least: each of them tells that it comes from elsewhere. */
    private static final List<HttpString> BY_PROXIES = Stream.of(
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
            .toList();

    /** Who came over this connection last, and with what: a client sends the same with each request. */
    private static final AttachmentKey<Known> KNOWN = AttachmentKey.create(Known.class);

    private record Known(String header, Origin origin, Caller caller) {}

    private final PhotonApi api;

    HttpAuthentication(PhotonApi api) {
        this.api = api;
    }

    /** Tells who it is: at once as a rule, later while passwords are being guessed. On the I/O thread. */
    void identify(Call call, Consumer<Result<Caller>> then) {
        HttpServerExchange exchange = call.exchange();
        Origin origin = originOf(exchange);
        String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        Known known = exchange.getConnection().getAttachment(KNOWN);
        if (known != null && known.header().equals(header) && known.origin().equals(origin)) {
            Result<Caller> current = api.current(known.caller());
            if (current instanceof Result.Ok<Caller> ok) {
                if (ok.value() != known.caller()) {
                    exchange.getConnection().putAttachment(KNOWN, new Known(header, origin, ok.value()));
                }
                then.accept(current);
                return;
            }
            exchange.getConnection().removeAttachment(KNOWN); // what was good before may be good again, or not
        }
        login(call, origin, header, identified -> {
            if (header != null && identified instanceof Result.Ok<Caller> ok) {
                exchange.getConnection().putAttachment(KNOWN, new Known(header, origin, ok.value()));
            }
            then.accept(identified);
        });
    }

    private void login(Call call, Origin origin, String header, Consumer<Result<Caller>> then) {
        int space = header == null ? -1 : header.indexOf(' ');
        String secret = space < 0 ? "" : header.substring(space + 1).strip();
        switch (space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "token" -> then.accept(api.loginByToken(origin, secret));
            case "basic" -> basic(call, origin, secret, then);
            default -> then.accept(api.anonymous(origin));
        }
    }

    private void basic(Call call, Origin origin, String encoded, Consumer<Result<Caller>> then) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            then.accept(api.anonymous(origin)); // not base64, so nobody
            return;
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            then.accept(api.anonymous(origin));
            return;
        }
        String user = pair.substring(0, colon);
        String password = pair.substring(colon + 1);
        Result<Long> turn = api.loginTurn(origin, user, password);
        if (turn instanceof Result.Err<Long> err) {
            then.accept(Result.err(err.failure()));
            return;
        }
        long wait = turn.value();
        if (wait == 0) {
            login(call, then, api.login(origin, user, password, false));
        } else {
            call.after(wait, () -> call.guarded(() -> login(call, then, api.login(origin, user, password, true))));
        }
    }

    /** On the I/O thread again, wherever the password was checked. */
    private static void login(Call call, Consumer<Result<Caller>> then, CompletableFuture<Result<Caller>> login) {
        login.thenAccept(known -> call.onIo(() -> call.guarded(() -> then.accept(known))));
    }

    /** Local is only who certainly sits at this machine: not a proxy's guest, not a page that had its name rebound. */
    private static Origin originOf(HttpServerExchange exchange) {
        InetAddress peer = exchange.getSourceAddress().getAddress();
        HeaderMap headers = exchange.getRequestHeaders();
        boolean local = peer != null
                && peer.isLoopbackAddress()
                && isLocalHost(headers.getFirst(Headers.HOST))
                && !isByProxy(headers);
        return new Origin("http", peer == null ? "?" : peer.getHostAddress(), local);
    }

    private static boolean isByProxy(HeaderMap headers) {
        for (HttpString each : BY_PROXIES) {
            if (headers.contains(each)) {
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
        return name.equals("localhost")
                || name.equals("[::1]")
                || LOOPBACK.matcher(name).matches();
    }
}
