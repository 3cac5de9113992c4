// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has H2 do what may never end, in a thread of its own: a caller waits no longer than the limit, and not after it was all given
 * up. What work that is no longer waited for comes to is closed. Thread-safe.
 */
final class LimitedWork {

    private final Duration limit;
    private final Set<Attempt<?>> attempts = ConcurrentHashMap.newKeySet();
    private volatile boolean isGivenUp;

    LimitedWork(Duration limit) {
        this.limit = limit;
    }

    /** What is done in a thread of its own. */
    interface Work<T> {
        T run() throws MirrorException;
    }

    /** What to do with what came too late. */
    interface Leftover<T> {
        void close(T result) throws MirrorException;
    }

    /**
     * @throws TimeoutException when it takes longer than the limit
     * @throws CancellationException when all was given up
     */
    <T> T run(Work<T> work, Leftover<T> leftover) throws MirrorException, TimeoutException, IOException {
        Attempt<T> attempt = new Attempt<>(work, leftover);
        attempts.add(attempt);
        try {
            if (isGivenUp) {
                throw new CancellationException("given up");
            }
            attempt.start();
            return attempt.await(limit);
        } finally {
            attempts.remove(attempt);
        }
    }

    /** Lets no caller wait any longer, now and from now on. */
    void giveUp() {
        isGivenUp = true;
        attempts.forEach(Attempt::giveUp);
    }

    private static final class Attempt<T> implements Runnable {

        private final Work<T> work;
        private final Leftover<T> leftover;
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private final Thread thread = new Thread(this, "photon-mirror-open");

        Attempt(Work<T> work, Leftover<T> leftover) {
            this.work = work;
            this.leftover = leftover;
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        @Override
        public void run() {
            try {
                T result = work.run();
                if (!outcome.complete(result)) {
                    leftover.close(result); // else its file stays open, and locked
                }
            } catch (MirrorException | RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            }
        }

        T await(Duration limit) throws MirrorException, TimeoutException, IOException {
            try {
                return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                giveUp();
                return finished(e);
            } catch (InterruptedException e) {
                giveUp();
                Thread.currentThread().interrupt();
                return finished(new IOException("interrupted while H2 opened a file", e));
            } catch (ExecutionException e) {
                throw e.getCause() instanceof MirrorException h2 ? h2 : new MirrorException(e.getCause());
            }
        }

        /** Ended at the last moment, it is the caller's all the same. */
        private <E extends Exception> T finished(E failure) throws E {
            if (outcome.isCompletedExceptionally()) {
                throw failure;
            }
            return outcome.join();
        }

        void giveUp() {
            outcome.cancel(false);
            // It closes H2's file under it, which also ends a spinning read.
            thread.interrupt();
        }
    }
}
