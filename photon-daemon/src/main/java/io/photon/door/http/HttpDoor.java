// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http;

import io.photon.api.PhotonApi;
import io.photon.api.ProjectionApi;
import io.photon.budget.Budget;
import io.photon.budget.Use;
import io.photon.door.http.wire.HttpSettings;
import io.photon.door.http.wire.OpenRequests;
import io.photon.door.http.wire.call.Outbound;
import io.photon.door.http.wire.call.RequestHeadCheck;
import io.photon.door.http.wire.connection.HttpListener;
import io.photon.door.http.wire.connection.Tls;
import io.photon.event.Event;
import io.photon.os.Descriptors;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.UndertowOptions;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.OptionMap;
import org.xnio.Options;

/** The HTTP door: opened, it listens; closed, it has let everybody out. */
public final class HttpDoor implements AutoCloseable {

    static {
        // Undertow's own logger looks for this before anything of it is loaded.
        if (System.getProperty("org.jboss.logging.provider") == null) {
            System.setProperty("org.jboss.logging.provider", "slf4j");
        }
        // Over HTTP/2 it would read no more than 20,000 bytes of a head, whatever it is told.
        if (System.getProperty(Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY) == null) {
            System.setProperty(Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY, "-1");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final int IO_THREADS = 2;
    private static final int WORKER_THREADS = 8;
    /** Undertow refuses without a word: a head up to here is read, so that {@link RequestHeadCheck} can say what is wrong. */
    private static final int HEADER_FACTOR = 17;

    private static final int MAX_HEADERS = 10 * HttpSettings.MAX_HEADERS;
    private static final int MIN_CONNECTIONS = 16;
    private static final int FEW_CONNECTIONS = 500;

    /** Descriptors that connections leave to others: jars, the log's files, snapshots, a database, a broker. */
    private static final int KEPT_FOR_OTHERS = 100;

    private static final long CLOSE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final HttpListener listener;
    private final Router router;
    private final OpenRequests openRequests;
    private final Budget budget;
    private final Outbound outbound;
    private final HttpSettings settings;

    private HttpDoor(
            HttpListener listener,
            Router router,
            OpenRequests openRequests,
            Budget budget,
            Outbound outbound,
            HttpSettings settings) {
        this.listener = listener;
        this.router = router;
        this.openRequests = openRequests;
        this.budget = budget;
        this.outbound = outbound;
        this.settings = settings;
    }

    /**
     * Opens the door: BAD_INPUT when host, port or keystore are not usable, saying which.
     *
     * @param budget of the bytes in flight
     */
    public static Result<HttpDoor> open(
            PhotonApi api, ProjectionApi projections, HttpSettings settings, Budget budget) {
        OpenRequests openRequests = new OpenRequests();
        Outbound outbound = new Outbound(budget.backlogs(), settings.times().writeTimeoutMs());
        Tls tls = null;
        if (settings.tls().isSet()) {
            Result<Tls> opened = Tls.open(settings.tls());
            if (opened instanceof Result.Err<Tls> err) {
                return Result.err(err.failure());
            }
            tls = opened.value();
        }
        Router router = Routes.of(api, projections, settings, openRequests, budget, outbound);
        try {
            HttpListener listener = HttpListener.open(
                    settings, tls, options(settings), openRequests, new HttpContinueReadHandler(router));
            return Result.ok(new HttpDoor(listener, router, openRequests, budget, outbound, settings));
        } catch (IOException | RuntimeException e) {
            return Result.err(notBound(settings, e));
        }
    }

    /**
     * How many connections are accepted; others wait in the system's queue until one of them ends. Fewer than the
     * descriptors of this process: were accepting to fail for want of one, the server would pause it, up to half a minute,
     * and files could not be opened either.
     *
     * @param descriptors how many this process may have
     * @param most if there are enough
     */
    static int connections(long descriptors, int most) {
        long left = descriptors - Math.min(descriptors / 2, KEPT_FOR_OTHERS + descriptors / 8);
        return (int) Math.min(most, Math.max(MIN_CONNECTIONS, left));
    }

    private static OptionMap options(HttpSettings settings) {
        HttpSettings.Limits limits = settings.limits();
        long descriptors = Descriptors.limit();
        int connections = connections(descriptors, limits.maxConnections());
        if (connections < Math.min(limits.maxConnections(), FEW_CONNECTIONS)) {
            LOG.warn(
                    "at most {} connections at a time, as this process may open {} files and sockets (ulimit -n, or"
                            + " LimitNOFILE of the service)",
                    connections,
                    descriptors);
        }
        return OptionMap.builder()
                .set(Options.WORKER_IO_THREADS, IO_THREADS)
                .set(Options.WORKER_TASK_CORE_THREADS, WORKER_THREADS)
                .set(Options.WORKER_TASK_MAX_THREADS, WORKER_THREADS)
                .set(Options.WORKER_NAME, "photon-http")
                .set(Options.TCP_NODELAY, true)
                .set(Options.CORK, true)
                .set(Options.KEEP_ALIVE, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BACKLOG, 1_024)
                .set(Options.BALANCING_TOKENS, 1)
                .set(Options.BALANCING_CONNECTIONS, 2)
                .set(Options.CONNECTION_HIGH_WATER, connections)
                .set(Options.CONNECTION_LOW_WATER, connections)
                .set(UndertowOptions.MAX_HEADER_SIZE, HEADER_FACTOR * limits.maxHeadBytes())
                .set(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
                .set(UndertowOptions.MAX_ENTITY_SIZE, -1L) // it would close without an answer: see RequestSource
                .set(UndertowOptions.DECODE_URL, false)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, settings.times().headTimeoutMs())
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, settings.times().idleTimeoutMs())
                .set(UndertowOptions.ENABLE_HTTP2, false)
                .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .getMap();
    }

    static Failure notBound(HttpSettings settings, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        String where = settings.host() + ":" + settings.port();
        if (SystemError.isNoDescriptor(e)) {
            return Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "cannot listen on " + where + ": this process can open no more files and sockets",
                    "let it have more (ulimit -n, or LimitNOFILE of the service)");
        }
        return cause instanceof BindException
                ? Failure.of(
                        Failure.Kind.BAD_INPUT,
                        "cannot listen on " + where + ": " + cause.getMessage(),
                        "is another Photon running? choose another rest.port, or stop what listens there")
                : Failure.of(
                        Failure.Kind.BAD_INPUT,
                        "cannot listen on " + where + ": " + cause,
                        "check rest.host and rest.port");
    }

