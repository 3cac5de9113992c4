// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.photon.muon.transport.ChannelAcceptor;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the handshakes of one service (docs/muon-protocol 3.2 to 3.4). Works on the dispatcher's thread only. */
final class ServiceQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceQueue.class);

    /** Handshakes under way; the others wait in the broker. */
    private static final int PREFETCH = 32;

    /** The queue was deleted (a java service of that name does when it stops): consume it again after this. */
    private static final long AGAIN_MS = 250;

    /** Names for logs and consumers: what foreigners call their queues does not belong there. */
    private static final AtomicLong SOCKETS = new AtomicLong();

    private final InboundDispatcher dispatcher;
    private final String service;
    private final ChannelAcceptor acceptor;
    private @Nullable Channel amqp;
    private volatile boolean shut;

    ServiceQueue(InboundDispatcher dispatcher, String service, ChannelAcceptor acceptor) {
        this.dispatcher = dispatcher;
        this.service = service;
        this.acceptor = acceptor;
    }

    /** On the dispatcher's thread, or before it has anything to do. */
    void open() throws IOException {
        if (shut) {
            return;
        }
        amqp = dispatcher
                .connection()
                .openChannel()
                .orElseThrow(() -> new IOException("the broker gives no more channels"));
        AmqpNames.declareQueue(amqp, AmqpNames.serviceQueue(service));
        amqp.basicQos(PREFETCH);
        amqp.basicConsume(AmqpNames.serviceQueue(service), false, new Handshakes(amqp));
    }

    /** On the dispatcher's thread. Sockets that are open stay. */
    void shut() {
        shut = true;
        if (amqp != null) {
            Session.closeQuietly(amqp);
        }
    }

    private void again() {
        if (!shut) {
            dispatcher
                    .session()
                    .later(
                            AGAIN_MS,
                            () -> dispatcher.work(() -> {
                                if (amqp != null) {
                                    Session.closeQuietly(amqp);
                                }
                                try {
                                    open();
                                } catch (IOException | AlreadyClosedException e) {
                                    LOG.warn("muon: {}: no handshakes for now: {}", service, BrokerTrouble.reason(e));
                                    again();
                                }
                            }));
        }
    }

    private final class Handshakes extends DefaultConsumer {
        Handshakes(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            dispatcher.work(() -> {
                shake(properties.getHeaders() == null ? Map.of() : properties.getHeaders());
                try {
                    getChannel().basicAck(envelope.getDeliveryTag(), false);
                } catch (IOException | AlreadyClosedException e) {
                    LOG.debug("muon: a handshake is not acknowledged: {}", e.toString());
                }
            });
        }

        @Override
        public void handleCancel(String tag) {
            again();
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            if (signal.isHardError()) {
                dispatcher.session().lost(signal);
            } else if (!signal.isInitiatedByApplication()) {
                again();
            }
        }
    }

    private void shake(Map<String, Object> headers) {
        String protocol = text(headers, AmqpNames.PROTOCOL_HEADER);
        String reply = text(headers, AmqpNames.REPLY_QUEUE_HEADER);
        String listen = text(headers, AmqpNames.LISTEN_QUEUE_HEADER);
        String fault = AmqpNames.INITIATED.equals(text(headers, AmqpNames.HANDSHAKE_HEADER))
                ? fault(protocol, reply, listen)
                : "its header handshake is not 'initiated'";
        if (fault != null) {
            dispatcher.dropped(fault);
            return;
        }
        String name = service + "#" + SOCKETS.incrementAndGet();
        dispatcher.welcome(
                new SocketAddresses(
                        name,
                        Objects.requireNonNull(protocol), // else it would have been a fault
                        Objects.requireNonNull(listen),
                        Objects.requireNonNull(reply),
                        true,
                        service),
                acceptor);
    }

    /** Null when the handshake can be answered. Anybody at the broker may write any names here. */
    private @Nullable String fault(@Nullable String protocol, @Nullable String reply, @Nullable String listen) {
        if (protocol == null || reply == null || listen == null) {
            return "it lacks a header of protocol, server_reply_q, server_listen_q";
        }
        for (String queue : new String[] {reply, listen}) {
            if (queue.isEmpty()
                    || queue.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > AmqpNames.MAX_NAME_BYTES) {
                return "a queue's name must have 1 to " + AmqpNames.MAX_NAME_BYTES + " bytes";
            }
            if (queue.startsWith(AmqpNames.serviceQueue("")) || queue.startsWith("amq.")) {
                return "it names a queue that is not a socket's";
            }
        }
        return reply.equals(listen) ? "both its queues are the same" : null;
    }

    private static @Nullable String text(Map<String, Object> headers, String name) {
        Object value = headers.get(name);
        return value == null ? null : value.toString();
    }
}
