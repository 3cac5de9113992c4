// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import io.photon.task.Steady;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that acknowledges: the thread that has done a message's work does not wait for the network. Thread-safe. */
final class Acknowledger {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledger.class);

    private final GatheredWrites writes;
    private final Thread thread;
    /** Bounded by the number of sockets: each stands here once at most. */
    private final LinkedBlockingQueue<AmqpSocket> ready = new LinkedBlockingQueue<>();

    private volatile boolean stopped;

    /** @param writes of the connection that messages come over */
    Acknowledger(GatheredWrites writes) {
        this.writes = writes;
        this.thread = Steady.thread("muon-acknowledger", this::work);
    }

    void start() {
        thread.start();
    }

    /** A socket has something to acknowledge; it sees to it that it stands here only once. */
    void ready(AmqpSocket socket) {
        ready.add(socket);
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }

    private void work() {
        try {
            while (!stopped) {
                AmqpSocket socket = ready.poll();
                if (socket == null) {
                    Steady.run("sending acknowledgements", this::flush);
                    socket = ready.poll(1, TimeUnit.HOURS);
                }
                if (socket != null) {
                    AmqpSocket next = socket;
                    Steady.run("acknowledging messages", () -> next.acknowledge(writes));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the session has ended
        }
    }

    private void flush() {
        try {
            writes.flush();
        } catch (IOException e) {
            LOG.debug("muon: nothing more to acknowledge: {}", e.toString()); // the session hears of it by itself
        }
    }
}