    /**
     * Begins to replay in the background, so that the first reader finds code that Java has compiled; ends by itself, early when there
     * is a reader or the door closes.
     *
     * @param replays prepares one of everything from the first event on
     */
    public void rehearse(Supplier<Publisher<Event>> replays) {
        new Rehearsal(replays, () -> openRequests.readers() > 0 || openRequests.isClosing()).begin();
    }

    /** The port it listens on, never 0. */
    public int port() {
        return listener.address().getPort();
    }

    /** e.g. {@code http://127.0.0.1:3000} */
    public String url() {
        InetAddress address = listener.address().getAddress();
        // A socket for both families calls every address ::, also the 0.0.0.0 that was asked for.
        String host = address.isAnyLocalAddress() ? settings.host() : address.getHostAddress();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return (settings.tls().isSet() ? "https://" : "http://") + shown + ":" + port()
                + settings.front().basePath();
    }

    /** What may be asked: every route as {@code GET /api/replay/:stream from to}, with its query parameters. */
    public List<String> routes() {
        return router.routes();
    }

    /** Requests under way. */
    public int requests() {
        return openRequests.requests();
    }

    /** Bytes of requests in memory. */
    public long inboundBytes() {
        return budget.usedBytes(Use.REQUESTS);
    }

    /** Bytes of answers in memory that wait for their clients. */
    public long outboundBytes() {
        return budget.usedBytes(Use.ANSWERS);
    }

    /** Tells everybody to end, waits for them a few seconds, then closes. */
    @Override
    public void close() {
        openRequests.close();
        long deadline = System.nanoTime() + CLOSE_WAIT_NANOS;
        while (openRequests.requests() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(2_000_000);
        }
        listener.close();
    }
}
