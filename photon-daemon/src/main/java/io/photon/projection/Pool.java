package io.photon.projection;

import io.photon.task.Steady;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that fold. Work comes as tasks of one short slice each, first come first served, so that any number of
 * projections on any number of threads all advance. While the log's head moves, whoever folds history rests as long as it
 * worked: the emitters come first.
 */
final class Pool implements Turns {

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    private static final long STOP_WAIT_SECONDS = 8;
    private static final int MOST_CHANGES = 64;

    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final ThreadPoolExecutor changes;
    private final LongSupplier head;
    private volatile long headAtRest;

    /** @param head of the log */
    Pool(int threads, LongSupplier head) {
        this.head = head;
        this.workers = Steady.pool("photon-projection", threads, Thread.MIN_PRIORITY);
        this.timer = Steady.timer("photon-projection-timer");
        this.changes = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_CHANGES),
                task -> Steady.thread("photon-projection-changes", task));
        changes.prestartAllCoreThreads();
    }

    @Override
    public boolean run(Runnable slice) {
        try {
            workers.execute(slice);
            return true;
        } catch (RejectedExecutionException closed) {
            LOG.debug("no more slices: the pool is closed");
            return false;
        }
    }

    /** One after another. */
    @Override
    public void change(Runnable change) {
        changes.execute(Steady.task("a change of the projections", change));
    }

    @Override
    public void later(long millis, Runnable task) {
        try {
            timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("no more timers: the pool is closed");
        }
    }

    @Override
    public void every(long millis, Runnable task) {
        timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Rests while events are being appended. */
    @Override
    public void rest(long worked) {
        long now = head.getAsLong();
        if (now != headAtRest) {
            headAtRest = now;
            LockSupport.parkNanos(worked);
        }
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        changes.shutdownNow();
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(STOP_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "a projection did not come to rest within {} s; it goes on from its snapshot",
                        STOP_WAIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
