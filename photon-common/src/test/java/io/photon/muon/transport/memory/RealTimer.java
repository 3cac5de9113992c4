// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.memory;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer in real time, with one thread. Close it when nobody needs the network any more. */
public final class RealTimer implements TaskTimer, AutoCloseable {

    private final long startedMs = System.currentTimeMillis();
    private final long startedNanos = System.nanoTime();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread created = new Thread(task, "muon-memory-network");
        created.setDaemon(true);
        return created;
    });

    public RealTimer() {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nowMs() {
        return startedMs + (System.nanoTime() - startedNanos) / 1_000_000;
    }

    @Override
    public void after(long delayMs, Runnable task) {
        try {
            thread.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // the network's time is over, and nothing happens in it any more
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
