// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.query;

import io.photon.event.Event;
import io.photon.log.EventLog;
import io.photon.log.LogException;
import io.photon.log.ReplaySpec;
import io.photon.projection.Descriptor;
import io.photon.projection.ProjectionService;
import io.photon.projection.run.BlockingCursor;
import io.photon.projection.run.CompiledDefinition;
import io.photon.projection.run.Fold;
import io.photon.projection.run.ProjectionTask;
import io.photon.projection.run.SnapshotCheck;
import io.photon.projection.run.ToldConfig;
import io.photon.projection.schedule.GivenUp;
import io.photon.projection.schedule.Overseer;
import io.photon.projection.schedule.Stay;
import io.photon.projection.spi.ConditionLanguage.Condition;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.store.Snapshot;
import io.photon.store.SnapshotStore;
import io.photon.store.Snapshots;
import io.photon.store.StateLostException;
import io.photon.task.Steady;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of the past: folded by the thread that asks, from the nearest kept snapshot on. Few at a time, each for a
 * limited time. Thread-safe.
 */
public final class TimeTravel {

    private static final Logger LOG = LoggerFactory.getLogger(TimeTravel.class);

    private static final int AT_ONCE = 2;
    private static final long LIMIT_SECONDS = 60;
    /** What the events of a dry run may take in memory. */
    private static final long TRIED_BYTES = 16L << 20;

    /** How finely a stretch of history is divided before the part is taken that matters. */
    private static final int PARTS = 16;

    private final EventLog log;
    private final SnapshotStore snapshots;
    private final Overseer overseer;
    private final Semaphore places = new Semaphore(AT_ONCE);

    public TimeTravel(EventLog log, SnapshotStore snapshots, Overseer overseer) {
        this.overseer = overseer;
        this.log = log;
        this.snapshots = snapshots;
    }

    private interface Journey<T> {
        Result<T> with(Fold fold) throws ReductionException, ConditionException;
    }

    /** Works with a fold of its own, on a thread of its own: one that does not come back holds up no others. */
    private <T> Result<T> travel(CompiledDefinition plan, Journey<T> journey) {
        if (overseer.isFull()) {
            return Result.err(
                    Failure.Kind.OVERLOADED,
                    Overseer.fullText() + ": no code of a user is begun",
                    "restart Photon; then correct or delete the projections that its log says are stuck");
        }
        if (!places.tryAcquire()) {
            return Result.err(
                    Failure.Kind.OVERLOADED,
                    AT_ONCE + " questions about the past are being answered already",
                    "ask again in a moment");
        }
        CompletableFuture<Result<T>> answer = new CompletableFuture<>();
        answer.whenComplete((result, error) -> places.release());
        Stay stay = overseer.stay((why, orderId) -> answer.complete(Result.err(
                Failure.Kind.INTERNAL,
                "projection '" + plan.definition().name() + "' gives no value there: at order-id " + orderId + " "
                        + why,
                "correct its reduction with: photon projection create --replace")));
        try {
            Steady.thread("photon-projection-past", () -> travel(answer, plan, journey, stay))
                    .start();
            return answer.join();
        } catch (OutOfMemoryError e) {
            answer.complete(Result.err(
                    Failure.Kind.OVERLOADED,
                    "there is no memory or no thread at the moment for a question about the past",
                    "ask again in a moment"));
            return answer.join();
        } finally {
            overseer.forget(stay);
        }
    }

    /** Whatever happens there is an answer: who asks waits for it. */
    private <T> void travel(
            CompletableFuture<Result<T>> answer, CompiledDefinition plan, Journey<T> journey, Stay stay) {
        try {
            answer.complete(travelled(plan, journey, stay));
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            Steady.report("a question about the past", e);
            answer.complete(Result.err(
                    Failure.Kind.INTERNAL,
                    "the question about the past failed: " + Fault.words(e),
                    "this is a fault of Photon's; see its log"));
        }
    }

    private <T> Result<T> travelled(CompiledDefinition plan, Journey<T> journey, Stay stay) {
        try (Snapshots scratch = snapshots.scratch()) {
            return Fold.begin(plan, scratch, System::nanoTime, stay).then(fold -> {
                try (fold) {
                    return journey.with(fold);
                } catch (ConditionException e) {
                    return Result.err(
                            Failure.Kind.BAD_INPUT,
                            "the condition cannot be asked of a value of projection '"
                                    + plan.definition().name() + "': " + e.getMessage(),
                            "try it with: photon projection query "
                                    + plan.definition().name() + " | jq 'CONDITION'");
                } catch (ReductionException | StateLostException e) {
                    boolean lack = e instanceof ReductionException reduction && reduction.isLack();
                    if (lack) {
                        return Result.err(
                                Failure.Kind.OVERLOADED,
                                "the value of projection '" + plan.definition().name() + "' cannot be folded now: "
                                        + e.getMessage(),
                                "ask again in a moment, or give Photon more (-Xmx)");
                    }
                    return Result.err(
                            Failure.Kind.INTERNAL,
                            "projection '" + plan.definition().name() + "' gives no value there: " + e.getMessage(),
                            "the reduction fails on these events; see its last-error");
                } catch (LogException e) {
                    return Result.err(e.failure());
                }
            });
        } catch (GivenUp e) {
            return Result.err(Failure.Kind.INTERNAL, "it was given up", null);
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            LOG.error(
                    "a question about the past of projection '{}' failed",
                    plan.definition().name(),
                    e);
            return Result.err(
                    e instanceof OutOfMemoryError ? Failure.Kind.OVERLOADED : Failure.Kind.INTERNAL,
                    "projection '" + plan.definition().name() + "' gives no value there: " + Fault.words(e),
                    "see the daemon's log");
        }
    }

