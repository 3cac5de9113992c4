// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.task.Steady;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until followers have forced events to their disks. Thread-safe. */
public final class Replication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);
    private static final long SAY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final KnownFollowers followers;
    private final int nodes;
    private final Duration limit;
    private final ScheduledThreadPoolExecutor timer = Steady.timer("photon-replication");
    private long saidNanos = System.nanoTime() - SAY_AGAIN_NANOS;

    Replication(KnownFollowers followers, int nodes, Duration limit) {
        this.followers = followers;
        this.nodes = nodes;
        this.limit = limit;
    }

    /** Whether emits wait for it. */
    public boolean isWanted() {
        return nodes > 0;
    }

    /** Completes with whether enough followers have everything up to a position, when they do or when the time is up. Never fails. */
    public CompletableFuture<Boolean> reached(long position) {
        CompletableFuture<Boolean> stored = followers.stored(position, nodes);
        if (!stored.isDone()) {
            try {
                ScheduledFuture<?> end =
                        timer.schedule(() -> giveUp(stored, position), limit.toNanos(), TimeUnit.NANOSECONDS);
                stored.whenComplete((enough, ended) -> end.cancel(false));
            } catch (RejectedExecutionException stopping) {
                stored.complete(false);
            }
        }
        return stored;
    }

    private void giveUp(CompletableFuture<Boolean> stored, long position) {
        if (stored.complete(false)) {
            long now = System.nanoTime();
            if (now - saidNanos >= SAY_AGAIN_NANOS) {
                saidNanos = now;
                LOG.warn(
                        "events up to order-id {} are stored here, and not on {} {} within {} ms: they are answered as"
                                + " not replicated",
                        position,
                        nodes,
                        nodes == 1 ? "follower" : "followers",
                        limit.toMillis());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
