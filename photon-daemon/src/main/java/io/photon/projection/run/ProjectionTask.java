// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.projection.Descriptor;
import io.photon.projection.Descriptor.LastError;
import io.photon.projection.Descriptor.Status;
import io.photon.projection.schedule.GivenUp;
import io.photon.projection.schedule.Stay;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.store.Snapshot;
import io.photon.store.StateLostException;
import io.photon.store.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One projection: between its turns on the scheduler it is this object, a subscription and a snapshot, and no thread. Orders
 * (start over, pause, be something else) are noted by the thread that gives them and carried out at its next turn. Thread-safe.
 */
public final class ProjectionTask implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionTask.class);

    private static final Duration QUERY_WAIT = Duration.ofSeconds(5);
    private static final long OUTLINE_WAIT_MS = 50;
    private static final long IDLE_LOOK_MS = 20;

    /** A lag above this (order-ids count microseconds) and it no longer gives way to clients. */
    private static final long MOST_LAG_MICROS = TimeUnit.SECONDS.toMicros(30);

    private static final long FULL_LOOK_MS = 1_000;
    private static final long CLOSE_WAIT_SECONDS = 3;

    private final ProjectionContext context;
    private final String name;
    private final AtomicInteger reasons = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition settled = lock.newCondition();
    private final Updates updates;
    private final Publishing publishing;
    private final Stay stay;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final CompletableFuture<Void> predecessor;

    /** In one piece: a turn between two of its changes would fold what neither of them asks for. */
    private final AtomicReference<Orders> orders;

    private volatile boolean retryWanted;

    /** Under the lock. */
    private final ProjectionStateMachine state;

    /** Under the lock. */
    private final ProjectionTurn turn;

    private volatile long reached;
    private volatile boolean standsStill;
    private volatile @Nullable Rest resting;
    private volatile @Nullable Stop stop;
    private volatile Descriptor outline;

    /** It stands still with an error. @param plan what it was then */
    private record Stop(CompiledDefinition plan, @Nullable LastError error) {}

    /** @param predecessor of the same name, whose files must be gone before this one's are opened; null for none */
    public ProjectionTask(
            CompiledDefinition plan, long pausedAt, ProjectionContext context, @Nullable ProjectionTask predecessor) {
        this(plan, pausedAt, context, predecessor, new Updates(), null);
    }

    private ProjectionTask(
            CompiledDefinition plan,
            long pausedAt,
            ProjectionContext context,
            @Nullable ProjectionTask predecessor,
            Updates updates,
            @Nullable LastError stuck) {
        this.updates = updates;
        this.predecessor = predecessor == null ? CompletableFuture.completedFuture(null) : predecessor.gone;
        this.name = plan.definition().name();
        this.orders = new AtomicReference<>(new Orders(plan, pausedAt, false));
        this.context = context;
        this.stay = context.overseer().stay(this::givenUp);
        this.state = new ProjectionStateMachine(name, context, this::schedule, orders::get, stay, stuck);
        this.turn = new ProjectionTurn(state, context);
        this.publishing = new Publishing(state, updates, context.scheduler(), this::schedule);
        this.stop = stuck == null ? null : new Stop(plan, stuck);
        this.outline = state.describe(null);
    }

    /** Its thread is stuck and does not come back: another goes on in its place. On a timer's thread. */
    private void givenUp(String why, long orderId) {
        LastError error = new LastError(why, null, orderId, 0);
        LOG.error("projection '{}' is stuck at order-id {}: {}", name, orderId, why);
        stop = new Stop(plan(), error);
        state.abandon();
        gone.complete(null);
        context.stuck().accept(this, error);
    }

    /** One that has failed where this one got stuck. */
    public ProjectionTask successor(LastError why) {
        return new ProjectionTask(plan(), pausedAt(), context, this, updates, why);
    }

    public String name() {
        return name;
    }

    /** Whether it has released its files. */
    public boolean isGone() {
        return gone.isDone();
    }

    private Orders wanted() {
        return Objects.requireNonNull(orders.get());
    }

    public CompiledDefinition plan() {
        return wanted().plan();
    }

    public boolean isPaused() {
        return wanted().isPaused();
    }

    public long pausedAt() {
        return wanted().pausedAt();
    }

    public Updates updates() {
        return updates;
    }

    /** It is something else now, or starts over. @param pausedAt as in {@link Orders} */
    public void follow(CompiledDefinition plan, long pausedAt) {
        Orders before = orders.getAndUpdate(now -> new Orders(plan, pausedAt, now.remove()));
        retryWanted |= before.isPaused() && pausedAt == Orders.RUNS;
        reached = 0;
        hurry();
    }

    /** It is to stand still with the events up to a position. */
    public void pause(long position) {
        orders.updateAndGet(now -> now.pausedAt(position));
        hurry();
    }

    /** It stands still from now on. @return at which position, for it to be recorded */
    public Result<Long> pauseHere() {
        return settled(() -> {
            if (!isPaused()) {
                pause(state.position());
            }
            return Result.ok(pausedAt());
        });
    }

    public void resume() {
        orders.updateAndGet(now -> now.pausedAt(Orders.RUNS));
        retryWanted = true;
        hurry();
    }

    /** It was deleted: what is kept of it is erased. */
    public void remove() {
        orders.updateAndGet(Orders::removed);
        hurry();
    }

    /** Has it take a turn. */
    public void schedule() {
        if (!predecessor.isDone()) {
            predecessor.thenRun(this::schedule);
        } else if (reasons.getAndIncrement() == 0) {
            context.scheduler().run(this);
        }
    }

    /** A place of the log can be read again; called by any thread. */
    public void placeHealed() {
        state.leftOut().placeHealed();
        schedule();
    }

    @Override
    public void run() {
        if (plan().origin() != Descriptor.Origin.BUILT_IN
                && !isRemoved()
                && context.overseer().isFull()) {
            context.scheduler().later(FULL_LOOK_MS, () -> context.scheduler().run(this)); // the reasons stay
            return;
        }
        try {
            takeTurn();
        } catch (RuntimeException | Error noMemory) { // again, while a turn was concluded
            // The reasons stay, so no one else begins a turn.
            context.scheduler().later(FULL_LOOK_MS, () -> context.scheduler().run(this));
            throw noMemory;
        }
    }

    private void takeTurn() {
        int seen = reasons.get();
        long start = context.scheduler().nanos();
        boolean more;
        boolean history;
        lock.lock();
        try {
            boolean retry = retryWanted; // before the turn: one that is wanted during it is for the next
            if (retry) {
                stop = null;
            }
            retryWanted = false;
            more = turn.run(retry);
            look();
            history = state.isInThePast();
            publishing.turn();
            standsStill = state.isSettled() && state.status() == Status.PAUSED;
            settled.signalAll();
            if (state.isClosed()) {
                context.overseer().forget(stay);
                gone.complete(null);
            }
        } catch (GivenUp e) {
            LOG.info("a call of projection '{}' that was given up has ended", name);
            return;
        } catch (OutOfMemoryError e) {
            more = state.holdUp(0, "Photon had no memory left (" + e.getMessage() + ")");
            history = false;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            LOG.error("projection '{}' failed", name, e);
            more = state.fail(new LastError("Photon failed: " + Fault.words(e), null, 0, 0));
            history = false;
        } finally {
            lock.unlock();
        }
        context.moved().run();
        if (!more && history) {
            context.scheduler().later(IDLE_LOOK_MS, this::tick); // history may end without another event
        }
        rest(start, more, seen);
    }

    /** Goes on after a rest, which is as long as the work of the turn asks for. @param start of the turn, of nanos */
    private void rest(long start, boolean more, int seen) {
        boolean isOrdered = isRemoved() || isPaused(); // on its way to where a caller wants it
        long millis = isOrdered
                ? 0
                : context.scheduler().restMillis(context.scheduler().nanos() - start, isLate());
        if (millis == 0) {
            goOn(more, seen);
        } else {
            Rest rest = new Rest(() -> goOn(more, seen)); // the reasons stay until then, so no other turn begins
            resting = rest;
            context.scheduler().later(millis, rest::end);
        }
    }

    private void goOn(boolean more, int seen) {
        if (more || reasons.addAndGet(-seen) != 0) {
            context.scheduler().run(this);
        }
    }

    /** Takes a turn soon, also when it rests: a caller waits for what it does now. */
    private void hurry() {
        schedule();
        Rest rest = resting;
        if (rest != null) {
            rest.end();
        }
    }

    private boolean isLate() {
        return context.log().head() - reached > MOST_LAG_MICROS;
    }

    /** Under the lock. */
    private void look() {
        reached = position();
        boolean stands = state.isSettled() && state.status() == Status.FAILED && !retryWanted;
        stop = stands ? new Stop(plan(), state.error()) : null;
    }

    /** Why it will not get any further unless it is resumed, or null; does not wait. */
    public @Nullable LastError failure() {
        Stop last = stop;
        return last == null || last.plan() != plan() || retryWanted ? null : last.error();
    }

    /** The event at which it has failed; CONFLICT when it has not, or at none. */
    public Result<Long> failedAt() {
        return settled(() -> state.failedAt() > 0
                ? Result.ok(state.failedAt())
                : Result.err(
                        Failure.Kind.CONFLICT,
                        "projection '" + name + "' is " + state.status().word()
                                + ", and has not failed at an event that could be skipped",
                        "see how it is with: photon projection query " + name + " --full"));
    }

    /** Whether it has come to where it is paused; does not wait. */
    public boolean standsStill() {
        return standsStill && isPaused();
    }

    public boolean isRemoved() {
        return wanted().remove();
    }

    /** Of what is wanted: 0 until it is that. */
    private long position() {
        return state.isSettled() ? state.position() : 0;
    }

    /** The position its value covers, or covered a moment ago; does not wait. */
    public long reached() {
        if (lock.tryLock()) {
            try {
                look();
            } finally {
                lock.unlock();
            }
        }
        return reached;
    }

    /** What it is and how it is, or was a moment ago, without its value; hardly waits. */
    public Descriptor outline() {
        try {
            if (lock.tryLock(OUTLINE_WAIT_MS, TimeUnit.MILLISECONDS)) {
                try {
                    outline = state.describe(null);
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return outline;
    }

    /** Something to be done with a loaded fold. */
    public interface Use<T> {
        T of(Fold fold) throws ReductionException;
    }

    /** What it is and how it is. */
    public Result<Descriptor> full() {
        return settled(() -> {
            byte[] value = state.currentValue();
            return state.isValueLacking()
                    ? Result.err(
                            Failure.Kind.OVERLOADED,
                            "there is no memory at the moment for the value of projection '" + name + "'",
                            "ask again in a moment, or give Photon more (-Xmx)")
                    : Result.ok(state.describe(value));
        });
    }

    /** Reads something of the value. */
    public <T> Result<T> read(Use<T> use) {
        return read(use, QUERY_WAIT);
    }

    /** The same. @param patience how long to wait while it loads or is busy */
    public <T> Result<T> read(Use<T> use, Duration patience) {
        return settled(patience, () -> {
            if (state.fold() == null) {
                return Result.err(state.noValue());
            }
            try {
                return Result.ok(use.of(state.fold()));
            } catch (ReductionException | StateLostException e) {
                if (e instanceof StateLostException) {
                    state.stateLost();
                }
                boolean lack = e instanceof ReductionException reduction && reduction.isLack();
                return Result.err(
                        lack ? Failure.Kind.OVERLOADED : Failure.Kind.INTERNAL,
                        "projection '" + name + "' gives no value: " + e.getMessage(),
                        lack ? "ask again in a moment" : "see its last-error");
            }
        });
    }

    /** A kept snapshot of the current fold at or before a position. */
    public Result<Optional<Snapshot>> snapshotUpTo(long position) {
        return settled(() -> Result.ok(
                state.fold() == null ? Optional.empty() : state.snapshots().latestUpTo(position)));
    }

    /** The positions of all kept snapshots of the current fold. */
    public Result<List<Long>> snapshotPositions() {
        return settled(() ->
                Result.ok(state.fold() == null ? List.of() : state.snapshots().positions()));
    }

    /** Waits a while until it is loaded and is not on its way back from a failure. */
    private <T> Result<T> settled(Supplier<Result<T>> then) {
        return settled(QUERY_WAIT, then);
    }

    private <T> Result<T> settled(Duration patience, Supplier<Result<T>> then) {
        long left = patience.toNanos();
        try {
            if (stay.isGivenUp() || !lock.tryLock(left, TimeUnit.NANOSECONDS)) {
                return Result.err(Trouble.busy(name));
            }
            try {
                while (!state.isSettled()) {
                    if (left <= 0) {
                        return Result.err(Trouble.busy(name));
                    }
                    left = settled.awaitNanos(left);
                }
                return then.get();
            } catch (GivenUp e) {
                return Result.err(Trouble.busy(name));
            } catch (StateUnavailableException e) {
                return Result.err(Failure.Kind.OVERLOADED, e.getMessage(), "ask again when that is mended");
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(Trouble.busy(name));
        }
    }

    /** Looks after what no event brings about: a save that is due, the end of catching up. */
    public void tick() {
        if (lock.tryLock()) {
            try {
                if (!state.isTurnDue()) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            schedule();
        }
    }

    public void measure() {
        if (lock.tryLock()) {
            try {
                state.measure();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Ends. @param keeps whether it keeps first what it has folded since its last snapshot */
    public void close(boolean keeps) {
        context.overseer().forget(stay);
        if (stay.isGivenUp()) {
            return;
        }
        try {
            if (!lock.tryLock(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("projection '{}' is busy with one event; it goes on from its last snapshot", name);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            state.close(keeps);
            settled.signalAll();
            gone.complete(null);
        } finally {
            lock.unlock();
        }
    }
}
