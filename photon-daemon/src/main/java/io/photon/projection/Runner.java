package io.photon.projection;

import io.photon.projection.Descriptor.LastError;
import io.photon.projection.Descriptor.Status;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.Snapshot;
import io.photon.store.StateLostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One projection: between its turns on the pool it is this object, a subscription and a snapshot, and no thread. Orders
 * (start over, pause, be something else) are noted by whoever gives them and carried out at its next turn. Thread-safe.
 */
final class Runner implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private static final long QUERY_WAIT_SECONDS = 5;
    private static final long OUTLINE_WAIT_MS = 50;
    private static final long IDLE_LOOK_MS = 20;
    private static final long FULL_LOOK_MS = 1_000;
    private static final long LACK_LOOK_MS = 1_000;
    private static final long CLOSE_WAIT_SECONDS = 3;
    /** While history is folded, followers get this many states a second. */
    private static final long CATCH_UP_UPDATE_NANOS = 200_000_000;

    private final Surroundings around;
    private final String name;
    private final AtomicInteger reasons = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition settled = lock.newCondition();
    private final Updates updates;
    private final Stay stay;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final CompletableFuture<Void> predecessor;

    // Orders.
    private volatile Plan wanted;
    private volatile long pausedAt;
    private volatile boolean retryWanted;
    private volatile boolean removed;

    /** Under the lock. */
    private final Course course;

    private long nextUpdateAt;
    private volatile long reached;
    private volatile boolean standsStill;
    private volatile Stop stop;
    private volatile Descriptor outline;

    /** It stands still with an error. @param plan what it was then */
    private record Stop(Plan plan, LastError error) {}

    /** @param predecessor of the same name, whose files must be gone before this one's are opened; null for none */
    Runner(Plan plan, long pausedAt, Surroundings around, Runner predecessor) {
        this(plan, pausedAt, around, predecessor, new Updates(), null);
    }

    private Runner(
            Plan plan, long pausedAt, Surroundings around, Runner predecessor, Updates updates, LastError stuck) {
        this.updates = updates;
        this.predecessor = predecessor == null ? CompletableFuture.completedFuture(null) : predecessor.gone;
        this.name = plan.definition().name();
        this.wanted = plan;
        this.pausedAt = pausedAt;
        this.around = around;
        this.stay = around.overseer().stay(this::givenUp);
        this.course =
                new Course(name, around, this::schedule, () -> new Orders(wanted, this.pausedAt, removed), stay, stuck);
        this.stop = stuck == null ? null : new Stop(plan, stuck);
        this.outline = course.describe(null);
    }

    /** Its thread is stuck and does not come back: another goes on in its place. On a timer's thread. */
    private void givenUp(String why, long orderId) {
        LastError error = new LastError(why, null, orderId, 0);
        LOG.error("projection '{}' is stuck at order-id {}: {}", name, orderId, why);
        stop = new Stop(wanted, error);
        course.abandon();
        gone.complete(null);
        around.stuck().accept(this, error);
    }

    /** One that has failed where this one got stuck. */
    Runner successor(LastError why) {
        return new Runner(wanted, pausedAt, around, this, updates, why);
    }

    String name() {
        return name;
    }

    /** Whether it has let go of its files. */
    boolean isGone() {
        return gone.isDone();
    }

    Plan plan() {
        return wanted;
    }

    boolean isPaused() {
        return pausedAt != Orders.RUNS;
    }

    long pausedAt() {
        return pausedAt;
    }

    Updates updates() {
        return updates;
    }

    /** It is something else now, or starts over. */
    void become(Plan plan) {
        wanted = plan;
        reached = 0;
        schedule();
    }

    /** It is to stand still with the events up to a position. */
    void pause(long position) {
        pausedAt = position;
        schedule();
    }

    /** It stands still from now on. @return at which position, for it to be recorded */
    Result<Long> pauseHere() {
        return settled(() -> {
            if (!isPaused()) {
                pause(course.position());
            }
            return Result.ok(pausedAt);
        });
    }

    void resume() {
        pausedAt = Orders.RUNS;
        retryWanted = true;
        schedule();
    }

    /** It was deleted: what is kept of it is erased. */
    void remove() {
        removed = true;
        schedule();
    }

    /** Has it take a turn. */
    void schedule() {
        if (!predecessor.isDone()) {
            predecessor.thenRun(this::schedule);
        } else if (reasons.getAndIncrement() == 0) {
            around.pool().run(this);
        }
    }

    @Override
    public void run() {
        if (wanted.origin() != Descriptor.Origin.BUILT_IN
                && !removed
                && around.overseer().isFull()) {
            around.pool().later(FULL_LOOK_MS, () -> around.pool().run(this)); // the reasons stay
            return;
        }
        int seen = reasons.get();
        long start = around.pool().nanos();
        boolean more;
        boolean history;
        lock.lock();
        try {
            boolean retry = retryWanted; // before the turn: one that is wanted meanwhile is for the next
            if (retry) {
                stop = null;
            }
            retryWanted = false;
            more = course.turn(retry);
            look();
            history = course.isInThePast();
            if (course.isSettled() && updates.wants(course.version())) {
                publish();
            }
            standsStill = course.isSettled() && course.status() == Status.PAUSED;
            settled.signalAll();
            if (course.isClosed()) {
                around.overseer().forget(stay);
                gone.complete(null);
            }
        } catch (GivenUp e) {
            LOG.info("a call of projection '{}' that was given up has ended", name);
            return;
        } catch (OutOfMemoryError e) {
            more = course.holdUp(0, "Photon had no memory left (" + e.getMessage() + ")");
            history = false;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            LOG.error("projection '{}' failed", name, e);
            more = course.fail(new LastError("Photon failed: " + e, null, 0, 0));
            history = false;
        } finally {
            lock.unlock();
        }
        around.moved().run();
        if (!more && history) {
            around.pool().later(IDLE_LOOK_MS, this::tick); // history may end without another event
        }
        if (more && history) {
            around.pool().rest(around.pool().nanos() - start);
        }
        if (more || reasons.addAndGet(-seen) != 0) {
            around.pool().run(this);
        }
    }

    /** Under the lock. */
    private void look() {
        reached = position();
        boolean stands = course.isSettled() && course.status() == Status.FAILED && !retryWanted;
        stop = stands ? new Stop(wanted, course.trouble().error()) : null;
    }

    /** Why it will not get any further unless somebody resumes it, or null; does not wait. */
    LastError failure() {
        Stop last = stop;
        return last == null || last.plan() != wanted || retryWanted ? null : last.error();
    }

    /** The event at which it has failed; CONFLICT when it has not, or at none. */
    Result<Long> failedAt() {
        return settled(() -> course.trouble().failedAt() > 0
                ? Result.ok(course.trouble().failedAt())
                : Result.err(
                        Failure.Kind.CONFLICT,
                        "projection '" + name + "' is " + course.status().word()
                                + ", and has not failed at an event that could be skipped",
                        "see how it is with: photon projection query " + name + " --full"));
    }

    /** Whether it has come to where it is paused; does not wait. */
    boolean standsStill() {
        return standsStill && isPaused();
    }

    boolean isRemoved() {
        return removed;
    }

    /** Of what is wanted: 0 until it is that. */
    private long position() {
        return course.isSettled() ? course.position() : 0;
    }

    /** The position its value covers, or covered a moment ago; does not wait. */
    long reached() {
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
    Descriptor outline() {
        try {
            if (lock.tryLock(OUTLINE_WAIT_MS, TimeUnit.MILLISECONDS)) {
                try {
                    outline = course.describe(null);
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
    interface Use<T> {
        T of(Fold fold) throws ReductionException;
    }

    /** What it is and how it is. */
    Result<Descriptor> full() {
        return settled(() -> {
            byte[] value = course.currentValue();
            return course.isValueLacking()
                    ? Result.err(
                            Failure.Kind.OVERLOADED,
                            "there is no memory at the moment for the value of projection '" + name + "'",
                            "ask again in a moment, or give Photon more (-Xmx)")
                    : Result.ok(course.describe(value));
        });
    }

    /** Reads something of the value. */
    <T> Result<T> read(Use<T> use) {
        return settled(() -> {
            if (course.fold() == null) {
                return Result.err(course.trouble().noValue());
            }
            try {
                return Result.ok(use.of(course.fold()));
            } catch (ReductionException | StateLostException e) {
                if (e instanceof StateLostException) {
                    course.stateLost();
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
    Result<Optional<Snapshot>> snapshotUpTo(long position) {
        return settled(() -> Result.ok(
                course.fold() == null ? Optional.empty() : course.snapshots().latestUpTo(position)));
    }

    /** The positions of all kept snapshots of the current fold. */
    Result<List<Long>> snapshotPositions() {
        return settled(() ->
                Result.ok(course.fold() == null ? List.of() : course.snapshots().positions()));
    }

    /** Waits a while until it is loaded and is not on its way back from a failure. */
    private <T> Result<T> settled(Supplier<Result<T>> then) {
        long left = TimeUnit.SECONDS.toNanos(QUERY_WAIT_SECONDS);
        try {
            if (stay.isGivenUp() || !lock.tryLock(left, TimeUnit.NANOSECONDS)) {
                return Result.err(busy());
            }
            try {
                while (!course.isSettled()) {
                    if (left <= 0) {
                        return Result.err(busy());
                    }
                    left = settled.awaitNanos(left);
                }
                return then.get();
            } catch (GivenUp e) {
                return Result.err(busy());
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.err(busy());
        }
    }

    private Failure busy() {
        return Failure.of(
                Failure.Kind.OVERLOADED,
                "projection '" + name + "' is still loading or busy with one event",
                "ask again in a moment");
    }

    /** Gives the state to whoever follows; a large value is not made again and again. */
    private void publish() {
        long now = System.nanoTime();
        if (now < nextUpdateAt) {
            around.pool().later(1 + (nextUpdateAt - now) / 1_000_000, this::schedule);
            return;
        }
        byte[] value = course.currentValue();
        if (course.isValueLacking()) {
            around.pool().later(LACK_LOOK_MS, this::schedule);
            return;
        }
        updates.give(course.version(), course.describe(value));
        long cost = System.nanoTime() - now;
        long pause = course.status() == Status.CATCHING_UP ? CATCH_UP_UPDATE_NANOS : 0;
        nextUpdateAt = now + Math.max(pause, cost * 10);
    }

    /** Looks after what no event brings about: a save that is due, the end of catching up. */
    void tick() {
        if (lock.tryLock()) {
            try {
                if (!course.isTurnDue()) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            schedule();
        }
    }

    void measure() {
        if (lock.tryLock()) {
            try {
                course.measure();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Ends. @param keeps whether it keeps first what it has folded since its last snapshot */
    void close(boolean keeps) {
        around.overseer().forget(stay);
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
            course.letGo(keeps);
            settled.signalAll();
            gone.complete(null);
        } finally {
            lock.unlock();
        }
    }
}
