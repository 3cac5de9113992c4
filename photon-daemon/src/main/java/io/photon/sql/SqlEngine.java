// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import io.photon.task.Steady;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers SQL with as many processes as are allowed, each with one query at a time. A process is started when a query needs one,
 * kept for the next, and ended when none comes. Thread-safe.
 */
public final class SqlEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlEngine.class);

    /** Each who waits holds a thread of a door. */
    private static final int MOST_WAITING = 4;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** It is nice to others: on a machine that is very busy it is not there for long. */
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    /** A process that is older is not used again: what it put aside and freed is gone then, too. */
    private static final Duration OLD = Duration.ofHours(1);

    private static final Failure STOPPING =
            Failure.of(Failure.Kind.OVERLOADED, "Photon is stopping", "ask again after its restart");

    private final SqlSettings settings;
    private final Duration longestStart;
    private final Semaphore free;
    private final Deque<WorkerProcess> resting = new ArrayDeque<>();
    /** Whose folders are there: of one that was told to end it may still be. */
    private final Set<WorkerProcess> living = new HashSet<>();

    private @Nullable ScheduledExecutorService timer;
    private @Nullable WorkerCommand command;
    private boolean closed;

    public SqlEngine(SqlSettings settings) {
        this(settings, LONGEST_START);
    }

    /** @param longestStart until when a process has to be ready */
    SqlEngine(SqlSettings settings, Duration longestStart) {
        this.settings = settings;
        this.longestStart = longestStart;
        this.free = new Semaphore(settings.processes(), true);
        if (settings.enabled()) {
            TemporaryFolder.sweep(settings.folder());
        }
    }

    /** How long a query may take for which this was asked. @param asked null for the usual */
    public Duration atMost(@Nullable Duration asked) {
        return asked == null || asked.compareTo(settings.timeout()) > 0 ? settings.timeout() : asked;
    }

    /**
     * Begins to answer, after a wait for a process; close the answer in any case.
     *
     * @return OVERLOADED when all processes are busy for long, DENIED when SQL is switched off
     */
    public Result<SqlAnswer> ask(SqlRequest request, SqlSource source) {
        if (!settings.enabled()) {
            return Result.err(
                    Failure.Kind.DENIED, "SQL is switched off in this Photon", "start it with -sql.enabled true");
        }
        Duration timeout = atMost(request.timeout());
        if (!admitted(timeout)) {
            return Result.err(
                    Failure.Kind.OVERLOADED,
                    settings.processes() == 1
                            ? "another query is running"
                            : "all " + settings.processes() + " SQL processes are busy",
                    "ask again in a moment; sql.processes allows more at a time");
        }
        boolean begun = false;
        try {
            Result<WorkerProcess> process = process();
            Result<SqlAnswer> answer = process.then(ready -> begin(ready, request, timeout, source));
            begun = answer.isOk();
            return answer;
        } finally {
            if (!begun) {
                free.release();
            }
        }
    }

    private boolean admitted(Duration timeout) {
        if (free.tryAcquire()) {
            return true;
        }
        if (free.getQueueLength() >= MOST_WAITING) {
            return false;
        }
        try {
            return free.tryAcquire(Math.min(timeout.toMillis(), LONGEST_WAIT.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Result<SqlAnswer> begin(WorkerProcess process, SqlRequest request, Duration timeout, SqlSource source) {
        int most = request.maxRows() == null ? settings.maxRows() : Math.min(request.maxRows(), settings.maxRows());
        QueryWatch watch = new QueryWatch(process, timeout, settings.quotaBytes(), timer());
        SqlAnswer answer = new SqlAnswer(process, source, watch, this::done);
        answer.send(request, most, timeout);
        return Result.ok(answer);
    }

    /** A process that rests, or a new one. */
    private Result<WorkerProcess> process() {
        synchronized (this) {
            if (closed) {
                return Result.err(STOPPING);
            }
            while (!resting.isEmpty()) {
                WorkerProcess last = resting.pop();
                if (last.isAlive()) {
                    return Result.ok(last);
                }
            }
        }
        return started();
    }

    private Result<WorkerProcess> started() {
        WorkerProcess process;
        try {
            process = WorkerProcess.start(settings, command());
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.INTERNAL,
                    "no SQL process can be started: " + Fault.words(e),
                    "it needs a folder that can be written to, see sql.folder, and memory for sql.heap");
        }
        synchronized (this) {
            living.add(process);
            if (closed) {
                process.end(STOPPING);
            }
        }
        process.whenGone(() -> gone(process));
        QueryWatch watch = QueryWatch.ofStart(process, longestStart, timer());
        try {
            process.awaitReady();
            return Result.ok(process);
        } catch (IOException e) {
            return Result.err(process.whyGone());
        } finally {
            watch.close();
        }
    }

    /** A query has ended. @param usable whether its process can take another one */
    private void done(WorkerProcess process, boolean usable) {
        boolean again = usable && process.isAlive() && !process.hasPutRowsAside() && process.ageNanos() < OLD.toNanos();
        synchronized (this) {
            if (again && !closed) {
                process.rests();
                resting.push(process);
            } else {
                process.end(STOPPING);
            }
        }
        free.release();
    }

    private synchronized void gone(WorkerProcess process) {
        living.remove(process);
    }

    private synchronized ScheduledExecutorService timer() {
        if (timer == null) {
            timer = Steady.timer("photon-sql");
            long everyMs = Math.max(100, Math.min(10_000, settings.idle().toMillis() / 4));
            timer.scheduleWithFixedDelay(this::endIdle, everyMs, everyMs, TimeUnit.MILLISECONDS);
        }
        return timer;
    }

    private synchronized WorkerCommand command() {
        if (command == null) {
            command = WorkerCommand.ofThisProcess(settings.givesWay());
        }
        return command;
    }

    private synchronized void endIdle() {
        resting.removeIf(process -> {
            boolean over =
                    !process.isAlive() || process.idleNanos() > settings.idle().toNanos();
            if (over) {
                LOG.debug("SQL process {} was idle and is ended", process.pid());
                process.end(STOPPING);
            }
            return over;
        });
    }

    /** Ends all processes, and the queries in them. */
    @Override
    public void close() {
        Set<WorkerProcess> last;
        synchronized (this) {
            closed = true;
            last = Set.copyOf(living);
            resting.clear();
            if (timer != null) {
                timer.shutdownNow();
            }
        }
        last.forEach(process -> process.end(STOPPING));
        last.forEach(WorkerProcess::awaitEnd);
    }
}
