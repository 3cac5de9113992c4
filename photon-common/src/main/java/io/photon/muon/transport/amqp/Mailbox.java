// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one listener, one call after another, from whichever thread. Thread-safe. Its length is bounded by what posts:
 * deliveries by their window, everything else once per socket and cause.
 */
final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Executor pool;
    private final ArrayDeque<Runnable> calls = new ArrayDeque<>();
    private boolean running;

    Mailbox(Executor pool) {
        this.pool = pool;
    }

    /** For threads that must not run a listener's code: it runs on the pool. */
    void post(Runnable call) {
        if (add(call)) {
            pool.execute(this::drain);
        }
    }

    /** For threads of the pool: runs here when no other call runs now. */
    void run(Runnable call) {
        if (add(call)) {
            drain();
        }
    }

    private synchronized boolean add(Runnable call) {
        calls.add(call);
        boolean idle = !running;
        running = true;
        return idle;
    }

    private void drain() {
        for (Runnable call = next(); call != null; call = next()) {
            try {
                call.run();
            } catch (RuntimeException e) {
                LOG.error("muon: a message could not be handled", e);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable call = calls.poll();
        running = call != null;
        return call;
    }
}
