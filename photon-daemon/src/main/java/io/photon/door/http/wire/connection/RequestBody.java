// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.result.Failure;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** What is known of the body of a request besides its bytes, whichever HTTP it came over. On the request's I/O thread. */
public interface RequestBody {

    /** That of a request; over HTTP/1.1 all requests of a connection have the same one, in turn. */
    static RequestBody of(HttpServerExchange exchange) {
        return isStream(exchange)
                ? StreamBody.of(exchange)
                : (RequestSource) ((AbstractServerConnection) exchange.getConnection()).getOriginalSourceConduit();
    }

    /** Whether it is a stream of HTTP/2: it shares its connection with others and ends alone. */
    static boolean isStream(HttpServerExchange exchange) {
        return exchange.getConnection() instanceof Http2ServerConnection;
    }

    /** Why a request over HTTP/2 is not taken before its body is looked at, or null. */
    static @Nullable Failure refusal(HttpServerExchange exchange) {
        return StreamHandler.refusal(exchange);
    }

    /** The head is read; some of the body may have come with it. */
    void requestBegun(HttpServerExchange exchange, boolean chunked);

    /** The request is answered or given up. */
    void requestEnded(HttpServerExchange exchange);

    /**
     * The request is about to end, well: those that begin with the same head may go a short way if its endpoint says so.
     *
     * @param over hears of each that does: its question and status
     */
    void learn(HttpServerExchange exchange, ObjIntConsumer<String> over);

    /** What is wrong with the body, or null. */
    @Nullable Failure fault();

    /** The body was refused for its length: the rest of it is read all the same, so that the client reads the answer. */
    void passRest();

    /** Whether the client has gone, looked at while its request, which is whole, is answered. */
    boolean isClientGone();
}
