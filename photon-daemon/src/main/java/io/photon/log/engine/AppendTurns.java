// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.log.Help;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the append loop run when there is something to do. Thread-safe. */
interface AppendTurns {

    /** There is something to do. Never throws, and is never lost. */
    void wake();

    /** The same from a thread that may take the turn itself. */
    default void wake(Help help) {
        wake();
    }

    /** Whether turns can still be taken. */
    boolean isAlive();

    /** Turns on an executor of the caller's, for a test's scheduler. It runs one at a time. */
    final class OnExecutor implements AppendTurns {

        private static final Logger LOG = LoggerFactory.getLogger(OnExecutor.class);

        private final AppendLoop loop;
        private final Executor executor;
        private final AtomicBoolean scheduled = new AtomicBoolean();

        OnExecutor(AppendLoop loop, Executor executor) {
            this.loop = loop;
            this.executor = executor;
        }

        @Override
        public void wake() {
            if (!scheduled.compareAndSet(false, true)) {
                return;
            }
            try {
                executor.execute(this::run);
            } catch (RuntimeException | VirtualMachineError e) {
                scheduled.set(false); // else no later wake would ever schedule it
                LOG.warn("the append loop could not be scheduled; the next request wakes it", e);
            }
        }

        private void run() {
            scheduled.set(false); // first: what comes during the turn is for the next one
            loop.turn();
            if (!loop.isIdle()) {
                wake();
            }
        }

        @Override
        public boolean isAlive() {
            return true;
        }
    }
}
