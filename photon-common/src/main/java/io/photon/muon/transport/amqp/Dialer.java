// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections of a session.
 *
 * @param name as the broker shows it to its administrator, followed by what the connection is for
 * @param ssl whom to trust with {@code amqps}; null for Java's own trust
 */
record Dialer(BrokerAddress broker, String name, @Nullable SSLContext ssl) {

    /**
     * One connection.
     *
     * @param gate for one that carries many messages to us, else null
     * @param writes for one over which many commands are sent, else null
     */
    Connection dial(String purpose, ExecutorService pool, @Nullable ByteGate gate, @Nullable GatheredWrites writes)
            throws IOException, TimeoutException {
        return BrokerConnections.connect(broker, name + " (" + purpose + ")", ssl, pool, gate, writes);
    }

    /**
     * Threads for what comes over connections. Never shut down: the library uses it up to a connection's last moment. Its
     * threads end by themselves.
     */
    static ExecutorService newPool(int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Session.named("muon-worker"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
