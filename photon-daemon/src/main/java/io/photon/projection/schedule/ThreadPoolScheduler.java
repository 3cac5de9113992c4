// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.schedule;

import io.photon.pace.BackgroundPace;
import io.photon.task.Steady;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that fold. Work comes as tasks of one short slice each, first come first served, so that any number of
 * projections on any number of threads all advance. Clients come first ({@link BackgroundPace}).
 */
public final class ThreadPoolScheduler implements ProjectionScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadPoolScheduler.class);

    private static final long STOP_WAIT_SECONDS = 8;
    private static final int MOST_CHANGES = 64;
    private static final long LOOK_MS = 1_000;
    private static final long STOP_LOOK_MS = 100;

    private final Crew workers;
    private final ScheduledExecutorService timer;
    private final Crew changes;
    private volatile Runnable look = () -> {};
    private final BackgroundPace pace;

    /** Of {@link System#nanoTime}. Under the lock. */
    private long restsUntil = System.nanoTime();

    public ThreadPoolScheduler(int threads, BackgroundPace pace) {
        this.pace = pace;
        this.workers = new Crew("photon-projection", threads, Thread.MIN_PRIORITY, Integer.MAX_VALUE);
        this.timer = Steady.timer("photon-projection-timer");
        this.changes = new Crew("photon-projection-changes", 1, Thread.NORM_PRIORITY, MOST_CHANGES);
    }

    @Override
    public boolean run(Runnable slice) {
        return workers.offer(slice);
    }

    /** One after another. */
    @Override
    public void change(Runnable change) {
        if (!changes.offer(change)) {
            throw new RejectedExecutionException("too many changes wait, or no more are made");
        }
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

    @Override
    public void watch(Runnable task) {
        look = task;
        every(LOOK_MS, () -> {
            task.run();
            workers.fill();
            changes.fill();
        });
    }

    @Override
    public void replace(Thread stuck) {
        workers.replace(stuck);
        changes.replace(stuck);
    }

    /** The rests of all projections add up, for together they may take no more than one: but for those that are late. */
    @Override
    public synchronized long restMillis(long worked, boolean late) {
        long rest = pace.restNanos(worked, late);
        if (!late && rest > 0) {
            long now = System.nanoTime();
            restsUntil = Math.min(Math.max(now, restsUntil) + rest, now + BackgroundPace.MAX_REST_NANOS);
            rest = restsUntil - now;
        }
        return TimeUnit.NANOSECONDS.toMillis(late ? rest : Math.max(rest, pace.gatherNanos(worked)));
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        changes.close(true);
        timer.shutdownNow();
        workers.close(false);
        try {
            timer.awaitTermination(STOP_LOOK_MS, TimeUnit.MILLISECONDS); // which looks, too
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_WAIT_SECONDS);
            while (!workers.awaitEnd(STOP_LOOK_MS)) {
                if (System.nanoTime() - end > 0) {
                    LOG.warn(
                            "a projection did not come to rest within {} s; it goes on from its snapshot",
                            STOP_WAIT_SECONDS);
                    return;
                }
                Steady.run("looking for projections that are stuck", look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
