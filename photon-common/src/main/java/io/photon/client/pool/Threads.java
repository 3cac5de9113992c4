// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A connection's threads: daemon threads that end when they are idle. Thread-safe. */
final class Threads implements AutoCloseable {

    private static final int WAITING = 1_000;
    private static final int IDLE_S = 10;

    private final ThreadPoolExecutor subscriptions;
    private final ThreadPoolExecutor requests;

    /** @param atOnce how many begun requests may run at the same time */
    Threads(int atOnce) {
        subscriptions = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_S, TimeUnit.SECONDS, new SynchronousQueue<>(), named("photon-subscription"));
        requests = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                IDLE_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                named("photon-request"),
                (task, executor) -> {
                    if (executor.isShutdown()) {
                        throw new RejectedExecutionException("closed");
                    }
                    task.run(); // too many wait: the one who begins more of them helps
                });
        requests.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs a subscription. @throws RejectedExecutionException when it is closed */
    void subscribed(Runnable task) {
        subscriptions.execute(task);
    }

    /** Runs a request that no one waits for. @throws RejectedExecutionException when it is closed */
    void begun(Runnable task) {
        requests.execute(task);
    }

    /** Takes no more; what waits still runs, and fails at once when its connection is closed. */
    @Override
    public void close() {
        subscriptions.shutdown();
        requests.shutdown();
    }
}
