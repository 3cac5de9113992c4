// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandler;
import com.rabbitmq.client.impl.SocketFrameHandlerFactory;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one thread over one connection, sent together: the library calls the system after each command, and the
 * broker wakes up for each. What was given here is sent when its buffer is full, at {@link #flush}, or when another thread
 * sends something over the same connection. For one thread, which must not wait for anything before it has flushed.
 */
final class GatheredWrites {

    /** So long a command waits for others at most, while its thread has more to send. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private volatile @Nullable FrameHandler handler;
    /** The thread while it is within a command that need not be sent at once. */
    private volatile @Nullable Thread within;

    private boolean waits;
    private long sinceNanos;

    /** Makes the one connection whose writes these are. */
    FrameHandlerFactory frames(ConnectionFactory settings, int maxBodyBytes) {
        return new SocketFrameHandlerFactory(
                settings.getConnectionTimeout(),
                settings.getSocketFactory(),
                settings.getSocketConfigurator(),
                settings.isSSL(),
                null,
                null,
                maxBodyBytes) {
            @Override
            public FrameHandler create(Socket socket) throws IOException {
                FrameHandler made = new Frames(socket, maxBodyBytes);
                handler = made;
                return made;
            }
        };
    }

    /** Publishes to a queue or an exchange; what cannot be routed comes back. */
    void publish(Channel channel, String exchange, String key, AMQP.BasicProperties properties, byte[] body)
            throws IOException {
        within = Thread.currentThread();
        try {
            channel.basicPublish(exchange, key, true, properties, body);
        } finally {
            within = null;
        }
        flushInTime();
    }

    /** Acknowledges what came up to a tag. */
    void acknowledge(Channel channel, long tag) throws IOException {
        within = Thread.currentThread();
        try {
            channel.basicAck(tag, true);
        } finally {
            within = null;
        }
        flushInTime();
    }

    private void flushInTime() throws IOException {
        if (waits && System.nanoTime() - sinceNanos > LONGEST_NANOS) {
            flush();
        }
    }

    /** Sends what waits. Before the thread waits, or does anything else that takes long. */
    void flush() throws IOException {
        FrameHandler now = handler;
        if (waits && now != null) {
            waits = false;
            now.flush(null);
        }
    }

    /** @return whether it waits now */
    private boolean later() {
        if (Thread.currentThread() != within) {
            return false;
        }
        if (!waits) {
            waits = true;
            sinceNanos = System.nanoTime();
        }
        return true;
    }

    private final class Frames extends SocketFrameHandler {
        Frames(Socket socket, int maxBodyBytes) throws IOException {
            super(socket, null, maxBodyBytes);
        }

        @Override
        public void flush(@Nullable WriteListener listener) throws IOException {
            if (listener != null || !later()) {
                super.flush(listener);
            }
        }
    }
}
