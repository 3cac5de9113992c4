// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import io.photon.muon.transport.ChannelAcceptor;
import io.photon.result.Fault;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that others open to us: gives each handshake that the {@link InboundDispatcher} took a socket, and answers a
 * client again that did not have its queue yet. Thread-safe.
 */
final class Admissions {

    private static final long ANSWER_AGAIN_MS = 50;

    private final Session session;
    private final Dialer dialer;
    /** Null until a service is served. */
    private volatile @Nullable InboundDispatcher dispatcher;

    private volatile boolean over;

    Admissions(Session session, Dialer dialer) {
        this.session = session;
        this.dialer = dialer;
    }

    /** Takes handshakes; waits for the broker. */
    void serve(String service, ChannelAcceptor acceptor) throws IOException, TimeoutException {
        openDispatcher().serve(service, acceptor);
    }

    private synchronized InboundDispatcher openDispatcher() throws IOException, TimeoutException {
        if (dispatcher == null) {
            Connection quiet = dialer.dial("door", Dialer.newPool(1), null, null);
            boolean opened = false;
            try {
                dispatcher = new InboundDispatcher(session, quiet);
                opened = !over;
            } finally {
                if (!opened) {
                    Session.abort(quiet);
                }
            }
        }
        return dispatcher;
    }

    /** Of a guest, who has come through it. */
    private InboundDispatcher dispatcher() {
        return Objects.requireNonNull(dispatcher, "no service is served");
    }

    void unserve(String service) {
        InboundDispatcher now = dispatcher;
        if (now != null) {
            now.unserve(service);
        }
    }

    void unserveAll() {
        InboundDispatcher now = dispatcher;
        if (now != null) {
            now.unserveAll();
        }
    }

    /** Opens a socket for a handshake. */
    void admit(InboundDispatcher.Guest guest) {
        session.control(() -> {
            if (!dispatcher().isHere(guest)) {
                return;
            }
            if (guest.waitsTooLong()) {
                dispatcher().sentAway(guest, "the messages of others held it up for too long");
                return;
            }
            AmqpSocket socket = null;
            try {
                socket = session.newSocket(guest.ends());
                AmqpNames.declareQueue(socket.amqp(), guest.ends().read());
                socket.listener(guest.acceptor().accept(socket));
                session.know(socket);
                if (socket.isClosed()) {
                    session.forget(socket);
                    dispatcher().sentAway(guest, "too many are open, or we are about to stop");
                    return;
                }
                session.consume(socket);
                dispatcher().admitted(guest);
                socket.accepted();
            } catch (IOException | AlreadyClosedException e) {
                refused(guest, socket, BrokerTrouble.reason(e));
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                Steady.report("muon: a handshake", e);
                refused(guest, socket, Fault.words(e));
            }
        });
    }

    private void refused(InboundDispatcher.Guest guest, @Nullable AmqpSocket socket, String why) {
        dispatcher().sentAway(guest, "its queue could not be read: " + why);
        if (socket != null) {
            socket.end("its queue could not be read: " + why, null);
        }
    }

    /** A message came back, for no queue has that name: docs/muon-protocol 1.7 and 11.14. */
    void returned(String queue, AMQP.BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        boolean isAnswer = AmqpNames.ACCEPTED.equals(String.valueOf(headers.get(AmqpNames.HANDSHAKE_HEADER)));
        AmqpSocket socket = session.socket(queue);
        if (socket != null) {
            if (socket.isYoung(Session.nowMs())) {
                answerLater(isAnswer, socket.ends(), () -> session.socket(queue) == socket);
            } else {
                socket.end("the other side is gone: its queue is no more", null);
            }
            return;
        }
        InboundDispatcher.Guest guest = dispatcher == null ? null : dispatcher().guest(queue);
        if (guest != null) {
            if (guest.isYoung()) {
                answerLater(isAnswer, guest.ends(), () -> dispatcher().isHere(guest));
            } else {
                dispatcher().left(guest);
            }
            return;
        }
        AmqpSocket asking = session.socket(String.valueOf(headers.get(AmqpNames.LISTEN_QUEUE_HEADER)));
        if (asking != null) {
            session.openings().nobodyThere(queue, asking);
        }
    }

    /** Node clients of 7.0 declare their queue only when they have asked: they are answered until it stands. */
    private void answerLater(boolean isAnswer, SocketAddresses ends, BooleanSupplier wanted) {
        if (isAnswer) {
            session.later(ANSWER_AGAIN_MS, () -> {
                if (wanted.getAsBoolean()) {
                    dispatcher().answer(ends);
                }
            });
        }
    }

    /** Ends, waiting for nothing. @return the connection that is to be closed, or null */
    @Nullable Connection end() {
        over = true;
        InboundDispatcher open = dispatcher;
        if (open == null) {
            return null;
        }
        open.end();
        return open.connection();
    }
}
