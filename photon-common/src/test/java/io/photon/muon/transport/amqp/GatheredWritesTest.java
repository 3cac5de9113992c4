// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.testing.Eventually;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a real RabbitMQ: what is sent together, and that nothing stays. */
@Timeout(60)
class GatheredWritesTest {

    private static final int SMALL = 10;
    private static final int MESSAGES = 20;

    private final AtomicInteger writesToTheSystem = new AtomicInteger();
    private final GatheredWrites writes = new GatheredWrites();
    private Connection gathering;
    private Connection other;
    private Channel out;
    private Channel look;
    private String queue;

    @BeforeEach
    void connect() throws IOException, TimeoutException {
        RabbitMqRequirement.met();
        ConnectionFactory factory = new ConnectionFactory() {
            @Override
            protected synchronized FrameHandlerFactory createFrameHandlerFactory() {
                return writes.frames(this, 1 << 20);
            }
        };
        factory.setSocketFactory(new CountingSockets());
        factory.setPort(RabbitMq.shared().port());
        factory.setHost("127.0.0.1");
        factory.setAutomaticRecoveryEnabled(false);
        gathering = factory.newConnection();
        out = gathering.createChannel();
        ConnectionFactory plain = new ConnectionFactory();
        plain.setHost("127.0.0.1");
        plain.setPort(RabbitMq.shared().port());
        other = plain.newConnection();
        look = other.createChannel();
        queue = look.queueDeclare("", false, false, false, Map.of()).getQueue();
    }

    @AfterEach
    void close() throws IOException {
        look.queueDelete(queue);
        Session.abort(gathering);
        Session.abort(other);
    }

    @Test
    void whatAThreadPublishesTogetherIsOneCallOfTheSystem() throws IOException {
        long before = System.nanoTime();
        int calls = writesToTheSystem.get();
        for (int i = 0; i < MESSAGES; i++) {
            publish();
        }
        writes.flush();
        int made = writesToTheSystem.get() - calls;

        int flushedInTime = (int) ((System.nanoTime() - before) / 1_000_000); // one each millisecond on a slow machine
        assertTrue(made <= 1 + flushedInTime, made + " calls for " + MESSAGES + " small messages");
        awaitInQueue(MESSAGES);
    }

    @Test
    void whatAnotherThreadSendsTakesAlongWhatWaits() throws Exception {
        publish();
        Thread thread = new Thread(() -> {
            try {
                gathering.createChannel();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        thread.join();

        awaitInQueue(1);
    }

    @Test
    void anAnswerThatTheThreadItselfWaitsForIsAskedForAtOnce() throws IOException {
        publish();
        out.basicQos(0);

        assertEquals(1, look.messageCount(queue), "the broker answers a channel in order");
    }

    @Test
    void whileThereIsMoreToSendNothingWaitsLong() throws IOException {
        int calls = writesToTheSystem.get();
        long until = System.nanoTime() + 50_000_000;
        int published = 0;
        while (System.nanoTime() < until) {
            publish();
            published++;
        }

        assertTrue(writesToTheSystem.get() > calls, published + " messages and not a call");
        writes.flush();
        awaitInQueue(published);
    }

    @Test
    void acknowledgementsAreSentTogetherToo() throws IOException {
        Channel reader = gathering.createChannel();
        for (int i = 0; i < MESSAGES; i++) {
            look.basicPublish("", queue, null, new byte[SMALL]);
        }
        awaitInQueue(MESSAGES);
        long[] tags = new long[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            tags[i] = reader.basicGet(queue, false).getEnvelope().getDeliveryTag();
        }
        int calls = writesToTheSystem.get();
        long before = System.nanoTime();
        for (long tag : tags) {
            writes.acknowledge(reader, tag);
        }
        writes.flush();

        int flushedInTime = (int) ((System.nanoTime() - before) / 1_000_000);
        int made = writesToTheSystem.get() - calls;
        assertTrue(made <= 1 + flushedInTime, made + " calls for " + MESSAGES + " acknowledgements");
        reader.abort(); // gives back what is not acknowledged
        Eventually.holds(() -> count() == 0, () -> count() + " came back");
    }

    private void publish() throws IOException {
        writes.publish(out, "", queue, new AMQP.BasicProperties(), new byte[SMALL]);
    }

    private void awaitInQueue(int messages) {
        Eventually.holds(() -> count() == messages, () -> count() + " of " + messages);
    }

    private long count() {
        try {
            return look.messageCount(queue);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class CountingSockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public OutputStream getOutputStream() throws IOException {
                    return new FilterOutputStream(super.getOutputStream()) {
                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            writesToTheSystem.incrementAndGet();
                            out.write(bytes, offset, length);
                        }
                    };
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("not asked for");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw new IOException("not asked for");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new IOException("not asked for");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw new IOException("not asked for");
        }
    }
}
