// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import io.photon.door.http.endpoint.Endpoint;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Call;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/** Shakes hands for a WebSocket (RFC 6455, 4.2). What cannot be is refused as over HTTP, before there is a WebSocket. */
public final class SocketEndpoint implements Endpoint {

    /** What a WebSocket is to be about. */
    public interface Sessions {
        /** Says on the I/O thread, sooner or later, what it is about, or why it cannot be. */
        void open(Call call, Consumer<Result<SocketSession>> then);
    }

    private static final HttpString KEY = new HttpString("Sec-WebSocket-Key");
    private static final HttpString ACCEPT = new HttpString("Sec-WebSocket-Accept");
    private static final HttpString VERSION = new HttpString("Sec-WebSocket-Version");

    private static final String VERSION_13 = "13";
    private static final String WEBSOCKET = "websocket";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int UPGRADE_REQUIRED = 426;

    private final Sessions sessions;
    private final HttpSettings settings;
    private final OpenRequests openRequests;

    public SocketEndpoint(Sessions sessions, HttpSettings settings, OpenRequests openRequests) {
        this.sessions = sessions;
        this.settings = settings;
        this.openRequests = openRequests;
    }

    @Override
    public void handle(Call call) {
        Optional<Failure> refused = notUpgraded(call);
        if (refused.isPresent()) {
            HeaderMap headers = call.exchange().getResponseHeaders();
            headers.put(VERSION, VERSION_13).put(Headers.UPGRADE, WEBSOCKET);
            call.answer(UPGRADE_REQUIRED, io.photon.codec.FailureJson.bytes(refused.get()));
            return;
        }
        HeaderValues keys = call.exchange().getRequestHeaders().get(KEY);
        if (keys == null || keys.size() > 1 || !isKey(keys.getFirst())) {
            call.answer(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "there is not one Sec-WebSocket-Key of 16 bytes in Base64",
                    "leave the handshake to a library"));
            return;
        }
        sessions.open(call, opened -> {
            if (opened.isOk()) {
                upgrade(call, opened.value());
            } else {
                call.answer(opened.failure());
            }
        });
    }

    /** What keeps the connection HTTP. In a request of HTTP/1.0 the wish to upgrade does not count (RFC 9110, 7.8). */
    private static Optional<Failure> notUpgraded(Call call) {
        HeaderMap headers = call.exchange().getRequestHeaders();
        if (call.exchange().isHttp10()
                || !call.lists(Headers.UPGRADE, WEBSOCKET)
                || !call.lists(Headers.CONNECTION, "upgrade")) {
            return bad(
                    "this path is for WebSockets", "open it as one: ws:// or wss:// in place of http:// or https://");
        }
        if (!VERSION_13.equals(headers.getFirst(VERSION))) {
            String asked = headers.contains(VERSION) ? "is " + headers.getFirst(VERSION) : "is missing";
            return bad("the version of the WebSocket " + asked, "use version 13 (RFC 6455)");
        }
        return Optional.empty();
    }

    private static Optional<Failure> bad(String message, String hint) {
        return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, message, hint));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void upgrade(Call call, SocketSession session) {
        HttpServerExchange exchange = call.exchange();
        int most = settings.limits().maxReaders();
        OpenRequests.Session place = new Place();
        if (!openRequests.readerOpened(place, most)) {
            session.gone();
            call.answer(Failure.of(
                    Failure.Kind.OVERLOADED,
                    most + " readers are connected already",
                    "try again later, or raise rest.max-readers"));
            return;
        }
        String key = exchange.getRequestHeaders().getFirst(KEY).strip();
        exchange.getResponseHeaders().put(Headers.UPGRADE, WEBSOCKET).put(ACCEPT, accept(key));
        WebSocket.Context context = new WebSocket.Context(
                settings.times(),
                openRequests,
                call.outbound(),
                "WebSocket " + exchange.getRequestPath() + " of " + exchange.getSourceAddress());
        boolean[] upgraded = {false};
        exchange.addExchangeCompleteListener((done, next) -> {
            next.proceed();
            if (!upgraded[0]) { // the connection broke while the answer was on its way
                openRequests.readerEnded(place);
                session.gone();
            }
        });
        exchange.upgradeChannel((connection, done) -> {
            upgraded[0] = true;
            WebSocket socket = new WebSocket(connection, context, session);
            openRequests.readerReplaced(place, socket);
            socket.start();
        });
        exchange.endExchange();
    }

    /**
     * Holds the place until there is a WebSocket. That one hears of a stop that came before it, and tells its client, who may take
     * it for open already.
     */
    private static final class Place implements OpenRequests.Session {
        @Override
        public void stop() {
            // the handshake ends first
        }
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
