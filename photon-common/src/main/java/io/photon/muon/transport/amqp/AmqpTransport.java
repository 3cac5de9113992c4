// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelAcceptor;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.Connectivity;
import io.photon.muon.transport.Discovery;
import io.photon.muon.transport.Transport;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Muon over a RabbitMQ broker (docs/muon-protocol 1 to 5). It connects in the background and keeps trying: a broker
 * that is not there yet, is killed, restarted or stopped is only seen in {@link #connectivity}. Thread-safe; no call
 * waits for the network.
 */
public final class AmqpTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpTransport.class);

    private static final long FIRST_BACK_OFF_MS = 250;
    private static final long LAST_BACK_OFF_MS = 10_000;

    /** A connection that held for so long was a good one: the back-off begins anew. */
    private static final long GOOD_MS = 10_000;

    private static final long GOODBYE_MS = 1_000;

    private final BrokerAddress broker;
    private final Dialer dialer;
    private final Consumer<String> obstacles;
    private final ScheduledExecutorService timer;
    private final AmqpDiscovery discovery;
    private final Thread link;

    private final Map<String, ChannelAcceptor> served = new HashMap<>();
    private CompletableFuture<Result<Session>> attempt = new CompletableFuture<>();
    private @Nullable Session session;
    private Connectivity connectivity;
    private long reconnects;
    private boolean closed;
    /** The largest message that the broker takes, as far as we know; the link's thread only. */
    private int maxBodyBytes = MuonMessageCodec.MAX_BODY_BYTES;

    private AmqpTransport(Dialer dialer, Consumer<String> obstacles) {
        this.broker = dialer.broker();
        this.dialer = dialer;
        this.obstacles = obstacles;
        this.timer = Steady.timer("muon-discovery");
        this.discovery = new AmqpDiscovery(timer);
        this.connectivity = new Connectivity(false, "connecting to " + broker, System.currentTimeMillis(), 0);
        this.link = Steady.thread("muon-link", this::keepConnected);
    }

    /**
     * Begins to connect, and returns at once.
     *
     * @param name of the connection, as the broker shows it to its administrator
     * @param ssl whom to trust with {@code amqps}; null for Java's own trust
     */
    public static AmqpTransport open(BrokerAddress broker, String name, @Nullable SSLContext ssl) {
        return open(broker, name, ssl, AmqpTransport::log);
    }

    private static void log(String obstacle) {
        if (obstacle == null) {
            LOG.info("muon: the broker takes messages again");
        } else {
            LOG.warn("muon: the broker takes no messages for now: {}", obstacle);
        }
    }

    /**
     * The same, for those who want to hear themselves of a broker that takes nothing; it is not logged then.
     *
     * @param obstacles called from a thread of the transport, with the reason when the broker takes no messages for now,
     *     with null when it takes them again
     */
    public static AmqpTransport open(
            BrokerAddress broker, String name, @Nullable SSLContext ssl, Consumer<String> obstacles) {
        AmqpTransport transport = new AmqpTransport(new Dialer(broker, name, ssl), obstacles);
        transport.link.start();
        return transport;
    }

    /**
     * Waits for the attempt to connect that is under way: for those who would rather give up than wait for a broker.
     *
     * @return whether there is a connection, or why not
     */
    public Result<Connectivity> awaitAttempt(long timeoutMs) {
        CompletableFuture<Result<Session>> connecting;
        synchronized (this) {
            connecting = attempt;
        }
        try {
            return connecting.get(timeoutMs, TimeUnit.MILLISECONDS).map(made -> connectivity());
        } catch (TimeoutException e) {
            return Result.err(
                    Failure.Kind.UNREACHABLE,
                    "the broker at " + broker.withoutIdentity() + " did not answer within " + timeoutMs + " ms",
                    "is it the AMQP port, and is the broker well?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(Failure.Kind.UNREACHABLE, "interrupted while connecting to " + broker, null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt's outcome is never a failure of the future", e);
        }
    }

    @Override
    public Discovery discovery() {
        return discovery;
    }

    @Override
    public synchronized Connectivity connectivity() {
        String obstacle = obstacle();
        return obstacle == null
                ? connectivity
                : new Connectivity(
                        connectivity.connected(),
                        connectivity.detail() + ", which takes no messages for now: " + obstacle,
                        connectivity.sinceMs(),
                        connectivity.reconnects());
    }

    @Override
    public synchronized @Nullable String obstacle() {
        return session == null ? null : session.obstacle();
    }

    @Override
    public void serve(String service, ChannelAcceptor acceptor) {
        Session now;
        synchronized (this) {
            served.put(service, acceptor);
            now = session;
        }
        if (now != null) {
            now.control(() -> serve(now, service, acceptor));
        }
    }

    private static void serve(Session session, String service, ChannelAcceptor acceptor) {
        try {
            session.admissions().serve(service, acceptor);
        } catch (IOException | TimeoutException | com.rabbitmq.client.AlreadyClosedException e) {
            LOG.warn("muon: {}: no handshakes: {}", service, BrokerTrouble.reason(e));
            session.lost().complete(e); // the next connection tries again
        }
    }

    @Override
    public void unserve(String service) {
        Session now;
        synchronized (this) {
            served.remove(service);
            now = session;
        }
        if (now != null) {
            now.admissions().unserve(service);
        }
    }

    @Override
    public CompletableFuture<Result<Channel>> open(String service, String protocol, ChannelListener listener) {
        CompletableFuture<Result<Channel>> result = new CompletableFuture<>();
        CompletableFuture<Result<Session>> connecting;
        synchronized (this) {
            connecting = attempt;
        }
        connecting.thenAccept(outcome -> {
            if (outcome instanceof Result.Ok<Session> ok) {
                ok.value().openings().open(service, protocol, listener, result);
            } else if (outcome instanceof Result.Err<Session> err) {
                result.complete(Result.err(err.failure()));
            }
        });
        try {
            timer.schedule(() -> giveUp(service, result), HandshakeTable.HANDSHAKE_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            result.complete(Result.err(Failure.Kind.UNREACHABLE, "the transport is closed", null));
        }
        return result;
    }

    /** The session gives up by itself; this is for the time before there is one, and for one that has just ended. */
    private void giveUp(String service, CompletableFuture<Result<Channel>> result) {
        Connectivity now = connectivity();
        result.complete(
                now.connected()
                        ? Result.err(HandshakeTable.unanswered(service, obstacle()))
                        : Result.err(
                                Failure.Kind.UNREACHABLE,
                                Objects.requireNonNullElse(now.detail(), "not connected"),
                                null));
    }

    private void keepConnected() {
        long backOffMs = FIRST_BACK_OFF_MS;
        try {
            while (!isClosed()) {
                long began = Session.nowMs();
                try {
                    Session connected = connect();
                    if (connected != null) {
                        holdUntilLost(connected);
                        backOffMs = Session.nowMs() - began > GOOD_MS ? FIRST_BACK_OFF_MS : backOffMs;
                    }
                } catch (RuntimeException | VirtualMachineError | LinkageError e) { // no memory or no thread: for now
                    Steady.report("keeping the connection to the broker", e);
                }
                await(backOffMs / 2 + ThreadLocalRandom.current().nextLong(backOffMs / 2 + 1));
                backOffMs = Math.min(LAST_BACK_OFF_MS, backOffMs * 2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (ExecutionException e) {
            throw new IllegalStateException("a session's end is never a failure", e);
        }
    }

    private void holdUntilLost(Session connected) throws InterruptedException, ExecutionException {
        String why = "closed here";
        try {
            Throwable problem = connected.lost().get();
            // Any other loss may be a restart, and then another limit.
            maxBodyBytes = Math.min(
                    MuonMessageCodec.MAX_BODY_BYTES,
                    BrokerTrouble.refusedSize(problem).orElse(MuonMessageCodec.MAX_BODY_BYTES));
            Failure failure = BrokerTrouble.explain(broker, problem);
            why = failure.message();
            lost(failure);
        } finally {
            discovery.detach();
            connected.end(why);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void await(long ms) throws InterruptedException {
        long deadline = Session.nowMs() + ms;
        while (!closed && Session.nowMs() < deadline) {
            wait(Math.max(1, deadline - Session.nowMs()));
        }
    }

    private @Nullable Session connect() {
        Session made = null;
        try {
            beginAttempt();
            made = Session.connect(dialer, new Session.Terms(maxBodyBytes, obstacles));
            made.start();
            for (Map.Entry<String, ChannelAcceptor> entry : connected(made).entrySet()) {
                made.admissions().serve(entry.getKey(), entry.getValue());
            }
            discovery.attach(made); // last: a client that hears of us may come at once
            finishAttempt(Result.ok(made), connectedDetail());
            return made;
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.debug("muon: no connection", e);
            failed(made, BrokerTrouble.explain(broker, e));
            return null;
        } catch (VirtualMachineError | LinkageError e) { // no memory or no thread: for now
            Steady.report("connecting to the broker", e);
            failed(made, BrokerTrouble.explain(broker, e));
            return null;
        }
    }

    private void failed(@Nullable Session made, Failure failure) {
        discovery.detach();
        finishAttempt(Result.err(failure), null);
        if (made != null) {
            made.end(failure.message());
        }
    }

    private String connectedDetail() {
        return "connected to " + broker;
    }

    private synchronized void beginAttempt() {
        if (attempt.isDone()) {
            attempt = new CompletableFuture<>();
        }
    }

    /** From now on {@link #serve} serves it too. */
    private synchronized Map<String, ChannelAcceptor> connected(Session made) {
        session = made;
        return new HashMap<>(served);
    }

    private void finishAttempt(Result<Session> outcome, @Nullable String detail) {
        CompletableFuture<Result<Session>> waiting;
        synchronized (this) {
            if (outcome instanceof Result.Err<Session> err) {
                session = null;
                disconnected(err.failure());
            } else {
                connectivity = new Connectivity(true, detail, System.currentTimeMillis(), reconnects);
                reconnects++;
            }
            waiting = attempt;
        }
        waiting.complete(outcome);
    }

    private synchronized void lost(Failure failure) {
        if (closed) {
            return;
        }
        session = null;
        attempt = CompletableFuture.completedFuture(Result.err(failure));
        disconnected(failure);
    }

    private void disconnected(Failure failure) {
        String detail = failure.message() + (failure.hint() == null ? "" : "; " + failure.hint());
        long since = connectivity.connected() ? System.currentTimeMillis() : connectivity.sinceMs();
        connectivity = new Connectivity(false, detail, since, connectivity.reconnects());
    }

    @Override
    public void close() {
        Session last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = session;
            session = null;
            attempt = CompletableFuture.completedFuture(
                    Result.err(Failure.Kind.UNREACHABLE, "the transport is closed", null));
            connectivity = new Connectivity(false, "closed", System.currentTimeMillis(), connectivity.reconnects());
            notifyAll();
        }
        discovery.silence();
        if (last != null) {
            last.goodbye(GOODBYE_MS);
            last.end("closed here");
        }
        link.interrupt();
        timer.shutdownNow();
    }
}
