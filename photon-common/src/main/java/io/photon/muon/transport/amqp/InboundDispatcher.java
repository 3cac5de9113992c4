// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.photon.muon.transport.ChannelAcceptor;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers handshakes (docs/muon-protocol 3.3 and 3.5), on a connection and a thread of their own: the connection that
 * carries the sockets' messages may be held up by a flood for many seconds ({@link ByteGate}), and a node client whose
 * handshake is not answered within 3 s is stuck until it is restarted. So whose socket is not open within half a second is answered
 * all the same: its queue stands, and whatever it sends waits there. Until the socket opens the client is pinged, and
 * when that takes too long it is told that the socket has ended.
 */
final class InboundDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(InboundDispatcher.class);

    /** How long a handshake waits for its socket before it is answered without. */
    private static final long ANSWER_MS = 500;

    /** How long a client waits for its socket at most before it is sent away. */
    private static final long WAIT_MS = 30_000;

    private static final long PING_MS = 1_000;

    private static final long DROPPED_SAID_MS = 10_000;

    /** A client whose socket is not open yet. */
    static final class Guest {
        private final SocketAddresses ends;
        private final ChannelAcceptor acceptor;
        private final long sinceMs = Session.nowMs();
        private final AtomicBoolean answered = new AtomicBoolean();

        private Guest(SocketAddresses ends, ChannelAcceptor acceptor) {
            this.ends = ends;
            this.acceptor = acceptor;
        }

        SocketAddresses ends() {
            return ends;
        }

        ChannelAcceptor acceptor() {
            return acceptor;
        }

        /** Whether it may still make its queue. */
        boolean isYoung() {
            return Session.nowMs() - sinceMs < HandshakeTable.HANDSHAKE_MS;
        }

        boolean waitsTooLong() {
            return Session.nowMs() - sinceMs > WAIT_MS;
        }
    }

    private final Session session;
    private final Connection connection;
    private final ExecutorService thread = Steady.single("muon-handshakes");
    private final Map<String, ServiceQueue> queues = new ConcurrentHashMap<>();
    /** By the queue that the guest reads; bounded by the number of sockets. */
    private final Map<String, Guest> guests = new ConcurrentHashMap<>();

    private long dropped;
    private long droppedSaidMs;

    InboundDispatcher(Session session, Connection connection) {
        this.session = session;
        this.connection = connection;
        connection.addShutdownListener(session::lost);
    }

    Connection connection() {
        return connection;
    }

    Session session() {
        return session;
    }

    /** Takes handshakes; waits for the broker. */
    void serve(String service, ChannelAcceptor acceptor) throws IOException {
        ServiceQueue queue = new ServiceQueue(this, service, acceptor);
        ServiceQueue before = queues.put(service, queue);
        if (before != null) {
            before.shut();
        }
        queue.open();
    }

    void unserve(String service) {
        ServiceQueue queue = queues.remove(service);
        if (queue != null) {
            work(queue::shut);
        }
    }

    void unserveAll() {
        queues.keySet().forEach(this::unserve);
    }

    /** Runs on the thread of handshakes. */
    void work(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("muon: the session has ended: {}", e.toString());
        }
    }

    /** A handshake came; on the thread of handshakes. */
    void welcome(SocketAddresses ends, ChannelAcceptor acceptor) {
        Guest same = guests.get(ends.write());
        AmqpSocket open = session.socket(ends.write());
        if (open != null && open.ends().sameQueues(ends)) {
            answer(ends); // asked twice
        } else if (same != null && same.ends().sameQueues(ends)) {
            LOG.debug("muon: {}: a handshake is under way already", ends.name());
        } else if (same != null || open != null || isRead(ends.read())) {
            dropped("its queues belong to another socket");
        } else if (guests.size() + session.openSockets() >= Session.MAX_SOCKETS) {
            dropped(Session.MAX_SOCKETS + " sockets are open already");
        } else {
            Guest guest = new Guest(ends, acceptor);
            guests.put(ends.write(), guest);
            session.admissions().admit(guest);
            session.later(ANSWER_MS, () -> work(() -> reassure(guest)));
        }
    }

    /** Its socket takes longer than usual. */
    private void reassure(Guest guest) {
        if (!isHere(guest)) {
            return;
        }
        if (declare(guest.ends().read())) {
            answerOnce(guest);
            pingLater(guest);
        } else {
            sentAway(guest, "its queue cannot be read");
        }
    }

    private void answerOnce(Guest guest) {
        if (guest.answered.compareAndSet(false, true)) {
            answer(guest.ends());
        }
    }

    private boolean isRead(String queue) {
        return session.reads(queue)
                || guests.values().stream()
                        .anyMatch(guest -> guest.ends().read().equals(queue));
    }

    void answer(SocketAddresses ends) {
        session.publisher()
                .post(new Publisher.Letter(
                        AmqpNames.DEFAULT_EXCHANGE, ends.write(), AmqpNames.accepted(ends.protocol()), new byte[0]));
    }

    /** On an AMQP channel of its own, for a queue of other flags, or another's, closes it. */
    private boolean declare(String queue) {
        Channel amqp = null;
        try {
            amqp = connection.openChannel().orElseThrow(() -> new IOException("the broker gives no more channels"));
            AmqpNames.declareQueue(amqp, queue);
            return true;
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("muon: a handshake is dropped", e);
            return false;
        } finally {
            if (amqp != null) {
                Session.closeQuietly(amqp);
            }
        }
    }

    private void pingLater(Guest guest) {
        session.later(PING_MS, () -> {
            if (isHere(guest)) {
                write(guest, LastWords.ping(guest.ends().protocol()));
                pingLater(guest);
            }
        });
    }

    private void write(Guest guest, MuonMessage message) {
        session.publisher()
                .post(new Publisher.Letter(
                        AmqpNames.DEFAULT_EXCHANGE,
                        guest.ends().write(),
                        AmqpNames.SERVER_MESSAGE,
                        MuonMessageCodec.encode(message)));
    }

    /** Whether it still waits. */
    boolean isHere(Guest guest) {
        return guests.get(guest.ends().write()) == guest;
    }

    /** It has its socket, which has sent nothing yet. */
    void admitted(Guest guest) {
        answerOnce(guest);
        guests.remove(guest.ends().write(), guest);
    }

    /** It gets none, and is told: there is no refusal, only an end (docs/muon-protocol 3.4). */
    void sentAway(Guest guest, String why) {
        if (guests.remove(guest.ends().write(), guest)) {
            work(() -> dropped(why));
            answerOnce(guest);
            write(guest, LastWords.failure(guest.ends().protocol()));
            release(guest.ends().read());
        }
    }

    /** The client that waits to read that queue; null when none does. */
    @Nullable Guest guest(String replyQueue) {
        return guests.get(replyQueue);
    }

    /** It waits no more. */
    void left(Guest guest) {
        if (guests.remove(guest.ends().write(), guest)) {
            release(guest.ends().read());
        }
    }

    private void release(String queue) {
        work(() -> {
            Channel amqp = null;
            try {
                amqp = connection.openChannel().orElseThrow(() -> new IOException("the broker gives no more channels"));
                amqp.queueDelete(queue);
            } catch (IOException | AlreadyClosedException e) {
                LOG.debug("muon: a queue is gone already: {}", e.toString());
            } finally {
                if (amqp != null) {
                    Session.closeQuietly(amqp);
                }
            }
        });
    }

    /** Says that a handshake was dropped, but not more often than a person can read; on the thread of handshakes. */
    void dropped(String why) {
        dropped++;
        long now = Session.nowMs();
        if (dropped == 1 || now - droppedSaidMs >= DROPPED_SAID_MS) {
            LOG.warn("muon: a handshake is dropped, {} so far: {}", dropped, why);
            droppedSaidMs = now;
        }
    }

    /** Releases everything without waiting. */
    void end() {
        thread.shutdownNow();
    }
}
