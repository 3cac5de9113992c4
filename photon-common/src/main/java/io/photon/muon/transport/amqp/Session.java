// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.photon.muon.transport.KeepAlive;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

    /** Bytes of messages that have come and are not done; reading a large one takes several times its size. */
    private static final long INCOMING_BYTES = 12 << 20;

    /** Bytes of messages that wait to be sent, over all sockets: above this no client is asked for more. */
    private static final long OUTGOING_BYTES = 16 << 20;

    /** RabbitMQ gives 2,047 AMQP channels to a connection; some are for discovery and what is being closed. */
    static final int MAX_SOCKETS = 2_000;

    private static final long AGAIN_MS = 100;

    /** docs/muon-protocol 3.7: who says goodbye leaves the queues for a moment. */
    private static final long GOODBYE_MS = 100;

    private final Connection incoming;
    private final Connection outgoing;
    private final ExecutorService pool;
    private final ByteGate gate;
    private final Terms terms;
    private final Publisher publisher;
    private final Acknowledger acknowledger;
    private final ExecutorService control = Steady.single("muon-control");
    private final ScheduledExecutorService timer = Steady.timer("muon-timer");
    private final Map<String, AmqpSocket> sockets = new ConcurrentHashMap<>();
    private final HandshakeTable handshakes = new HandshakeTable(this);
    private final Admissions admissions;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
    private final AtomicBoolean mute = new AtomicBoolean();
    private final LargeMessages large = new LargeMessages();
    private volatile @Nullable String obstacle;
    private volatile boolean over;

    private Session(
            Dialer dialer,
            ExecutorService pool,
            ByteGate gate,
            Connection incoming,
            Connection outgoing,
            Channel out,
            GatheredWrites acknowledgements,
            GatheredWrites messages,
            Terms terms) {
        this.admissions = new Admissions(this, dialer);
        this.pool = pool;
        this.gate = gate;
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.terms = terms;
        this.publisher = new Publisher(out, messages, this::mute);
        this.acknowledger = new Acknowledger(acknowledgements);
        out.addShutdownListener(this::mute); // an error of this channel leaves its connection open
        out.addReturnListener((code, text, exchange, key, properties, body) -> admissions.returned(key, properties));
    }

    /**
     * What the broker and the user of the transport want.
     *
     * @param maxBodyBytes the largest message that the broker takes
     * @param obstacles hears why the broker takes nothing for now, and null when it does again
     */
    record Terms(int maxBodyBytes, Consumer<String> obstacles) {}

    static Session connect(Dialer dialer, Terms terms) throws IOException, TimeoutException {
        ByteGate gate = new ByteGate(INCOMING_BYTES);
        ExecutorService pool =
                Dialer.newPool(Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors())));
        Connection incoming = null;
        Connection outgoing = null;
        Session session = null;
        try {
            GatheredWrites acknowledgements = new GatheredWrites();
            GatheredWrites messages = new GatheredWrites();
            incoming = dialer.dial("in", pool, gate, acknowledgements);
            outgoing = dialer.dial("out", pool, null, messages);
            Channel out = outgoing.createChannel(); // first: a session has threads
            session = new Session(dialer, pool, gate, incoming, outgoing, out, acknowledgements, messages, terms);
            return session;
        } finally {
            if (session == null) {
                abort(incoming);
                abort(outgoing);
            }
        }
    }

    void start() {
        incoming.addShutdownListener(this::lost);
        outgoing.addShutdownListener(this::lost);
        BlockedListener blocked = new BlockedListener() {
            @Override
            public void handleBlocked(String reason) {
                obstacle = reason;
                terms.obstacles().accept(reason);
                publisher.pause(true);
            }

            @Override
            public void handleUnblocked() {
                obstacle = null;
                terms.obstacles().accept(null);
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

    /**
     * Nothing can be published any more. What was sent after a message that the broker refused is lost, so no socket can go
     * on; while the connection holds, the other sides are told, for they would wait until our silence tells them.
     */
    private void mute(Throwable why) {
        if (mute.compareAndSet(false, true)) {
            try {
                BrokerConnections.daemon(() -> {
                            Steady.run("saying goodbye", this::farewell);
                            lost.complete(why);
                        })
                        .start();
            } catch (OutOfMemoryError noThread) {
                lost.complete(why); // the others are not told; else this process would never connect again
            }
        }
    }

    private void farewell() {
        if (!outgoing.isOpen()) {
            return;
        }
        try (Channel last = outgoing.createChannel()) {
            for (AmqpSocket socket : sockets.values()) {
                byte[] words =
                        MuonMessageCodec.encode(LastWords.failure(socket.ends().protocol()));
                last.basicPublish(AmqpNames.DEFAULT_EXCHANGE, socket.ends().write(), AmqpNames.SERVER_MESSAGE, words);
            }
        } catch (IOException | TimeoutException | AlreadyClosedException e) {
            LOG.debug("muon: not every client was told: {}", e.toString());
        }
    }

    /** Through which large messages are read and written. */
    LargeMessages large() {
        return large;
    }

    int maxBodyBytes() {
        return terms.maxBodyBytes();
    }

    /** Why the broker takes nothing for now, in its words; null when it does. */
    @Nullable String obstacle() {
        return obstacle;
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

    /** Runs on the threads for what has come; when there is no memory for one of them, a little later. */
    void onPool(Runnable work) {
        try {
            pool.execute(work);
        } catch (VirtualMachineError e) {
            Steady.report("muon: waking a thread", e);
            later(AGAIN_MS, () -> onPool(work));
        }
    }

    /** Bytes more, or less, that wait to be sent. */
    void waiting(long more) {
        long now = waitingBytes.addAndGet(more);
        if (more < 0 && now < OUTGOING_BYTES && now - more >= OUTGOING_BYTES) {
            later(0, () -> sockets.values().forEach(AmqpSocket::wakeSender));
        }
    }

    /** Whether senders should hold back what they can. */
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

    /** The socket whose other side reads this queue; null when there is none. */
    @Nullable AmqpSocket socket(String replyQueue) {
        return sockets.get(replyQueue);
    }

    int openSockets() {
        return sockets.size();
    }

    boolean reads(String queue) {
        return sockets.values().stream().anyMatch(socket -> socket.ends().read().equals(queue));
    }

    /** Few sockets get much each, many get less: what is under way over all of them stays bounded. */
    private int window() {
        return Math.max(LEAST_WINDOW, Math.min(SOCKET_WINDOW, ALL_WINDOWS / (sockets.size() + 1)));
    }

    /** Begins to read; waits for the broker. */
    void consume(AmqpSocket socket) throws IOException {
        gate.count(socket.name());
        socket.amqp().basicQos(socket.reader().windowSize());
        socket.amqp().basicConsume(socket.ends().read(), false, socket.name(), socket.reader());
    }

    /** Sockets that others open to us. */
    Admissions admissions() {
        return admissions;
    }

    /** Sockets that we open to others. */
    HandshakeTable openings() {
        return handshakes;
    }

    /** A new socket, not yet known to anybody. */
    AmqpSocket newSocket(SocketAddresses ends) throws IOException {
        Channel amqp = incoming.openChannel().orElseThrow(() -> new IOException("the broker gives no more channels"));
        return new AmqpSocket(this, ends, amqp, window());
    }

    /** From now on it gets what is sent to the queue that it writes to or reads from. */
    void know(AmqpSocket socket) {
        sockets.put(socket.ends().write(), socket);
    }

    void forget(AmqpSocket socket) {
        sockets.remove(socket.ends().write(), socket);
    }

    /** A socket has ended: lets its queues go. */
    void release(AmqpSocket socket, boolean saidGoodbye) {
        forget(socket);
        handshakes.lost(socket);
        if (!over) {
            later(saidGoodbye ? GOODBYE_MS : 0, () -> control(() -> remove(socket, saidGoodbye)));
        }
    }

    private void remove(AmqpSocket socket, boolean bothQueues) {
        try {
            if (bothQueues) {
                socket.amqp().queueDelete(socket.ends().write());
            }
            socket.amqp().queueDelete(socket.ends().read());
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("muon: {}: its queues are gone already: {}", socket.name(), e.toString());
        }
        closeQuietly(socket.amqp());
        gate.forget(
                socket.name()); // only now: what was on its way has come until then, and takes memory like any other
    }

    static void closeQuietly(Channel amqp) {
        try {
            amqp.abort();
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("muon: an AMQP channel was closed already: {}", e.toString());
        }
    }

    /** Says goodbye to all clients and waits until the broker has it, at most {@code limitMs}. */
    void goodbye(long limitMs) {
        admissions.unserveAll();
        sockets.values().forEach(AmqpSocket::close);
        try {
            publisher.flush(limitMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Releases everything without waiting. */
    void end(String why) {
        over = true;
        lost.complete(new IOException(why));
        List.copyOf(sockets.values()).forEach(socket -> socket.end(why, null));
        gate.open();
        publisher.stop();
        acknowledger.stop();
        Connection door = admissions.end();
        control.shutdownNow();
        timer.shutdownNow();
        Runnable end = () -> {
            abort(outgoing);
            abort(incoming);
            abort(door);
        };
        try {
            Steady.thread("muon-end", end).start();
        } catch (OutOfMemoryError noThread) {
            end.run();
        }
    }

    static void abort(@Nullable Connection connection) {
        if (connection != null) {
            connection.abort(500);
        }
    }

    static java.util.concurrent.ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