    /** The value after all events up to a position; after a failure, the last good one. */
    public Result<byte[]> valueAt(ProjectionTask task, CompiledDefinition plan, long position) {
        return base(task, plan, position)
                .then(base -> travel(plan, fold -> {
                    begin(fold, base);
                    Deadline deadline = new Deadline();
                    long failedAt = foldUpTo(fold, plan, position, deadline);
                    if (failedAt > 0) {
                        begin(fold, base);
                        foldUpTo(fold, plan, failedAt - 1, deadline);
                    }
                    return deadline.isOver() ? Result.err(tooLong(plan)) : Result.ok(fold.value());
                }));
    }

    /** How the value differs between two positions: a JSON Patch. */
    public Result<byte[]> diff(ProjectionTask task, long from, long to) {
        CompiledDefinition plan = task.plan(); // one for both, even if it is replaced in between
        return valueAt(task, plan, from)
                .then(before -> valueAt(task, plan, to).map(after -> JsonDiff.between(before, after)));
    }

    /** Rows of a built-in one are kept for its newest snapshot only. */
    private static Result<Optional<Snapshot>> base(ProjectionTask task, CompiledDefinition plan, long position) {
        return plan.origin() == Descriptor.Origin.BUILT_IN
                ? Result.ok(Optional.empty())
                : task.snapshotUpTo(position).map(kept -> kept.filter(snapshot -> SnapshotCheck.isOf(plan, snapshot)));
    }

    private static void begin(Fold fold, Optional<Snapshot> base) throws ReductionException {
        if (base.isEmpty() || !fold.goTo(base.get())) {
            fold.startOver();
        }
    }

    /** @return the order-id of the event at which the reduction failed, or 0 */
    private long foldUpTo(Fold fold, CompiledDefinition plan, long position, Deadline deadline)
            throws ReductionException {
        ReplaySpec request = plan.events(fold.position() + 1, Math.min(position, log.head()));
        try (BlockingCursor events = new BlockingCursor(log, request, plan.leavesOutDamage() ? fold::leaveOut : null)) {
            for (Event event = events.next(); event != null; event = events.next()) {
                try {
                    fold.reduce(event);
                } catch (ReductionException e) {
                    if (e.isLack() || e.isDamage()) {
                        throw e; // another time it may go well
                    }
                    return event.orderId();
                }
                if (plan.origin() == Descriptor.Origin.BUILT_IN && fold.isSaveDue(Long.MAX_VALUE)) {
                    fold.save(ToldConfig.NONE); // rows that changed wait in memory until then
                }
                if (deadline.isOver()) {
                    return 0;
                }
            }
            return 0;
        }
    }

