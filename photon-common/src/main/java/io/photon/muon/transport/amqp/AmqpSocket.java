// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Command;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.transport.KeepAlive;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessageCodec;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket: its state, its turns to send what waits in its {@link Outbox}, and its end; what comes is given to the listener
 * by {@link SocketReader}. Thread-safe.
 */
final class AmqpSocket implements io.photon.muon.transport.Channel {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpSocket.class);

    /** At most this many messages in one turn, or this many bytes; then another socket has its turn. */
    private static final int TURN = 16;

    /** Characters of a byte as a number, about. */
    private static final int WIRE_FACTOR = 4;

    private static final long TURN_BYTES = 256 << 10;

    /** Takes a millisecond to encode, about. */
    private static final int LARGE_PAYLOAD = 64 << 10;

    private static final long HELD_AGAIN_MS = 20;

    private enum State {
        OPENING,
        OPEN,
        CLOSED
    }

    private final Session session;
    private final SocketAddresses ends;
    private final Channel amqp;
    private final SocketReader reader;
    private final KeepAlive keepAlive;
    private final AMQP.BasicProperties properties;
    private final long madeMs = Session.nowMs();

    /** Under this lock, like what follows. */
    private final Outbox outbox;

    private State state = State.OPENING;
    private boolean scheduled;
    private boolean acknowledging;
    private boolean askDepth;
    private boolean wantsWritable;
    /** Published in this turn; the publisher's thread only. */
    private long turnBytes;

    AmqpSocket(Session session, SocketAddresses ends, Channel amqp, int window) {
        this.session = session;
        this.ends = ends;
        this.amqp = amqp;
        this.keepAlive = new KeepAlive(Session.nowMs());
        this.reader = new SocketReader(this, session, amqp, window, keepAlive);
        this.outbox = new Outbox(session, ends.protocol());
        this.properties = ends.server() ? AmqpNames.SERVER_MESSAGE : AmqpNames.clientMessage(ends.protocol());
    }

    @Override
    public String protocol() {
        return ends.protocol();
    }

    @Override
    public String name() {
        return ends.name();
    }

    SocketAddresses ends() {
        return ends;
    }

    Channel amqp() {
        return amqp;
    }

    SocketReader reader() {
        return reader;
    }

    /** A server's end, its handshake answered already: sends what waits. */
    void accepted() {
        synchronized (this) {
            if (state != State.OPENING) {
                return;
            }
            state = State.OPEN;
        }
        schedule();
    }

    /** A client's end: the handshake was answered. @return false when it is open already, or too late */
    boolean opened() {
        synchronized (this) {
            if (state != State.OPENING) {
                return false;
            }
            state = State.OPEN;
        }
        keepAlive.sent(0); // a first ping at the next tick: node watches silence only from the first message on
        schedule();
        return true;
    }

    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    /** A server's end: whether the other side may still make its queue. */
    boolean isYoung(long nowMs) {
        return ends.server() && nowMs - madeMs < HandshakeTable.HANDSHAKE_MS;
    }

    synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    @Override
    public boolean send(MuonMessage message) {
        boolean more;
        synchronized (this) {
            if (state == State.CLOSED) {
                return true;
            }
            more = outbox.add(message);
            wantsWritable |= !more;
        }
        schedule();
        return more;
    }

    /** Whether so much waits to be sent that no more should come in. */
    synchronized boolean congested() {
        return outbox.isCongested();
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || state == State.OPENING || outbox.isEmpty()) {
                return;
            }
            scheduled = true;
        }
        session.publisher().ready(this);
    }

    /** One turn, on the publisher's thread. @return whether there is more to publish now */
    boolean publish(Channel out, GatheredWrites writes) throws IOException {
        boolean more = true;
        turnBytes = 0;
        for (int i = 0; i < TURN && turnBytes < TURN_BYTES && more; i++) {
            more = publishOne(out, writes);
        }
        wakeSender();
        reader.acknowledgeDue();
        return more;
    }

    private boolean publishOne(Channel out, GatheredWrites writes) throws IOException {
        MuonMessage next;
        boolean last;
        synchronized (this) {
            next = outbox.next();
            if (next == null) {
                scheduled = false;
                return false;
            }
            last = outbox.tookLastWords(next);
        }
        if (next.payload().length > LARGE_PAYLOAD) {
            writes.flush(); // what others wait for does not wait for that
        }
        byte[] body = encode(next);
        if (body.length > session.maxBodyBytes()) {
            tooLarge(body.length);
            return true;
        }
        writes.publish(out, AmqpNames.DEFAULT_EXCHANGE, ends.write(), properties, body);
        keepAlive.sent(Session.nowMs());
        turnBytes += body.length;
        boolean ask;
        synchronized (this) {
            outbox.sent(body.length);
            ask = outbox.asksDepth();
            askDepth |= ask;
        }
        if (ask) {
            acknowledgeNow();
        }
        if (last) {
            session.release(this, true);
        }
        return true;
    }

    /** Sent, it would cost all sockets their connection; left out, it would be lost silently. So this socket ends. */
    private void tooLarge(int size) {
        String why = "a message of " + size + " bytes is larger than the " + session.maxBodyBytes()
                + " that the broker takes";
        LOG.warn("muon: {}: {}; the socket ends", name(), why);
        end(why, LastWords.failure(ends.protocol()), true);
    }

    /** Calls the sender again when there is room. */
    void wakeSender() {
        synchronized (this) {
            if (!wantsWritable || state != State.OPEN || !outbox.isRoomy()) {
                return;
            }
            wantsWritable = false;
        }
        reader.writable();
    }

    /** Has {@link #acknowledge} called by the acknowledging thread. */
    void acknowledgeNow() {
        synchronized (this) {
            if (acknowledging) {
                return;
            }
            acknowledging = true;
        }
        session.acknowledger().ready(this);
    }

    /** On the acknowledging thread. */
    void acknowledge(GatheredWrites writes) {
        boolean ask;
        synchronized (this) {
            acknowledging = false;
            ask = askDepth;
            askDepth = false;
        }
        try {
            reader.acknowledge(writes);
            if (ask) {
                amqp.asyncCompletableRpc(new AMQP.Queue.Declare.Builder()
                                .queue(ends.write())
                                .passive()
                                .build())
                        .whenComplete(this::depth);
            }
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("muon: {}: nothing more to acknowledge: {}", name(), e.toString());
        }
    }

    private void depth(Command answer, Throwable failure) {
        if (failure != null || !(answer.getMethod() instanceof AMQP.Queue.DeclareOk ok)) {
            return; // no such queue: the broker closes our channel, and SocketReader hears of it
        }
        boolean held;
        synchronized (this) {
            held = outbox.isHeldAt(ok.getMessageCount());
            if (held && state == State.CLOSED) {
                outbox.clear(); // it has ended, and the peer does not read: nothing is left to say but the last words
                held = false;
            }
        }
        if (held) {
            session.later(HELD_AGAIN_MS, this::askDepthAgain);
        } else {
            schedule();
            wakeSender();
        }
    }

    private void askDepthAgain() {
        synchronized (this) {
            if (state == State.CLOSED || !outbox.asksDepth()) {
                return;
            }
            askDepth = true;
        }
        acknowledgeNow();
    }

    /** The timer, four times a second. */
    void tick(long nowMs, boolean brokerPaused) {
        if (!isOpen()) {
            return;
        }
        reader.acknowledgeRest();
        keepAlive.windowFull(reader.windowFull() || brokerPaused, nowMs);
        switch (keepAlive.tick(nowMs)) {
            case PING -> {
                synchronized (this) {
                    outbox.ping();
                }
                schedule();
            }
            case GIVE_UP ->
                end(
                        "the other side was silent for " + TimeUnit.MILLISECONDS.toSeconds(KeepAlive.SILENCE_MS) + " s",
                        LastWords.failure(ends.protocol()));
            case NOTHING -> {}
        }
    }

    private byte[] encode(MuonMessage message) {
        return session.large().with(wireBytes(message), () -> MuonMessageCodec.encode(message));
    }

    @Override
    public boolean fits(MuonMessage message) {
        return session.large().with(wireBytes(message), () -> MuonMessageCodec.fits(message, session.maxBodyBytes()));
    }

    /** What a message takes on the wire, where each byte is a number; small ones as they are. */
    private static long wireBytes(MuonMessage message) {
        long bytes = message.payload().length;
        return bytes < LargeMessages.BYTES ? bytes : WIRE_FACTOR * bytes;
    }

    @Override
    public void close() {
        end("closed here", LastWords.shutdown(ends.origin()));
    }

    /**
     * Ends it, once.
     *
     * @param why for the listener
     * @param words to be sent last, null when the other side would not get them
     */
    void end(String why, @Nullable MuonMessage words) {
        end(why, words, false);
    }

    private void end(String why, @Nullable MuonMessage words, boolean atOnce) {
        boolean wasOpen;
        boolean closing;
        synchronized (this) {
            closing = state == State.CLOSED;
            if (closing && (atOnce || words == null)) {
                outbox.clear();
            }
            if (closing && (words != null || !outbox.hasLastWords())) {
                return;
            }
            wasOpen = state == State.OPEN;
            state = State.CLOSED;
            outbox.end(words, atOnce);
        }
        if (!closing && (wasOpen || ends.server())) {
            reader.closed(why);
        }
        if (words == null || !wasOpen) {
            session.release(this, false);
        } else {
            schedule();
        }
    }

    /** For a listener that is there before its channel is of use. */
    void listener(ChannelListener listener) {
        reader.listener(listener);
    }
}
