// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.task.Steady;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSinkConduit;

/**
 * The listening socket, its threads and the connections through it: what Undertow's own builder makes, with a
 * {@link RequestSource} and an {@link AnswerSink} around each connection.
 */
public final class HttpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int BUFFERS_PER_THREAD = 4;
    private static final long CLOSE_WAIT_SECONDS = 5;
    private static final int MAX_ROUNDS = 20;
    /** Between two looks whether the certificate is another one. */
    private static final long REFRESH_SECONDS = 2;

    private final XnioWorker worker;
    private final Connections connections;
    private final ByteBufferPool buffers;
    private final AcceptingChannel<? extends StreamConnection> socket;

    private HttpListener(
            XnioWorker worker,
            Connections connections,
            ByteBufferPool buffers,
            AcceptingChannel<? extends StreamConnection> socket) {
        this.worker = worker;
        this.connections = connections;
        this.buffers = buffers;
        this.socket = socket;
    }

    /**
     * Listens.
     *
     * @param tls null for plain HTTP
     * @param options of threads, sockets and Undertow together
     */
    public static HttpListener open(
            HttpSettings settings, @Nullable Tls tls, OptionMap options, OpenRequests openRequests, HttpHandler handler)
            throws IOException {
        XnioWorker worker = QuietXnio.worker(options);
        ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_PER_THREAD);
        try {
            // Not Undertow's buffer for answers to pipelined requests: it loses them when the last one closes the
            // connection.
            HttpOpenListener http = new HttpOpenListener(buffers, options);
            http.setRootHandler(handler);
            Connections connections = new Connections(http, settings, openRequests, tls != null);
            if (tls != null && settings.front().streams() > 0) {
                connections.negotiation = new Negotiation(
                        buffers,
                        streams(settings, options),
                        new StreamHandler(
                                settings.limits().maxUploadBytes(),
                                settings.front().streams(),
                                handler),
                        connections::openHttp1,
                        settings.times().headTimeoutMs());
            }
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port());
            AcceptingChannel<? extends StreamConnection> socket = tls == null
                    ? worker.createStreamConnectionServer(address, connections, options)
                    : new UndertowXnioSsl(
                                    worker.getXnio(), OptionMap.create(Options.USE_DIRECT_BUFFERS, true), tls.context())
                            .createSslConnectionServer(worker, address, ssl(connections), secure(tls, options));
            if (tls != null) {
                worker.getIoThread(0)
                        .executeAtInterval(() -> worker.execute(tls::refresh), REFRESH_SECONDS, TimeUnit.SECONDS);
            }
            socket.resumeAccepts();
            return new HttpListener(worker, connections, buffers, socket);
        } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
            worker.shutdownNow();
            buffers.close();
            throw e;
        }
    }

    private static OptionMap streams(HttpSettings settings, OptionMap options) {
        return OptionMap.builder()
                .addAll(options)
                .set(UndertowOptions.ENABLE_HTTP2, true)
                .set(UndertowOptions.HTTP2_SETTINGS_ENABLE_PUSH, false)
                .set(
                        UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,
                        settings.front().streams())
                .getMap();
    }

    private static OptionMap secure(Tls tls, OptionMap options) {
        return OptionMap.builder()
                .addAll(options)
                .setSequence(Options.SSL_ENABLED_PROTOCOLS, Tls.protocols())
                .setSequence(Options.SSL_ENABLED_CIPHER_SUITES, tls.ciphers())
                .getMap();
    }

    @SuppressWarnings("unchecked") // as Undertow does it: a connection over TLS is a connection
    private static <T extends Channel> ChannelListener<T> ssl(ChannelListener<?> accepted) {
        return (ChannelListener<T>) accepted;
    }

    /** Where it listens, the port never 0. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalAddress();
    }

    /** Opens connections, until it is told to turn them away. */
    private static final class Connections implements ChannelListener<AcceptingChannel<StreamConnection>> {
        private final HttpOpenListener http;
        private final AtomicLong opened = new AtomicLong();
        private final Map<XnioIoThread, IoErrands> errands = new ConcurrentHashMap<>();
        private final HttpSettings settings;
        private final OpenRequests openRequests;
        private final boolean secure;
        private volatile boolean closing;
        /** Null when nothing but HTTP/1.1 is spoken. */
        private @Nullable Negotiation negotiation;

        Connections(HttpOpenListener http, HttpSettings settings, OpenRequests openRequests, boolean secure) {
            this.settings = settings;
            this.openRequests = openRequests;
            this.secure = secure;
            this.http = http;
        }

        @Override
        public void handleEvent(AcceptingChannel<StreamConnection> socket) {
            try {
                for (StreamConnection next = socket.accept(); next != null; next = socket.accept()) {
                    openOrClose(next);
                }
            } catch (ClosedChannelException e) {
                LOG.debug("the socket closed while a connection came", e);
            } catch (IOException e) {
                LOG.warn("a connection was not accepted: {}", e.toString());
            }
        }

        /** One for which there is no memory must not keep others from being accepted. */
        private void openOrClose(StreamConnection connection) {
            if (!Steady.run("opening a connection", () -> open(connection))) {
                IoUtils.safeClose(connection);
            }
        }

        private void open(StreamConnection connection) {
            opened.incrementAndGet();
            if (closing) {
                IoUtils.safeClose(connection);
                return;
            }
            if (negotiation != null) {
                negotiation.open(connection);
            } else {
                openHttp1(connection);
            }
        }

        void openHttp1(StreamConnection connection) {
            RequestSource source =
                    new RequestSource(connection.getSourceChannel().getConduit(), settings.limits());
            ConduitStreamSourceChannel channel = connection.getSourceChannel();
            channel.setConduit(source);
            StreamSinkConduit sink = connection.getSinkChannel().getConduit();
            if (!secure) { // what is decrypted already is no input that a selector sees
                IoErrands ioThread = errands.computeIfAbsent(connection.getIoThread(), IoErrands::new);
                source.shortWay(new RepeatedRequests(connection, sink, settings.times(), openRequests, ioThread));
                source.suspendLazily(new ReadReadyHandler.ChannelListenerHandler<>(channel));
            }
            connection.getSinkChannel().setConduit(new AnswerSink(sink, source));
            http.handleEvent(connection);
        }

        void close() {
            http.closeConnections();
            if (negotiation != null) {
                negotiation.closeConnections();
            }
        }
    }

    /**
     * First nothing new comes in, then the connections go, then the threads: a thread that ended before would leave
     * its connections' tasks with no thread to run them, and each of those would be logged as a fault.
     */
    @Override
    public void close() {
        connections.closing = true;
        socket.suspendAccepts();
        try {
            settle(); // what was accepted already is closed, not left in the queue
            IoUtils.safeClose(socket);
            connections.close();
            settle();
            worker.shutdown();
            if (!worker.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
        buffers.close();
    }

    /** Waits until the I/O threads have done what was given to them, and nothing more was accepted. */
    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_WAIT_SECONDS);
        long seen = -1;
        for (int round = 0; round < MAX_ROUNDS && seen != connections.opened.get(); round++) {
            seen = connections.opened.get();
            int threads = worker.getIoThreadCount();
            CountDownLatch done = new CountDownLatch(threads);
            for (int i = 0; i < threads; i++) {
                worker.getIoThread(i).execute(done::countDown);
            }
            if (!done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }
}
