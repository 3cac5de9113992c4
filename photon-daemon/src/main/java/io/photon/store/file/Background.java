// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.task.Steady;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread for what no append waits for: index files, erasure, merging. It runs one task after another, and goes on after one
 * that fails; to have that tried again is the task's own business. Thread-safe.
 */
final class Background implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long CLOSE_LIMIT_S = 30;

    private final Executor executor;
    private final @Nullable ScheduledExecutorService owned;
    private volatile boolean closing;

    /** With a thread of its own, ended by {@link #close}. */
    Background() {
        ScheduledThreadPoolExecutor timer = Steady.timer("photon-log-background");
        // What is to be tried again is for the next start.
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        owned = timer;
        executor = owned;
    }

    /** @param executor runs one task after another */
    Background(Executor executor) {
        this.executor = executor;
        this.owned = null;
    }

    void run(String what, Runnable task) {
        execute(executor, what, task);
    }

    void schedule(String what, Runnable task, long delayMs) {
        if (owned == null) {
            execute(CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS, executor), what, task);
            return;
        }
        try {
            owned.schedule(() -> guarded(what, task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so not later: {}", what);
        }
    }

    private void execute(Executor on, String what, Runnable task) {
        try {
            on.execute(() -> guarded(what, task));
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so not now: {}", what);
        }
    }

    private void guarded(String what, Runnable task) {
        if (closing) {
            return;
        }
        Steady.run(what, task);
    }

    /** Whether long work should stop at its next step. */
    boolean closing() {
        return closing;
    }

    @Override
    public void close() {
        end();
    }

    /** Begins nothing new. @return whether what was under way came to its end in time */
    boolean end() {
        closing = true;
        if (owned == null) {
            return true;
        }
        owned.shutdown();
        try {
            if (owned.awaitTermination(CLOSE_LIMIT_S, TimeUnit.SECONDS)) {
                return true;
            }
            LOG.warn("background work did not end within {} s; it goes on at the next start", CLOSE_LIMIT_S);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
