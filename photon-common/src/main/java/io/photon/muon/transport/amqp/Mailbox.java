// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import io.photon.task.Steady;
import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Calls one listener, one call after another, from whichever thread. Thread-safe. Its length is bounded by what posts:
 * deliveries by their window, everything else once per socket and cause.
 */
final class Mailbox {

    private final Executor pool;
    private final Queue<Runnable> calls = new LinkedList<>();
    private boolean running;

    Mailbox(Executor pool) {
        this.pool = pool;
    }

    /** For threads that must not run a listener's code: it runs on the pool. When that takes nothing, it runs with the next call. */
    void post(Runnable call) {
        if (add(call)) {
            try {
                pool.execute(this::drain);
            } catch (RuntimeException | Error noThread) {
                rest();
                throw noThread;
            }
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

    private synchronized void rest() {
        running = false;
    }

    private void drain() {
        for (Runnable call = next(); call != null; call = next()) {
            try {
                call.run();
            } catch (RuntimeException
                    | VirtualMachineError
                    | LinkageError e) { // the next one has nothing to do with it
                Steady.report("muon: handling a message", e);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable call = calls.poll();
        running = call != null;
        return call;
    }
}
