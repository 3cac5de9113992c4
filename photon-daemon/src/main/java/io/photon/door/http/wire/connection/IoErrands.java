// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.task.Steady;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.XnioExecutor;

/**
 * What other threads want done on one I/O thread. It is woken once for all that comes while it is at them: a wakeup is a
 * system call, and the thread that appends answers many requests one after another. Thread-safe.
 */
final class IoErrands {

    /** At most this many in a row: the thread has other things to do. */
    private static final int AT_ONCE = 128;

    private final XnioExecutor thread;
    private final Queue<Errand> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable work = this::work; // made now: later there may be no memory for it

    IoErrands(XnioExecutor thread) {
        this.thread = thread;
    }

    /** Something to do there. */
    interface Errand extends Runnable {

        /** Instead, and on whatever thread, when the I/O thread takes nothing any more. */
        void dropped();
    }

    /** Throws when it will not be done: with or without a word to {@link Errand#dropped}. */
    void give(Errand errand) {
        waiting.add(errand);
        wake();
    }

    private void wake() {
        if (!woken.compareAndSet(false, true)) {
            return; // it will see what was added before this look
        }
        try {
            thread.execute(work);
        } catch (RuntimeException | Error e) {
            woken.set(false);
            drop();
            throw e;
        }
    }

    private void work() {
        try {
            Errand next = waiting.poll();
            for (int n = 1; next != null; n++) {
                Steady.run("what an I/O thread was asked for", next);
                next = n < AT_ONCE ? waiting.poll() : null;
            }
        } finally {
            woken.set(false);
            if (!waiting.isEmpty()) {
                wake();
            }
        }
    }

    private void drop() {
        for (Errand next = waiting.poll(); next != null; next = waiting.poll()) {
            Steady.run("what an I/O thread was asked for and cannot do", next::dropped);
        }
    }
}
