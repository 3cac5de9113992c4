// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import io.photon.log.EventLog;
import io.photon.log.StoreFailures;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import io.photon.task.Steady;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node stops being the primary: it refuses appends, keeps in {@code node.json} that it does, puts the events that never reached
 * the new primary into a file, and keeps that it has been replaced. What of this fails is tried again until it is done, after a
 * restart, too. For one thread at a time, except {@link #close}.
 */
final class StepDown implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StepDown.class);

    private static final long RETRY_MS = 1_000;

    private final EventLog log;
    private final NodeRole role;
    private final NodeFile file;
    private final Path folder;
    private final Consumer<Epoch> retry;
    private final @Nullable StoreFacts facts;
    private final ScheduledThreadPoolExecutor timer = Steady.timer("photon-step-down");
    private String trouble = "";
    private volatile boolean closed;
    /** From when it begins until it is done, also while it waits to try again. */
    private final AtomicBoolean underWay = new AtomicBoolean();

    /**
     * @param folder for the files of events that were not replicated
     * @param retry tries {@link #to} again, on a thread of its own
     * @param facts what those on a shared store are told; null for a store of its own
     */
    StepDown(
            EventLog log,
            NodeRole role,
            NodeFile file,
            Path folder,
            Consumer<Epoch> retry,
            @Nullable StoreFacts facts) {
        this.log = log;
        this.role = role;
        this.file = file;
        this.folder = folder;
        this.retry = retry;
        this.facts = facts;
    }

    /**
     * Steps down for the node on which an epoch began. Waits for the events in the queue, 30 s at most.
     *
     * @param known the highest epoch that this node knows
     * @return CONFLICT when that is as high
     */
    Result<Retirement> to(Epoch by, Epoch known) {
        if (closed) {
            return Result.err(Failure.Kind.OVERLOADED, "Photon is stopping", "tell it again after its restart");
        }
        Optional<Retirement> already = file.retirement().filter(told -> !by.isAbove(told.by()));
        if (already.isPresent() && role.role() == NodeRole.Role.RETIRED) {
            retired(already.get()); // it may have been asked to go on in between
            return Result.ok(already.get());
        }
        if (!by.isAbove(known)) {
            underWay.set(false);
            return Result.err(
                    Failure.Kind.CONFLICT,
                    "this node knows of epoch " + known.number() + " of " + known.where() + ", and epoch " + by.number()
                            + " of " + by.where() + " is not above it",
                    "see: photon cluster status");
        }
        underWay.set(true);
        role.retire(by, by.address(), begun(by)); // before anything else: what is in the queue is refused now
        keepThatItBegan(by);
        StoreFacts told = facts;
        Result<Retirement> retired = told == null ? alone(by) : withOthers(by, told);
        if (!retired.isOk()) {
            return again(by, retired.failure());
        }
        Failure why = retired.value().why();
        retired(retired.value());
        LOG.error("{}; {}", why.message(), why.hint());
        return retired;
    }

    private void retired(Retirement done) {
        role.retire(done.by(), done.by().address(), done.why());
        underWay.set(false);
    }

    private static Failure begun(Epoch by) {
        return Failure.of(
                Failure.Kind.NOT_PRIMARY, "epoch " + by.number() + " has begun on " + by.where(), "send it there");
    }

    /** Before what may take long, or fail for lack of room: a restart must not take events again. */
    private void keepThatItBegan(Epoch by) {
        try {
            file.retiring(by);
        } catch (IOException e) {
            LOG.warn(
                    "that this node steps down cannot be kept yet: {}; it is tried again each second",
                    SystemError.reason(e));
        }
    }

    /**
     * Goes on with what a former run of this process had begun, or another Photon on the store: nothing is appended until it is
     * done, and after. Does nothing while it is at it. Waits for nothing.
     */
    void goOn(Epoch by) {
        if (underWay.compareAndSet(false, true)) {
            role.retire(by, by.address(), begun(by));
            schedule(by, 0);
        }
    }

    private Result<Retirement> alone(Epoch by) {
        return lastTurn().isPresent() ? writeUnreplicated(by).then(this::keep) : queueIsStuck(by);
    }

    /**
     * All Photons on the store stop, and the one that writes says what never reached the new primary: once they are told, who takes
     * the lease appends nothing, and who had it before is fenced. So its file has all.
     */
    private Result<Retirement> withOthers(Epoch by, StoreFacts facts) {
        try {
            StoreFacts.Known known = facts.read();
            Optional<Retirement> done = known.retired(by);
            if (done.isPresent()) {
                return keep(done.get());
            }
            if (!known.retiring().contains(by)) { // it is tried each second
                facts.retiring(by);
            }
            Optional<Result<Long>> turn = lastTurn();
            if (turn.isEmpty()) {
                return queueIsStuck(by);
            }
            if (!isRefusedByTheGate(turn.get())) {
                return Result.err(
                        Failure.Kind.OVERLOADED,
                        "another Photon writes to this store, and steps down when it has read that epoch " + by.number()
                                + " has begun on " + by.where(),
                        "it is looked at again each second; see: photon cluster status");
            }
            Result<Retirement> written = writeUnreplicated(by);
            if (written.isOk()) {
                facts.retired(written.value());
            }
            return written.then(this::keep);
        } catch (StoreException e) {
            return Result.err(StoreFailures.withoutChange(e));
        }
    }

    /** What was appended before the role changed has its place then; what comes later is refused. Empty when that takes too long. */
    private Optional<Result<Long>> lastTurn() {
        return LogAnswers.within(log.replicate(List.of())); // refused in its turn
    }

    /** Not because this log does not write. */
    private static boolean isRefusedByTheGate(Result<Long> turn) {
        return !turn.isOk() && turn.failure().kind() == Failure.Kind.CONFLICT;
    }

    private static Result<Retirement> queueIsStuck(Epoch by) {
        return Result.err(
                Failure.Kind.OVERLOADED,
                "the events in the queue are not stored within " + LogAnswers.SECONDS
                        + " s, so it is not known which of them never reached " + by.where(),
                "it is tried again");
    }

    private Result<Retirement> writeUnreplicated(Epoch by) {
        Path unreplicated = folder.resolve("unreplicated-" + by.number() + "-" + by.after() + Retirement.ENDING);
        return UnreplicatedEvents.write(log, by.after(), unreplicated)
                .map(written -> new Retirement(
                        by,
                        written.events(),
                        written.events() == 0 ? null : written.file().toString()));
    }

    private Result<Retirement> keep(Retirement retirement) {
        try {
            file.retired(retirement);
            return Result.ok(retirement);
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.NO_SPACE,
                    "that this node is not the primary any more cannot be kept in " + folder + ": "
                            + SystemError.reason(e),
                    "make room there; it is tried again");
        }
    }

    /** Says why it could not step down wholly, and tries it again until it can: the one that told it does so once. */
    private Result<Retirement> again(Epoch by, Failure why) {
        if (!why.message().equals(trouble)) {
            trouble = why.message();
            LOG.error("{}; {}", why.message(), why.hint());
        }
        schedule(by, RETRY_MS);
        return Result.err(why);
    }

    private void schedule(Epoch by, long ms) {
        try {
            timer.schedule(() -> retry.accept(by), ms, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.warn(
                    "this Photon stops before it has stepped down: it goes on at its next start, or when it is told again");
        }
    }

    /** Tries nothing any more. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
    }
}
