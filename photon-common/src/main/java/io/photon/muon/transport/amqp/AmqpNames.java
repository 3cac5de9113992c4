// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Map;

/**
 * Every name of a queue, an exchange and a header, and how they are declared, each with its source in
 * docs/muon-protocol.
 */
final class AmqpNames {

    /** 1.2: messages of sockets go straight to a queue. */
    static final String DEFAULT_EXCHANGE = "";

    /** 1.2: a topic exchange that every party declares, not durable. */
    static final String BROADCAST_EXCHANGE = "muon-broadcast";

    /** 4.1: routing key of announcements. */
    static final String DISCOVERY_KEY = "discovery";

    /** 4.5: routing key of the question who is there, and of its answer. */
    static final String DISCOVERY_REQUEST_KEY = "discovery-request";

    /** 4.5: what an answer to that question is called, in its field {@code name}. */
    static final String SERVICE_LIST = "service-list";

    /** 2.1. */
    static final String HANDSHAKE_HEADER = "handshake";

    /** 2.1: a handshake's question. */
    static final String INITIATED = "initiated";

    /** 2.1: a handshake's answer. */
    static final String ACCEPTED = "accepted";

    /** 2.1. */
    static final String PROTOCOL_HEADER = "protocol";

    /** 2.1: where the client reads. */
    static final String REPLY_QUEUE_HEADER = "server_reply_q";

    /** 2.1: where the server shall read. */
    static final String LISTEN_QUEUE_HEADER = "server_listen_q";

    /** 2.1: on every message after the handshake; how the AMQP body is encoded. */
    static final String CONTENT_TYPE_HEADER = "content_type";

    /** 4.3: on announcements only, beside {@link #CONTENT_TYPE_HEADER}: a java listener reads this one. */
    static final String BROADCAST_CONTENT_TYPE_HEADER = "Content-Type";

    /** 2.1. */
    static final String JSON = "application/json";

    /** AMQP 0-9-1: a short string. */
    static final int MAX_NAME_BYTES = 255;

    /** 2.1: the one header of a server's message. */
    static final AMQP.BasicProperties SERVER_MESSAGE = headers(Map.of(CONTENT_TYPE_HEADER, JSON));

    /** 4.3: header and property. */
    static final AMQP.BasicProperties BROADCAST = new AMQP.BasicProperties.Builder()
            .headers(Map.of(CONTENT_TYPE_HEADER, JSON, BROADCAST_CONTENT_TYPE_HEADER, JSON))
            .contentType(JSON)
            .build();

    private AmqpNames() {}

    /** 1.3: where handshakes of a service wait. */
    static String serviceQueue(String service) {
        return "service." + service;
    }

    /** 1.3: where a server reads, as node clients name it. */
    static String listenQueue(String service, String id) {
        return service + ".listen." + id;
    }

    /** 1.3: where a client reads, as node clients name it: with the server's name. */
    static String replyQueue(String service, String id) {
        return service + ".reply." + id;
    }

    /** 1.3: all queues of sockets, whichever side declares them; the flags must match those of the other side exactly. */
    static void declareQueue(Channel channel, String name) throws IOException {
        channel.queueDeclare(name, false, false, true, Map.of());
    }

    /** 1.2: a different declaration would close the AMQP channel of the one that comes second. */
    static void declareBroadcast(Channel channel) throws IOException {
        channel.exchangeDeclare(BROADCAST_EXCHANGE, BuiltinExchangeType.TOPIC, false, false, Map.of());
    }

    /** 3.3: a handshake's answer. */
    static AMQP.BasicProperties accepted(String protocol) {
        return headers(Map.of(HANDSHAKE_HEADER, ACCEPTED, PROTOCOL_HEADER, protocol));
    }

    /** 3.2: a handshake's question. */
    static AMQP.BasicProperties initiated(String protocol, String replyQueue, String listenQueue) {
        return headers(Map.of(
                HANDSHAKE_HEADER, INITIATED,
                PROTOCOL_HEADER, protocol,
                REPLY_QUEUE_HEADER, replyQueue,
                LISTEN_QUEUE_HEADER, listenQueue));
    }

    /** 2.1: a client's message after the handshake, as node sends it. */
    static AMQP.BasicProperties clientMessage(String protocol) {
        return headers(Map.of(CONTENT_TYPE_HEADER, JSON, PROTOCOL_HEADER, protocol));
    }

    private static AMQP.BasicProperties headers(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder().headers(headers).build();
    }
}
