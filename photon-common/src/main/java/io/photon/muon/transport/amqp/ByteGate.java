// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.TrafficListener;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the bytes that have come and are not done yet, over all sockets. AMQP bounds deliveries by number only, and a
 * hundred of 5 MB are more than the daemon's memory. Above the limit the reading thread of the connection waits, so the
 * rest stays in the broker. Thread-safe.
 */
final class ByteGate implements TrafficListener {

    private static final Logger LOG = LoggerFactory.getLogger(ByteGate.class);

    /** Longest wait: work is done or refused within a second, so this is a fault of ours, and not to be made worse. */
    private static final long LONGEST_MS = 10_000;

    private final long limit;
    private final Map<String, Long> perConsumer = new HashMap<>();
    private long total;
    private boolean open;
    private volatile boolean holds;

    ByteGate(long limit) {
        this.limit = limit;
    }

    /** From now on what this consumer gets is counted. */
    synchronized void count(String consumer) {
        perConsumer.put(consumer, 0L);
    }

    @Override
    public void read(Command command) {
        if (command.getMethod() instanceof AMQP.Basic.Deliver deliver && command.getContentBody() != null) {
            came(deliver.getConsumerTag(), command.getContentBody().length);
        }
    }

    @Override
    public void write(Command command) {}

    /** Whether the connection's reading thread waits here: until then no ping is read. */
    boolean holds() {
        return holds;
    }

    synchronized void came(String consumer, int bytes) {
        Long before = perConsumer.get(consumer);
        if (before == null) {
            return; // handshakes and announcements are small and few
        }
        perConsumer.put(consumer, before + bytes);
        total += bytes;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_MS);
        try {
            while (total > limit && total > bytes && !open) { // it is handed on only when we return
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    LOG.warn("muon: {} bytes of messages wait for {} s already; reading on", total, LONGEST_MS / 1_000);
                    return;
                }
                holds = true;
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            holds = false;
        }
    }

    /** The work of a message is done. */
    synchronized void done(String consumer, int bytes) {
        Long before = perConsumer.get(consumer);
        if (before != null) {
            perConsumer.put(consumer, before - bytes);
            total -= bytes;
            notifyAll();
        }
    }

    /** Nothing of this consumer counts any more. */
    synchronized void forget(String consumer) {
        Long bytes = perConsumer.remove(consumer);
        if (bytes != null) {
            total -= bytes;
            notifyAll();
        }
    }

    /** No thread waits any more. */
    synchronized void open() {
        open = true;
        notifyAll();
    }
}
