// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
import io.undertow.util.PooledAdaptor;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.PushBackStreamSourceConduit;

/**
 * Over TLS, client and server agree on HTTP/2 or HTTP/1.1 (ALPN, RFC 7301), the first if the client can. A client that does
 * not come to that in time, or over HTTP/2 to its first request, is let go. Thread-safe.
 */
final class Negotiation {

    private static final String HTTP_1 = "http/1.1";

    private final AlpnOpenListener alpn;
    private final Http2OpenListener http2;
    private final int patienceMs;
    /** Those that have not come to a request yet, each with what will end it. */
    private final Map<Ends, XnioExecutor.Key> pending = new ConcurrentHashMap<>();

    /** What tells connections apart, from below and from above HTTP/2. */
    private record Ends(SocketAddress peer, SocketAddress local) {}

    /**
     * @param http1 gets a connection over which HTTP/1.1 is spoken
     * @param patienceMs for the handshake, and the first request over HTTP/2
     */
    Negotiation(
            ByteBufferPool buffers,
            OptionMap options,
            HttpHandler handler,
            Consumer<StreamConnection> http1,
            int patienceMs) {
        this.http2 = new Http2OpenListener(buffers, options);
        this.patienceMs = patienceMs;
        http2.setRootHandler(exchange -> {
            if (!pending.isEmpty()) {
                ServerConnection connection = exchange.getConnection();
                hasCome(new Ends(connection.getPeerAddress(), connection.getLocalAddress()));
            }
            handler.handleRequest(exchange);
        });
        alpn = new AlpnOpenListener(buffers, options, HTTP_1, new Agreed((connection, read) -> {
            hasCome(ends(connection));
            pushBack(connection, read);
            http1.accept(connection);
        }));
        alpn.addProtocol(Http2OpenListener.HTTP2, new Agreed(http2::handleEvent), 10);
    }

    private static void pushBack(StreamConnection connection, @Nullable PooledByteBuffer read) {
        if (read == null) {
            return;
        }
        if (!read.getBuffer().hasRemaining()) {
            read.close();
            return;
        }
        PushBackStreamSourceConduit source =
                new PushBackStreamSourceConduit(connection.getSourceChannel().getConduit());
        connection.getSourceChannel().setConduit(source);
        source.pushBack(new PooledAdaptor(read));
    }

    void open(StreamConnection connection) {
        pending.put(
                ends(connection),
                connection.getIoThread().executeAfter(() -> giveUp(connection), patienceMs, TimeUnit.MILLISECONDS));
        alpn.handleEvent(connection);
    }

    private void giveUp(StreamConnection connection) {
        if (pending.remove(ends(connection)) != null) {
            IoUtils.safeClose(connection);
        }
    }

    private void hasCome(Ends ends) {
        XnioExecutor.Key timer = pending.remove(ends);
        if (timer != null) {
            timer.remove();
        }
    }

    private static Ends ends(StreamConnection connection) {
        return new Ends(connection.getPeerAddress(), connection.getLocalAddress());
    }

    /** Lets the connections of HTTP/2 go. */
    void closeConnections() {
        http2.closeConnections();
    }

    private interface Opener {
        void open(StreamConnection connection, @Nullable PooledByteBuffer read);
    }

    /** What Undertow calls when that is agreed on which it opens. */
    private final class Agreed implements DelegateOpenListener {
        private final Opener opener;

        Agreed(Opener opener) {
            this.opener = opener;
        }

        @Override
        public void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer read) {
            opener.open(connection, read);
        }

        @Override
        public void handleEvent(StreamConnection connection) {
            handleEvent(connection, null);
        }

        @Override
        public HttpHandler getRootHandler() {
            return http2.getRootHandler();
        }

        @Override
        public void setRootHandler(HttpHandler handler) {
            throw new UnsupportedOperationException("it was given when this was made");
        }

        @Override
        public OptionMap getUndertowOptions() {
            return http2.getUndertowOptions();
        }

        @Override
        public void setUndertowOptions(OptionMap options) {
            throw new UnsupportedOperationException("they were given when this was made");
        }

        @Override
        public ByteBufferPool getBufferPool() {
            return http2.getBufferPool();
        }

        @Override
        public ConnectorStatistics getConnectorStatistics() {
            return http2.getConnectorStatistics();
        }

        @Override
        public void closeConnections() {
            // The listener of each protocol does that.
        }
    }
}
