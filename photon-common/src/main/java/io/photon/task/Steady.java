// SPDX-License-Identifier: Apache-2.0
package io.photon.task;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks so that nothing they throw, errors included, ends what runs them: a periodic task of a timer is never run
 * again after it has thrown, and a thread that ends cannot always be made anew. Threads made here exist before their
 * first task. Thread-safe.
 */
public final class Steady {

    private static final Logger LOG = LoggerFactory.getLogger(Steady.class);

    private Steady() {}

    /**
     * Runs a task; what it throws is logged.
     *
     * @param what for the log, e.g. "writing an index"
     * @return whether it came to its end
     */
    public static boolean run(String what, Runnable task) {
        try {
            task.run();
            return true;
        } catch (Throwable e) { // an error, too: the next task has nothing to do with it
            report(what, e);
            return false;
        }
    }

    /** The task, made so that it never throws. */
    public static Runnable task(String what, Runnable task) {
        return () -> run(what, task);
    }

    /** Logs a fault; never throws, also when there is no memory left to say it. */
    public static void report(String what, Throwable fault) {
        try {
            LOG.error("{} failed; it goes on with the next", what, fault);
        } catch (Throwable noMemory) {
            // The fault itself was memory that ran out, most likely: there is no other place to say it.
            fault.addSuppressed(noMemory);
        }
    }

    /** A daemon thread, not started yet, that ends only when the task returns of its own accord. */
    public static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task(name, task), name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A fixed number of daemon threads, all started now.
     *
     * @param name of one thread; of several, with a number after it
     */
    public static ExecutorService pool(String name, int threads, int priority) {
        Pool pool = new Pool(threads, named(name, threads > 1, priority));
        pool.prestartAllCoreThreads();
        return pool;
    }

    /** One daemon thread, started now. */
    public static ExecutorService single(String name) {
        return pool(name, 1, Thread.NORM_PRIORITY);
    }

    /** A timer with one daemon thread, started now: a task that throws is logged, and a periodic one goes on. */
    public static ScheduledThreadPoolExecutor timer(String name) {
        ScheduledThreadPoolExecutor timer = new Timer(named(name, false, Thread.NORM_PRIORITY));
        timer.setRemoveOnCancelPolicy(true);
        timer.prestartAllCoreThreads();
        return timer;
    }

    private static ThreadFactory named(String name, boolean numbered, int priority) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, numbered ? name + "-" + number.incrementAndGet() : name);
            thread.setDaemon(true);
            thread.setPriority(priority);
            return thread;
        };
    }

    private static final class Pool extends ThreadPoolExecutor {
        Pool(int threads, ThreadFactory factory) {
            super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        }

        @Override
        public void execute(Runnable command) {
            super.execute(task("a task of the pool", command));
        }
    }

    private static final class Timer extends ScheduledThreadPoolExecutor {
        Timer(ThreadFactory factory) {
            super(1, factory);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return super.schedule(task("a task of the timer", command), delay, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
            return super.scheduleAtFixedRate(task("a periodic task", command), initialDelay, period, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
                Runnable command, long initialDelay, long delay, TimeUnit unit) {
            return super.scheduleWithFixedDelay(task("a periodic task", command), initialDelay, delay, unit);
        }
    }
}
