// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import io.photon.task.Steady;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The one thread that acknowledges: the thread that has done a message's work does not wait for the network. Thread-safe. */
final class Acknowledger {

    private final Thread thread;
    /** Bounded by the number of sockets: each stands here once at most. */
    private final LinkedBlockingQueue<AmqpSocket> ready = new LinkedBlockingQueue<>();

    private volatile boolean stopped;

    Acknowledger() {
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
                AmqpSocket socket = ready.poll(1, TimeUnit.HOURS);
                if (socket != null) {
                    Steady.run("acknowledging messages", socket::acknowledge);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the session has ended
        }
    }
}
