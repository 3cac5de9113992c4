// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.photon.task.Steady;
import java.io.IOException;
import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that publishes. Sockets that have something take turns; announcements and handshakes go first. While
 * the broker takes nothing ({@link #pause}), nothing is published. Thread-safe.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** Announcements, answers to discovery requests, handshakes; they are few. */
    private static final int MAX_LETTERS = 4_096;

    /** Asked after the last message; the broker answers one channel in order, so its answer tells that it has them all. */
    private enum Question {
        NONE,
        WANTED,
        ANSWERED
    }

    /** A message to no socket. */
    record Letter(String exchange, String key, AMQP.BasicProperties properties, byte[] body) {}

    private final Channel channel;
    private final GatheredWrites writes;
    private final Consumer<Throwable> broken;
    private final Thread thread;
    private final Queue<Letter> letters = new LinkedList<>();
    private final Queue<AmqpSocket> ready = new LinkedList<>();
    private Question question = Question.NONE;
    private boolean paused;
    private boolean stopped;

    /**
     * @param writes of the connection of {@code channel}
     * @param broken called once when nothing can be published any more, unless {@link #stop} was called before
     */
    Publisher(Channel channel, GatheredWrites writes, Consumer<Throwable> broken) {
        this.channel = channel;
        this.writes = writes;
        this.broken = broken;
        this.thread = Steady.thread("muon-publisher", this::work);
    }

    void start() {
        thread.start();
    }

    /** @return false when far too many wait already */
    synchronized boolean post(Letter letter) {
        if (letters.size() >= MAX_LETTERS) {
            return false;
        }
        letters.add(letter);
        notifyAll();
        return true;
    }

    /** A socket has something to publish; it sees to it that it stands here only once. */
    synchronized void ready(AmqpSocket socket) {
        ready.add(socket);
        notifyAll();
    }

    /** The broker takes nothing now, or again. */
    synchronized void pause(boolean now) {
        paused = now;
        notifyAll();
    }

    synchronized boolean paused() {
        return paused;
    }

    /**
     * Publishes everything and waits until the broker has read it, at most {@code limitMs}. What is merely written to the
     * connection is lost with a broker that ends at once.
     */
    synchronized void flush(long limitMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        question = Question.WANTED;
        notifyAll();
        while (!stopped && !paused && question != Question.ANSWERED) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** @return false when it had been stopped before */
    synchronized boolean stop() {
        boolean first = !stopped;
        stopped = true;
        notifyAll();
        return first;
    }

    private void work() {
        Throwable why = null;
        try {
            while (true) {
                Object next = next();
                if (next == null) {
                    return;
                } else if (next instanceof Letter letter) {
                    writes.publish(channel, letter.exchange(), letter.key(), letter.properties(), letter.body());
                } else if (next instanceof AmqpSocket socket) {
                    if (socket.publish(channel, writes)) {
                        ready(socket);
                    }
                } else {
                    channel.basicQos(0); // changes nothing: this channel has no consumer
                    answered();
                }
            }
        } catch (IOException | com.rabbitmq.client.AlreadyClosedException e) {
            why = e;
            LOG.debug("muon: publishing ends with its connection: {}", e.toString());
        } catch (InterruptedException e) {
            why = e;
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            why = e;
            LOG.error("muon: publishing failed, the connection is made anew", e);
        } finally {
            if (stop()) {
                broken.accept(why); // no one told us to: the transport connects again
            }
        }
    }

    /** A letter, a socket or the question; null when stopped. */
    private @Nullable Object next() throws IOException, InterruptedException {
        while (true) {
            synchronized (this) {
                if (stopped) {
                    break;
                }
                if (!isIdle()) {
                    return !letters.isEmpty() ? letters.poll() : ready.isEmpty() ? question : ready.poll();
                }
            }
            writes.flush();
            awaitWork();
        }
        writes.flush();
        return null;
    }

    /** Under the lock. */
    private boolean isIdle() {
        return paused || (letters.isEmpty() && ready.isEmpty() && question != Question.WANTED);
    }

    private synchronized void awaitWork() throws InterruptedException {
        while (!stopped && isIdle()) {
            wait();
        }
    }

    private synchronized void answered() {
        question = Question.ANSWERED;
        notifyAll();
    }
}
