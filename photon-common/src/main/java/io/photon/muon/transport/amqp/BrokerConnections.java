// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connections to one broker, with a limit for everything that could wait without end. */
final class BrokerConnections {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnections.class);

    private static final int CONNECT_MS = 5_000;

    /** Its answers stand in line after the messages of the connection, however many: see {@link ByteGate}. */
    private static final int BUSY_ANSWER_MS = 30_000;

    /** A broker that is silent for twice as long is lost. */
    private static final int HEARTBEAT_S = 5;

    /** No Muon message is larger; a larger one ends the connection before it fills the memory. */
    private static final int MAX_BODY_BYTES = 48 << 20;

    private BrokerConnections() {}

    /**
     * One connection.
     *
     * @param ssl for {@code amqps}, null for Java's own trust
     * @param gate for one that carries many messages to us, else null
     * @param writes for one over which many commands are sent, else null
     */
    static Connection connect(
            BrokerAddress broker,
            String name,
            @Nullable SSLContext ssl,
            ExecutorService pool,
            @Nullable ByteGate gate,
            @Nullable GatheredWrites writes)
            throws IOException, TimeoutException {
        ConnectionFactory factory = writes == null ? new ConnectionFactory() : new Gathering(writes);
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.user());
        factory.setPassword(broker.password());
        factory.setVirtualHost(broker.virtualHost());
        factory.setConnectionTimeout(CONNECT_MS);
        factory.setHandshakeTimeout(CONNECT_MS);
        factory.setChannelRpcTimeout(gate == null ? CONNECT_MS : BUSY_ANSWER_MS);
        factory.setShutdownTimeout(1_000);
        factory.setRequestedHeartbeat(HEARTBEAT_S);
        factory.setMaxInboundMessageBodySize(MAX_BODY_BYTES);
        // Sockets do not outlive a connection, so the library's way to bring back queues and consumers is of no use.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setThreadFactory(BrokerConnections::daemon);
        factory.setSharedExecutor(pool);
        factory.setExceptionHandler(new Complaints());
        if (gate != null) {
            factory.setTrafficListener(gate);
        }
        if (broker.secure()) {
            factory.useSslProtocol(ssl != null ? ssl : platformTrust());
            factory.enableHostnameVerification();
        }
        return factory.newConnection(name);
    }

    private static SSLContext platformTrust() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("no TLS in this Java: " + e.getMessage(), e);
        }
    }

    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "muon-connection");
        thread.setDaemon(true);
        return thread;
    }

    private static final class Gathering extends ConnectionFactory {
        private final GatheredWrites writes;

        Gathering(GatheredWrites writes) {
            this.writes = writes;
        }

        @Override
        protected synchronized FrameHandlerFactory createFrameHandlerFactory() {
            return writes.frames(this, MAX_BODY_BYTES);
        }
    }

    /** A consumer that fails must not take the AMQP channel with it; the library prints to stderr otherwise. */
    private static final class Complaints extends ForgivingExceptionHandler {
        @Override
        protected void log(String message, Throwable problem) {
            LOG.debug("muon: {}", message, problem);
        }
    }
}
