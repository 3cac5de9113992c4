package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.photon.muon.transport.ChannelAcceptor;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.KeepAlive;
import io.photon.muon.wire.MessageIds;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that lives as long as one connection to the broker: its sockets, and the threads that serve them.
 * Thread-safe.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Deliveries that may be under way per socket, less when there are many sockets: see {@link #window}. */
    private static final int SOCKET_WINDOW = 128;

    private static final int ALL_WINDOWS = 4_096;
    private static final int LEAST_WINDOW = 8;

    /** Bytes of messages that have come and are not done. */
    private static final long INCOMING_BYTES = 32 << 20;

    /** Bytes of messages that wait to be sent, over all sockets: above this nobody is asked for more. */
    private static final long OUTGOING_BYTES = 16 << 20;

    /** RabbitMQ gives 2,047 AMQP channels to a connection; some are for handshakes and discovery. */
    private static final int MAX_SOCKETS = 2_000;

    /** PROTOCOL 3.5. */
    static final long HANDSHAKE_MS = 3_000;

    private static final long DROPPED_SAID_MS = 10_000;

    private static final long ASK_AGAIN_MS = 200;

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    /** PROTOCOL 3.7: who says goodbye leaves the queues for a moment. */
    private static final long GOODBYE_MS = 100;

    private final Connection incoming;
    private final Connection outgoing;
    private final ExecutorService pool;
    private final ByteGate gate;
    private final Publisher publisher;
    private final Acknowledger acknowledger = new Acknowledger();
    private final ExecutorService control = Executors.newSingleThreadExecutor(named("muon-control"));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(named("muon-timer"));
    private final Map<String, AmqpSocket> sockets = new ConcurrentHashMap<>();
    private final Map<AmqpSocket, CompletableFuture<Result<io.photon.muon.transport.Channel>>> opening =
            new ConcurrentHashMap<>();
    private final Map<String, ServiceDoor> doors = new ConcurrentHashMap<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
    private volatile boolean over;
    private long droppedHandshakes;
    private long droppedSaidMs;

    private Session(Connection incoming, Connection outgoing, ExecutorService pool, ByteGate gate) throws IOException {
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.pool = pool;
        this.gate = gate;
        Channel out = outgoing.createChannel();
        this.publisher = new Publisher(out);
        out.addShutdownListener(this::lost); // an error of this channel leaves its connection open, and us mute
        out.addReturnListener((code, text, exchange, key, properties, body) -> returned(key, properties));
    }

    static Session connect(BrokerAddress broker, String name, SSLContext ssl) throws IOException, TimeoutException {
        ByteGate gate = new ByteGate(INCOMING_BYTES);
        ExecutorService pool = newPool();
        Connection incoming = null;
        Connection outgoing = null;
        Session session = null;
        try {
            incoming = BrokerConnections.connect(broker, name + " (in)", ssl, pool, gate);
            outgoing = BrokerConnections.connect(broker, name + " (out)", ssl, pool, null);
            session = new Session(incoming, outgoing, pool, gate);
            return session;
        } finally {
            if (session == null) {
                abort(incoming);
                abort(outgoing);
            }
        }
    }

    /** Never shut down: the library uses it up to a connection's last moment. Its threads end by themselves. */
    private static ExecutorService newPool() {
        int threads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("muon-worker"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    void start() {
        incoming.addShutdownListener(this::lost);
        outgoing.addShutdownListener(this::lost);
        BlockedListener blocked = new BlockedListener() {
            @Override
            public void handleBlocked(String reason) {
                LOG.warn("muon: the broker takes no messages for now: {}", reason);
                publisher.pause(true);
            }

            @Override
            public void handleUnblocked() {
                LOG.info("muon: the broker takes messages again");
                publisher.pause(false);
                sockets.values().forEach(AmqpSocket::wakeSender);
            }
        };
        outgoing.addBlockedListener(blocked);
        publisher.start();
        acknowledger.start();
        timer.scheduleAtFixedRate(this::tick, KeepAlive.TICK_MS, KeepAlive.TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = nowMs();
        boolean paused = publisher.paused() || gate.holds(); // then silence is no sign of death
        sockets.values().forEach(socket -> socket.tick(now, paused));
    }

    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    /** Completes with what happened when a connection is gone. */
    CompletableFuture<Throwable> lost() {
        return lost;
    }

    void lost(ShutdownSignalException signal) {
        lost.complete(signal);
    }

    Connection incoming() {
        return incoming;
    }

    Publisher publisher() {
        return publisher;
    }

    Acknowledger acknowledger() {
        return acknowledger;
    }

    ByteGate gate() {
        return gate;
    }

    ExecutorService pool() {
        return pool;
    }

    /** Bytes more, or less, that wait to be sent. */
    void waiting(long more) {
        long now = waitingBytes.addAndGet(more);
        if (more < 0 && now < OUTGOING_BYTES && now - more >= OUTGOING_BYTES) {
            later(0, () -> sockets.values().forEach(AmqpSocket::wakeSender));
        }
    }

    /** Whether nobody should send what can be held back. */
    boolean crowded() {
        return waitingBytes.get() >= OUTGOING_BYTES || publisher.paused();
    }

    /** Runs on the timer's thread; must be short. */
    void later(long delayMs, Runnable work) {
        try {
            timer.schedule(work, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("muon: the session has ended: {}", e.toString());
        }
    }

    /** Runs on the control thread, which may wait for the broker. */
    void control(Runnable work) {
        try {
            control.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("muon: the session has ended: {}", e.toString());
        }
    }

    /** Takes handshakes; waits for the broker. */
    void serve(String service, ChannelAcceptor acceptor) throws IOException {
        ServiceDoor door = new ServiceDoor(this, service, acceptor);
        ServiceDoor before = doors.put(service, door);
        if (before != null) {
            before.shut();
        }
        door.open();
    }

    void unserve(String service) {
        ServiceDoor door = doors.remove(service);
        if (door != null) {
            control(door::shut);
        }
    }

    /** A handshake came; on the control thread. */
    void accept(SocketEnds ends, ChannelAcceptor acceptor) {
        AmqpSocket same = sockets.get(ends.write());
        if (same != null && same.ends().sameQueues(ends)) {
            publisher.post(new Publisher.Letter(
                    AmqpNames.DEFAULT_EXCHANGE, ends.write(), AmqpNames.accepted(ends.protocol()), new byte[0]));
            return; // asked twice
        }
        boolean taken = same != null
                || sockets.values().stream()
                        .anyMatch(other -> other.ends().read().equals(ends.read()));
        if (taken || sockets.size() >= MAX_SOCKETS) {
            dropped(taken ? "its queues belong to another socket" : MAX_SOCKETS + " sockets are open already");
            return;
        }
        AmqpSocket socket = null;
        try {
            socket = newSocket(ends);
            AmqpNames.declareQueue(socket.amqp(), ends.read());
            socket.listener(acceptor.accept(socket));
            sockets.put(ends.write(), socket);
            consume(socket);
            socket.accepted();
        } catch (IOException | AlreadyClosedException e) {
            dropped("its queue cannot be read");
            LOG.debug("muon: a handshake is dropped", e);
            if (socket != null) {
                socket.end("its queue could not be read: " + BrokerTrouble.reason(e), null);
            }
        } catch (RuntimeException e) {
            LOG.error("muon: a handshake failed", e);
            if (socket != null) {
                release(socket, false);
            }
        }
    }

    /** Says that a handshake was dropped, but not more often than somebody can read; on the control thread. */
    void dropped(String why) {
        droppedHandshakes++;
        long now = nowMs();
        if (droppedHandshakes == 1 || now - droppedSaidMs >= DROPPED_SAID_MS) {
            LOG.warn("muon: a handshake is dropped, {} so far: {}", droppedHandshakes, why);
            droppedSaidMs = now;
        }
    }

    private AmqpSocket newSocket(SocketEnds ends) throws IOException {
        Channel amqp = incoming.openChannel().orElseThrow(() -> new IOException("the broker gives no more channels"));
        return new AmqpSocket(this, ends, amqp, window());
    }

    /** Few sockets get much each, many get less: what is under way over all of them stays bounded. */
    private int window() {
        return Math.max(LEAST_WINDOW, Math.min(SOCKET_WINDOW, ALL_WINDOWS / (sockets.size() + 1)));
    }

    private void consume(AmqpSocket socket) throws IOException {
        gate.count(socket.name());
        socket.amqp().basicQos(socket.reader().windowSize());
        socket.amqp().basicConsume(socket.ends().read(), false, socket.name(), socket.reader());
    }

    /** Opens a socket to a service, see {@link io.photon.muon.transport.Transport#open}. */
    void open(
            String service,
            String protocol,
            ChannelListener listener,
            CompletableFuture<Result<io.photon.muon.transport.Channel>> result) {
        String id = MessageIds.next();
        SocketEnds ends = new SocketEnds(
                AmqpNames.replyQueue(service, id),
                protocol,
                AmqpNames.replyQueue(service, id),
                AmqpNames.listenQueue(service, id),
                false,
                "n/a");
        control(() -> {
            AmqpSocket socket = null;
            try {
                AmqpSocket made = newSocket(ends);
                socket = made;
                socket.listener(listener);
                opening.put(socket, result);
                sockets.put(ends.write(), socket);
                AmqpNames.declareQueue(socket.amqp(), ends.read());
                consume(socket);
                ask(service, ends);
                later(HANDSHAKE_MS, () -> {
                    result.complete(Result.err(
                            Failure.Kind.TIMED_OUT,
                            "the service '" + service + "' did not answer a handshake for " + HANDSHAKE_MS / 1_000
                                    + " s",
                            "is it running? photon discover shows who is there"));
                    if (opening.remove(made) != null) {
                        made.end("nobody answered the handshake", null);
                    }
                });
            } catch (IOException | AlreadyClosedException e) {
                result.complete(Result.err(
                        Failure.Kind.UNREACHABLE,
                        "no socket to the service '" + service + "': " + BrokerTrouble.reason(e),
                        "try again; the connection to the broker may just have been lost"));
                if (socket != null) {
                    socket.end("its queue could not be read: " + BrokerTrouble.reason(e), null);
                }
            }
        });
    }

    /** A handshake was answered. */
    void opened(AmqpSocket socket) {
        CompletableFuture<Result<io.photon.muon.transport.Channel>> result = opening.remove(socket);
        if (result != null && socket.opened() && !result.complete(Result.ok(socket))) {
            socket.close(); // whoever asked has been told already that nobody answers
        }
    }

    private void ask(String service, SocketEnds ends) {
        publisher.post(new Publisher.Letter(
                AmqpNames.DEFAULT_EXCHANGE,
                AmqpNames.serviceQueue(service),
                AmqpNames.initiated(ends.protocol(), ends.read(), ends.write()),
                EMPTY_OBJECT));
    }

    /** Nobody has that queue: PROTOCOL 1.7 and 11.14. */
    private void returned(String queue, AMQP.BasicProperties properties) {
        AmqpSocket socket = sockets.get(queue);
        if (socket != null) {
            socket.end("the other side is gone: its queue is no more", null);
            return;
        }
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        AmqpSocket asking = sockets.get(String.valueOf(headers.get(AmqpNames.LISTEN_QUEUE_HEADER)));
        String prefix = AmqpNames.serviceQueue("");
        if (asking != null && queue.startsWith(prefix)) {
            // A service that starts, or one that comes back: ask again. We never declare the queue of a service, as
            // node clients do: without a service it would stay for ever, full of handshakes.
            later(ASK_AGAIN_MS, () -> {
                if (opening.containsKey(asking)) {
                    ask(queue.substring(prefix.length()), asking.ends());
                }
            });
        }
    }

    /** A socket has ended: lets its queues go. */
    void release(AmqpSocket socket, boolean saidGoodbye) {
        sockets.remove(socket.ends().write(), socket);
        gate.forget(socket.name());
        CompletableFuture<Result<io.photon.muon.transport.Channel>> result = opening.remove(socket);
        if (result != null) {
            result.complete(Result.err(
                    Failure.Kind.UNREACHABLE, "the connection to the broker was lost in a handshake", "try again"));
        }
        if (!over) {
            later(saidGoodbye ? GOODBYE_MS : 0, () -> control(() -> remove(socket, saidGoodbye)));
        }
    }

    private static void remove(AmqpSocket socket, boolean bothQueues) {
        try {
            if (bothQueues) {
                socket.amqp().queueDelete(socket.ends().write());
            }
            socket.amqp().queueDelete(socket.ends().read());
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("muon: {}: its queues are gone already: {}", socket.name(), e.toString());
        }
        closeQuietly(socket.amqp());
    }

    static void closeQuietly(Channel amqp) {
        try {
            amqp.abort();
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("muon: an AMQP channel was closed already: {}", e.toString());
        }
    }

    /** Says goodbye to everybody, waits a moment until that is sent. */
    void goodbye(long limitMs) {
        doors.keySet().forEach(this::unserve);
        sockets.values().forEach(AmqpSocket::close);
        try {
            publisher.flush(limitMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets everything go, waiting for nobody. */
    void end(String why) {
        over = true;
        lost.complete(new IOException(why));
        List.copyOf(sockets.values()).forEach(socket -> socket.end(why, null));
        gate.open();
        publisher.stop();
        acknowledger.stop();
        control.shutdownNow();
        timer.shutdownNow();
        Thread ending = new Thread(
                () -> {
                    abort(outgoing);
                    abort(incoming);
                },
                "muon-end");
        ending.setDaemon(true);
        ending.start();
    }

    private static void abort(Connection connection) {
        if (connection != null) {
            connection.abort(500);
        }
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
