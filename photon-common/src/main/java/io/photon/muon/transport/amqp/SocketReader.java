// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.KeepAlive;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import io.photon.muon.wire.Steps;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes on one socket: decoded, pings taken out, given to the listener one by one, acknowledged when done. */
final class SocketReader extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(SocketReader.class);

    private final AmqpSocket socket;
    private final Session session;
    private final Mailbox mailbox;
    private final DeliveryWindow window;
    private final KeepAlive keepAlive;
    private volatile @Nullable ChannelListener listener;
    private volatile boolean unreadableSeen;

    SocketReader(AmqpSocket socket, Session session, Channel amqp, int window, KeepAlive keepAlive) {
        super(amqp);
        this.socket = socket;
        this.session = session;
        this.mailbox = new Mailbox(session::onPool);
        this.window = new DeliveryWindow(window);
        this.keepAlive = keepAlive;
    }

    void listener(ChannelListener newListener) {
        listener = newListener;
    }

    @Override
    public void handleDelivery(String consumer, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        try {
            received(envelope, properties, body);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("muon: reading a message", e);
            broken(e);
        }
    }

    /**
     * A message is lost: it is not acknowledged, and no one else gets it. So nothing after it can be believed, and the socket
     * ends, which both sides hear.
     */
    private void broken(Throwable why) {
        Steady.run(
                "muon: ending a socket",
                () -> socket.end(
                        "a message could not be taken: " + Fault.words(why),
                        LastWords.failure(socket.ends().protocol())));
    }

    private void received(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        long now = Session.nowMs();
        window.delivered(envelope.getDeliveryTag());
        keepAlive.received(now);
        keepAlive.windowFull(window.full(), now);
        Runnable done = new Done(envelope.getDeliveryTag(), body.length);
        if (isAnswerToHandshake(properties)) {
            session.openings().opened(socket);
            done.run();
            return;
        }
        if (socket.isClosed()) {
            done.run();
        } else {
            session.large().with(body.length, () -> read(body, done));
        }
    }

    /** @return whether it could be read */
    private boolean read(byte[] body, Runnable done) {
        Result<MuonMessage> read = MuonMessageCodec.decode(body);
        if (read instanceof Result.Ok<MuonMessage> ok) {
            message(ok.value(), done);
        } else {
            done.run();
            unreadable(body, read.failure().message());
        }
        return read instanceof Result.Ok;
    }

    private boolean isAnswerToHandshake(AMQP.BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders();
        return !socket.ends().server()
                && headers != null
                && AmqpNames.ACCEPTED.equals(String.valueOf(headers.get(AmqpNames.HANDSHAKE_HEADER)));
    }

    private void message(MuonMessage message, Runnable done) {
        if (!hears() || Steps.KEEP_ALIVE.equals(message.step())) {
            done.run();
        } else {
            mailbox.run(() -> deliver(message, done));
        }
        if (message.op() == MuonMessage.ChannelOp.CLOSED) {
            socket.end("the other side closed it", null);
        }
    }

    /** A server does before its socket is open: the handshake may be answered already, and what was sent waits for us. */
    private boolean hears() {
        return socket.ends().server() ? !socket.isClosed() : socket.isOpen();
    }

    private void deliver(MuonMessage message, Runnable done) {
        try {
            Objects.requireNonNull(listener).message(message, done);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            done.run(); // never again delivered: it would fail again
            throw e;
        }
    }

    /**
     * docs/muon-protocol 1.6 and 11.10: a server drops what no one can read, and the socket lives on. A client would
     * take the gap for all there is: its socket ends, and with it every conversation, by name.
     */
    private void unreadable(byte[] body, String why) {
        if (!socket.ends().server()) {
            socket.end(
                    "a message of " + body.length + " bytes from the other side could not be read: " + why,
                    LastWords.shutdown(socket.ends().origin()));
            return;
        }
        if (!unreadableSeen) {
            unreadableSeen = true;
            LOG.warn(
                    "muon: {}: dropped {} bytes that are not a Muon message, and will drop more",
                    socket.name(),
                    body.length);
        }
    }

    /** May be called by the listener from any thread, and more than once. */
    private final class Done implements Runnable {
        private final long tag;
        private final int bytes;
        private final AtomicBoolean run = new AtomicBoolean();

        Done(long tag, int bytes) {
            this.tag = tag;
            this.bytes = bytes;
        }

        @Override
        public void run() {
            if (run.compareAndSet(false, true)) {
                session.gate().done(socket.name(), bytes);
                window.done(tag, bytes);
                acknowledgeDue();
            }
        }
    }

    /** Not while too much waits to be sent: who does not read the answers gets no more questions in. */
    void acknowledgeDue() {
        if (window.isDue() && !socket.congested()) {
            socket.acknowledgeNow();
        }
    }

    /** By the timer: no message stays long with the broker that is done here. */
    void acknowledgeRest() {
        if (window.waits() && !socket.congested()) {
            socket.acknowledgeNow();
        }
    }

    /** On the acknowledging thread. */
    void acknowledge(GatheredWrites writes) throws IOException {
        long tag = socket.congested() ? 0 : window.take();
        if (tag > 0) {
            writes.acknowledge(getChannel(), tag);
            keepAlive.windowFull(window.full(), Session.nowMs());
        }
    }

    int windowSize() {
        return window.size();
    }

    boolean windowFull() {
        return window.full();
    }

    void writable() {
        mailbox.post(() -> Objects.requireNonNull(listener).writable());
    }

    void closed(String why) {
        mailbox.post(() -> {
            if (listener != null) { // else it ended before anybody was asked
                listener.closed(why);
            }
        });
    }

    @Override
    public void handleCancel(String consumer) {
        socket.end("the other side let it go: its queue was deleted", null);
    }

    @Override
    public void handleShutdownSignal(String consumer, ShutdownSignalException signal) {
        if (signal.isHardError()) {
            session.lost(signal);
        } else {
            socket.end("the other side is gone: its queue is no more", null);
        }
    }
}
