// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.task.Steady;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The log's threads that read: a few, made before the first request. They are never interrupted: an interrupt would
 * close a shared file channel. The thread that appends is {@link AppendThread}.
 */
final class LogThreads {

    static final long STOP_WAIT_SECONDS = 10;

    private static final int MAX_READERS = 4;

    private LogThreads() {}

    static ExecutorService readers() {
        return Steady.pool("photon-read", count(), Thread.NORM_PRIORITY);
    }

    /** For replays with a condition, of which one event can take a second: they wait for each other, and no other replay for them. */
    static ExecutorService filters() {
        return Steady.pool("photon-filter", count(), Thread.NORM_PRIORITY);
    }

    private static int count() {
        return Math.max(2, Math.min(MAX_READERS, Runtime.getRuntime().availableProcessors()));
    }

    /** Runs what is queued, takes nothing new. @return whether the threads came to rest in time */
    static boolean finish(ExecutorService executor) {
        executor.shutdown();
        return uninterrupted(() -> executor.awaitTermination(STOP_WAIT_SECONDS, TimeUnit.SECONDS));
    }

    /** One wait of a stop. */
    interface Wait {
        boolean await() throws InterruptedException;
    }

    /** The stop itself is not given up half way: an interrupt is kept for later. */
    static boolean uninterrupted(Wait wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
