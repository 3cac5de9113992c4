package io.photon.log;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The log's own threads: one that appends, a few that read. They are never interrupted: an interrupt would close a
 * shared file channel.
 */
record LogThreads(ExecutorService append, ExecutorService read) {

    private static final int MAX_READERS = 4;
    private static final long STOP_WAIT_SECONDS = 10;

    static LogThreads start() {
        int readers = Math.max(2, Math.min(MAX_READERS, Runtime.getRuntime().availableProcessors()));
        return new LogThreads(
                Executors.newSingleThreadExecutor(named("photon-append")),
                Executors.newFixedThreadPool(readers, named("photon-read")));
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs what is queued, takes nothing new. @return whether the thread came to rest in time */
    static boolean finish(ExecutorService executor) {
        executor.shutdown();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return executor.awaitTermination(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // the stop itself is not given up half way
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
