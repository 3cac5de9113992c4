// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.result.Failure;
import io.photon.sql.wire.SqlFailures;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends a process whose query takes longer than it may, or puts more aside. Thread-safe. */
final class QueryWatch implements AutoCloseable {

    private static final long EVERY_MS = 100;
    /** So long H2 may take to notice that the time is over; then the process is ended. */
    private static final long GRACE_MS = 500;

    private final WorkerProcess process;
    private final long quotaBytes;
    private final Failure late;
    private final long deadlineNanos;
    private final ScheduledFuture<?> looking;

    /** Of a query. */
    QueryWatch(WorkerProcess process, Duration timeout, long quotaBytes, ScheduledExecutorService timer) {
        this(process, timeout.plusMillis(GRACE_MS), SqlFailures.timedOut(timeout.toMillis()), quotaBytes, timer);
    }

    /** Of a process that is not ready yet. */
    static QueryWatch ofStart(WorkerProcess process, Duration longest, ScheduledExecutorService timer) {
        Failure late = Failure.of(
                Failure.Kind.OVERLOADED,
                "no SQL process was ready within " + longest.toSeconds() + " s: this machine is very busy",
                "ask again when it is less so; the query was not begun");
        return new QueryWatch(process, longest, late, Long.MAX_VALUE, timer);
    }

    private QueryWatch(
            WorkerProcess process, Duration longest, Failure late, long quotaBytes, ScheduledExecutorService timer) {
        this.process = process;
        this.quotaBytes = quotaBytes;
        this.late = late;
        this.deadlineNanos = System.nanoTime() + longest.toNanos();
        this.looking = timer.scheduleWithFixedDelay(this::look, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (System.nanoTime() - deadlineNanos > 0) {
            process.end(late);
        } else if (process.bytes() > quotaBytes) {
            process.end(Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the query puts aside more than the " + (quotaBytes >> 20) + " MiB of sql.disk-quota",
                    "sort and group less: fewer columns, one stream; or start Photon with a larger -sql.disk-quota"));
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
    }
}