    /** What a plan makes of the newest events of its stream, from its initial value; after a failure, the last good value. */
    public Result<ProjectionService.Trial> tryOut(CompiledDefinition plan, long most) {
        return travel(plan, fold -> {
            List<Event> events = new ArrayList<>();
            try (BlockingCursor newest = new BlockingCursor(log, plan.newest(most))) {
                long bytes = 0;
                for (Event event = newest.next(); event != null && bytes < TRIED_BYTES; event = newest.next()) {
                    events.add(event);
                    bytes += event.line().length;
                }
            }
            Collections.reverse(events);
            fold.startOver();
            long since = System.nanoTime();
            Deadline deadline = new Deadline();
            int folded = 0;
            ReductionException failed = null;
            while (folded < events.size() && failed == null && !deadline.isOver()) {
                try {
                    fold.reduce(events.get(folded));
                    folded++;
                } catch (ReductionException e) {
                    if (e.isLack() || e.isDamage()) {
                        throw e;
                    }
                    failed = e;
                }
            }
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - since);
            if (failed != null) { // which may have left half a value
                fold.startOver();
                for (Event event : events.subList(0, folded)) {
                    fold.reduce(event);
                }
            }
            return deadline.isOver()
                    ? Result.err(tooLong(plan))
                    : Result.ok(new ProjectionService.Trial(
                            folded,
                            folded == 0 ? 0 : events.get(0).orderId(),
                            folded == 0 ? 0 : events.get(folded - 1).orderId(),
                            micros,
                            fold.value(),
                            failed == null ? 0 : events.get(folded).orderId(),
                            failed == null ? null : failed.getMessage()));
        });
    }

    private static Failure tooLong(CompiledDefinition plan) {
        return Failure.of(
                Failure.Kind.TIMED_OUT,
                "folding projection '" + plan.definition().name() + "' took longer than " + LIMIT_SECONDS + " s",
                "ask for a position near a kept snapshot, or make a projection over fewer events");
    }

    /** Finds the first event after which a condition holds, as git bisect does: once it holds, it is taken to hold. */
    public Result<ProjectionService.Bisection> bisect(ProjectionTask task, Condition condition) {
        CompiledDefinition plan = task.plan();
        if (plan.origin() == Descriptor.Origin.BUILT_IN) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "a built-in projection cannot be bisected",
                    "make a projection of your own over the stream");
        }
        return task.snapshotPositions()
                .then(positions -> travel(plan, fold -> new Bisecting(task, plan, condition, fold).find(positions)));
    }

    private final class Bisecting {
        private final ProjectionTask task;
        private final CompiledDefinition plan;
        private final Condition condition;
        private final Fold fold;
        private final Deadline deadline = new Deadline();
        private @Nullable Snapshot low;
        private long folded;

        Bisecting(ProjectionTask task, CompiledDefinition plan, Condition condition, Fold fold) {
            this.task = task;
            this.plan = plan;
            this.condition = condition;
            this.fold = fold;
        }

        private boolean holds(byte[] value) throws ReductionException, ConditionException {
            try {
                return condition.holds(value);
            } catch (ReductionException e) {
                if (e.isLack()) {
                    throw e;
                }
                throw new ConditionException(e);
            }
        }

        Result<ProjectionService.Bisection> find(List<Long> positions) throws ReductionException, ConditionException {
            fold.startOver();
            if (holds(fold.value())) {
                return notFound(
                        "holds already for the initial value",
                        "in jq null is less than any number: of a field that comes later ask '.x != null and .x < 0'");
            }
            long high = task.reached();
            long events = task.outline().processed();
            for (long position : positions) {
                Result<Optional<Snapshot>> kept = task.snapshotUpTo(position);
                if (!(kept instanceof Result.Ok<Optional<Snapshot>> ok)
                        || ok.value().isEmpty()
                        || ok.value().get().position() != position
                        || !SnapshotCheck.isOf(plan, ok.value().get())) {
                    continue; // thinned out since they were listed, or of a newer plan
                }
                Snapshot snapshot = ok.value().get();
                if (!fold.goTo(snapshot)) {
                    break;
                }
                if (holds(fold.value())) {
                    high = position;
                    events = snapshot.processed();
                    break;
                }
                low = snapshot;
            }
            long stride = Math.max(1, (events - (low == null ? 0 : low.processed())) / PARTS);
            while (true) {
                Result<ProjectionService.Bisection> found = narrow(high, stride);
                if (found != null) {
                    return found;
                }
                high = fold.position();
                stride = Math.max(1, stride / PARTS);
            }
        }

        /** Folds from the low end, looking every few events; null when it is to be looked at more closely. */
        private @Nullable Result<ProjectionService.Bisection> narrow(long high, long stride)
                throws ReductionException, ConditionException {
            begin(fold, Optional.ofNullable(low));
            byte[] before = fold.value();
            long since = 0;
            try (BlockingCursor pull =
                    new BlockingCursor(log, plan.events(fold.position() + 1, Math.min(high, log.head())))) {
                Event last = null;
                for (Event event = pull.next(); event != null; event = pull.next()) {
                    fold.reduce(event);
                    last = event;
                    folded++;
                    if (deadline.isOver()) {
                        return Result.err(tooLong(plan));
                    }
                    if (++since < stride) {
                        continue;
                    }
                    since = 0;
                    byte[] value = fold.value();
                    if (holds(value)) {
                        return stride > 1 ? null : found(event, before, value);
                    }
                    before = value;
                    if (stride > 1) {
                        low = fold.snapshot();
                    }
                }
                boolean isAtEnd = since > 0 && last != null && holds(fold.value());
                return isAtEnd ? null : notFound("does not hold, neither now nor at any snapshot that is kept");
            }
        }

        private Result<ProjectionService.Bisection> found(Event event, byte[] before, byte[] after) {
            return Result.ok(new ProjectionService.Bisection(event.orderId(), event.line(), before, after, folded));
        }

        private Result<ProjectionService.Bisection> notFound(String why) {
            return notFound(
                    why,
                    "look at the value with: photon projection query "
                            + plan.definition().name());
        }

        private Result<ProjectionService.Bisection> notFound(String why, String hint) {
            return Result.err(
                    Failure.Kind.NOT_FOUND,
                    "the condition on projection '" + plan.definition().name() + "' " + why,
                    hint);
        }
    }

    /** It is the question that fails and not the projection. */
    private static final class ConditionException extends Exception {

        private static final long serialVersionUID = 1L;

        ConditionException(ReductionException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static final class Deadline {
        private final long at = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        private int looks;
        private boolean over;

        boolean isOver() {
            if (!over && (++looks & 63) == 0) {
                over = System.nanoTime() > at;
            }
            return over;
        }
    }
}
