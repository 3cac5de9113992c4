package io.photon.store.file;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that works behind the log: index files, erasure. What fails is tried again, never lost. */
final class Background implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long CLOSE_LIMIT_S = 30;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "photon-log-background");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean closing;

    void run(String what, Runnable task) {
        schedule(what, task, 0);
    }

    void schedule(String what, Runnable task, long delayMs) {
        try {
            thread.schedule(() -> guarded(what, task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, so not now: {}", what);
        }
    }

    private void guarded(String what, Runnable task) {
        if (closing) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed", what, e);
        }
    }

    /** Whether long work should stop at its next step. */
    boolean closing() {
        return closing;
    }

    @Override
    public void close() {
        closing = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_LIMIT_S, TimeUnit.SECONDS)) {
                LOG.warn("background work did not end within {} s; it goes on at the next start", CLOSE_LIMIT_S);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
