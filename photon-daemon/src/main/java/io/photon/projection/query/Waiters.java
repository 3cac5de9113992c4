// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.query;

import io.photon.event.Bound;
import io.photon.event.OrderIds;
import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.run.ProjectionTask;
import io.photon.projection.schedule.ProjectionScheduler;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import io.photon.store.TimeSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Who waits until a projection has reached a position. Thread-safe. */
public final class Waiters {

    private static final long LOOK_MS = 20;
    private static final int MOST = 10_000;

    /** One that waits, for a position or for a time to be over and all its events to be covered. */
    private static final class Waiter {
        private final ProjectionTask task;
        private final Bound bound;
        private final long deadline;
        private final CompletableFuture<Result<Long>> answer = new CompletableFuture<>();
        /** What a time that is over means; looked up once. */
        private volatile @Nullable Result<Long> position;

        Waiter(ProjectionTask task, Bound bound, long deadline) {
            this.task = task;
            this.bound = bound;
            this.deadline = deadline;
        }

        ProjectionTask task() {
            return task;
        }

        CompletableFuture<Result<Long>> answer() {
            return answer;
        }

        String wanted() {
            return bound.isTime() ? "at " + Instant.ofEpochMilli(bound.value()) : "at " + bound.value();
        }
    }

    private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();
    private final ProjectionScheduler scheduler;
    private final EventLog log;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closed;

    public Waiters(ProjectionScheduler scheduler, EventLog log) {
        this.scheduler = scheduler;
        this.log = log;
    }

    public CompletableFuture<Result<Long>> add(ProjectionTask task, Bound position, Duration timeout) {
        Waiter waiter = new Waiter(task, position, System.nanoTime() + timeout.toNanos());
        if (waiting.size() >= MOST) {
            waiter.answer()
                    .complete(Result.err(
                            Failure.Kind.OVERLOADED, MOST + " others are waiting already", "try again in a moment"));
            return waiter.answer();
        }
        waiting.add(waiter);
        if (closed) {
            close(); // it may have come too late to be told
        }
        if (position.isTime()) {
            scheduler.later(0, this::look); // it may have to read the log: not on the thread of who asks
        } else {
            look();
        }
        return waiter.answer();
    }

    /** Someone's position has changed. */
    public void moved() {
        if (!waiting.isEmpty()) {
            check();
        }
    }

    /** A position moves without a turn, too, when nothing in its stream happens. */
    private void look() {
        check();
        if (!waiting.isEmpty() && looking.compareAndSet(false, true)) {
            scheduler.later(LOOK_MS, () -> {
                looking.set(false);
                look();
            });
        }
    }

    private void check() {
        long nanos = System.nanoTime();
        waiting.removeIf(waiter -> {
            Result<Long> answer = answer(waiter, nanos);
            if (answer != null) {
                waiter.answer().complete(answer);
            }
            return waiter.answer().isDone();
        });
    }

    /** What is to be told to one who waits; null while there is nothing to tell. */
    private @Nullable Result<Long> answer(Waiter waiter, long nanos) {
        ProjectionTask task = waiter.task();
        long reached = task.reached();
        Result<Long> enough = enough(waiter);
        if (!enough.isOk()) {
            return enough;
        }
        if (reached >= enough.value()) {
            return Result.ok(reached);
        }
        String projection = "projection '" + task.name() + "'";
        String notYet = " at " + reached + ", not yet " + waiter.wanted();
        LastError failure = task.failure();
        if (task.isRemoved()) {
            return Result.err(
                    Failure.Kind.NOT_FOUND, projection + " was deleted", "list them with: photon projection list");
        }
        if (failure != null) {
            return Result.err(
                    Failure.Kind.CONFLICT,
                    projection + " has failed" + notYet + ": " + failure.text(),
                    failure.orderId() == 0
                            ? "see its last-error; resume it when that is dealt with"
                            : "correct it with: photon projection create --replace; or go past that event with: photon"
                                    + " projection resume " + task.name() + " --skip");
        }
        if (task.standsStill()) {
            return Result.err(
                    Failure.Kind.CONFLICT,
                    projection + " is paused" + notYet,
                    "have it go on with: photon projection resume " + task.name());
        }
        return nanos - waiter.deadline >= 0 ? Result.err(late(task, projection, notYet)) : null;
    }

    private static Failure late(ProjectionTask task, String projection, String notYet) {
        Descriptor now = task.outline();
        return Failure.of(
                Failure.Kind.TIMED_OUT,
                projection + " is " + now.status().word() + notYet
                        + (now.lastError() == null ? "" : ": " + now.lastError().text()),
                "wait longer, or see its status");
    }

    /** The position that has to be reached, as far as that can be told by now. */
    private Result<Long> enough(Waiter waiter) {
        long now = System.currentTimeMillis();
        if (!waiter.bound.isTime()) {
            // Nothing is appended any more at a position whose time is over: then all there is suffices.
            boolean isOver = waiter.bound.value() < OrderIds.firstAt(now);
            return Result.ok(isOver ? Math.min(waiter.bound.value(), log.head()) : waiter.bound.value());
        }
        if (waiter.bound.value() >= now) {
            return Result.ok(Long.MAX_VALUE);
        }
        if (waiter.position == null) {
            waiter.position = lastUntil(waiter.bound.value());
        }
        return waiter.position;
    }

    /** The order-id of the last event that is not later than a time; 0 when there is none. */
    public Result<Long> lastUntil(long timeMs) {
        try {
            return Result.ok(TimeSearch.lastUntil(log.reader(), timeMs));
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    /** No one will get there any more. */
    public void close() {
        closed = true;
        for (Waiter waiter = waiting.poll(); waiter != null; waiter = waiting.poll()) {
            waiter.answer().complete(Result.err(stopping()));
        }
    }

    public static Failure stopping() {
        return Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "wait again after its restart");
    }
}
