// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import io.photon.muon.transport.Channel;
import io.photon.muon.transport.ChannelListener;
import io.photon.muon.wire.MessageIds;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sockets that we open to others (docs/muon-protocol 3.2), until their handshakes are answered. Thread-safe. */
final class HandshakeTable {

    /** docs/muon-protocol 3.5. */
    static final long HANDSHAKE_MS = 3_000;

    /** RabbitMQ stops senders when its memory or disk runs low. */
    private static final String HOW_TO_UNBLOCK = "rabbitmq-diagnostics alarms shows what the broker runs short of";

    private static final long ASK_AGAIN_MS = 200;

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final Session session;
    private final Map<AmqpSocket, CompletableFuture<Result<Channel>>> opening = new ConcurrentHashMap<>();

    HandshakeTable(Session session) {
        this.session = session;
    }

    /** Opens a socket to a service, see {@link io.photon.muon.transport.Transport#open}. */
    void open(String service, String protocol, ChannelListener listener, CompletableFuture<Result<Channel>> result) {
        String id = MessageIds.next();
        SocketAddresses ends = new SocketAddresses(
                AmqpNames.replyQueue(service, id),
                protocol,
                AmqpNames.replyQueue(service, id),
                AmqpNames.listenQueue(service, id),
                false,
                "n/a");
        session.control(() -> {
            AmqpSocket socket = null;
            try {
                AmqpSocket made = session.newSocket(ends);
                socket = made;
                socket.listener(listener);
                opening.put(socket, result);
                session.know(socket);
                AmqpNames.declareQueue(socket.amqp(), ends.read());
                session.consume(socket);
                ask(service, ends);
                session.later(HANDSHAKE_MS, () -> {
                    result.complete(Result.err(unanswered(service, session.obstacle())));
                    if (opening.remove(made) != null) {
                        made.end("the handshake was not answered", null);
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
        CompletableFuture<Result<Channel>> result = opening.remove(socket);
        if (result != null && socket.opened() && !result.complete(Result.ok(socket))) {
            socket.close(); // the caller has been told already that no service answers
        }
    }

    private void ask(String service, SocketAddresses ends) {
        session.publisher()
                .post(new Publisher.Letter(
                        AmqpNames.DEFAULT_EXCHANGE,
                        AmqpNames.serviceQueue(service),
                        AmqpNames.initiated(ends.protocol(), ends.read(), ends.write()),
                        EMPTY_OBJECT));
    }

    /** @param obstacle why the broker takes nothing, null when it does */
    static Failure unanswered(String service, @Nullable String obstacle) {
        return obstacle == null
                ? Failure.of(
                        Failure.Kind.TIMED_OUT,
                        "the service '" + service + "' did not answer within " + HANDSHAKE_MS / 1_000 + " s",
                        "is it running? photon discover shows who is there")
                : Failure.of(
                        Failure.Kind.TIMED_OUT,
                        "the service '" + service + "' could not be asked within " + HANDSHAKE_MS / 1_000
                                + " s, for the broker takes no messages for now: " + obstacle,
                        HOW_TO_UNBLOCK);
    }

    /** A handshake came back: no such service has a queue. */
    void nobodyThere(String queue, AmqpSocket asking) {
        String prefix = AmqpNames.serviceQueue("");
        if (queue.startsWith(prefix)) {
            // A service that starts, or one that comes back: ask again. We never declare the queue of a service, as
            // node clients do: without a service it would stay, full of handshakes.
            session.later(ASK_AGAIN_MS, () -> {
                if (opening.containsKey(asking)) {
                    ask(queue.substring(prefix.length()), asking.ends());
                }
            });
        }
    }

    /** A socket has ended. */
    void lost(AmqpSocket socket) {
        CompletableFuture<Result<Channel>> result = opening.remove(socket);
        if (result != null) {
            result.complete(Result.err(
                    Failure.Kind.UNREACHABLE, "the connection to the broker was lost in a handshake", "try again"));
        }
    }
}
