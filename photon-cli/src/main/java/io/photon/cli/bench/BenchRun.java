// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run: looks at the daemon, prepares, warms up, measures second by second, and removes what it made, whatever
 * happened. One thread runs it; {@link #interrupt} may come from another.
 */
public final class BenchRun {

    /** Streams and projections of a bench begin so. */
    public static final String PREFIX = "photon-bench-";

    /** How long requests under way may take when the time is up: a little longer than a client waits for an answer. */
    private static final long END_MS = 35_000;

    /** The same when the user wants no more. */
    private static final long INTERRUPTED_MS = 2_000;

    /** How long requests that were due before the end may still be sent, so that their latencies are not missing. */
    private static final long BACKLOG_MS = 3_000;

    /** How long threads may take to end that have been broken off. */
    private static final long BROKEN_OFF_MS = 5_000;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final BenchPlan plan;
    private final MeasuredDaemon daemon;
    private final Progressing progress;
    private final String version;
    private final @Nullable Recorder recorder;
    private final Halt halt = new Halt();
    private final Figures figures = new Figures();
    private final Clients clients;
    private final Workers senders = new Workers(halt);
    private final Workers others = new Workers(halt);
    private final Pace pace;
    private volatile boolean measuring;
    private List<Failure> left = List.of();
    private double coresUsed = Double.NaN;

    /** @param version of this Photon @param recorder writes a history; null for none; the caller closes it */
    public BenchRun(BenchPlan plan, MeasuredDaemon daemon, Report report, String version, @Nullable Recorder recorder) {
        this.recorder = recorder;
        this.plan = plan;
        this.daemon = daemon;
        this.progress = new Progressing(report);
        this.version = version;
        this.clients = new Clients(daemon);
        this.pace = Pace.of(plan, halt);
    }

    /** Ends it early: it still removes what it made, and tells what it has measured. */
    public void interrupt() {
        halt.interrupt();
        if (!measuring) {
            clients.cancel();
        }
    }

    public boolean isInterrupted() {
        return halt.isInterrupted();
    }

    /** What could not be removed, each with the command that does it. */
    public List<Failure> left() {
        return left;
    }

    /** Runs it. @return the outcome, also of one that was ended early; or why there is none */
    public Result<BenchResult> run() {
        String name = PREFIX + String.format(Locale.ROOT, "%08x", new SecureRandom().nextInt());
        Stage stage = new Stage(plan, name, clients, figures, halt, others, System.nanoTime(), recorder);
        Result<byte[]> facts = clients.open(false).then(PhotonClient::stats);
        if (facts instanceof Result.Err<byte[]> err) {
            clients.close();
            return Result.err(err.failure());
        }
        long startedMs = System.currentTimeMillis();
        Workload load = workload(stage);
        try {
            return measured(load)
                    .map(unsent -> new BenchResult(
                            plan,
                            !halt.isInterrupted(),
                            startedMs,
                            version,
                            daemon.shown(),
                            facts.value(),
                            figures,
                            pace.lateness(),
                            coresUsed,
                            unsent,
                            load.latencyOf(),
                            load.facts()));
        } finally {
            halt.over();
            clients.cancel();
            senders.join(BROKEN_OFF_MS);
            others.join(BROKEN_OFF_MS);
            clients.close();
            left = new Leftovers(daemon, name, plan.load() == BenchPlan.Load.projection).remove();
        }
    }

    private Workload workload(Stage stage) {
        return switch (plan.load()) {
            case emit -> new EmitLoad(stage, pace);
            case replay -> new ReplayLoad(stage);
            case projection -> new ProjectionLoad(stage, pace);
            case live -> new LiveLoad(stage, pace);
        };
    }

    /** @return how many requests were due and not sent */
    private Result<Long> measured(Workload load) {
        progress.stage("preparing on " + daemon.shown());
        Result<Boolean> prepared = load.prepare();
        if (prepared instanceof Result.Err<Boolean> err) {
            return Result.err(err.failure());
        }
        measuring = true;
        progress.stage(String.format(
                Locale.ROOT,
                "measuring for %.1f s after %.1f s of warm-up",
                plan.durationMs() / 1e3,
                plan.warmupMs() / 1e3));
        pace.start();
        load.work().forEach(work -> senders.start("client", work));
        if (!halt.await(plan.warmupMs())) {
            seconds();
        }
        pace.end();
        if (!load.isBrokenOff() && !halt.isGiven()) {
            senders.join(BACKLOG_MS);
        }
        long unsent = halt.isInterrupted() ? 0 : pace.unsent();
        halt.over();
        if (load.isBrokenOff()) {
            clients.cancel();
        }
        if (!senders.join(halt.isInterrupted() ? INTERRUPTED_MS : END_MS)) {
            clients.cancel();
            senders.join(BROKEN_OFF_MS);
        }
        Result<Boolean> finished = halt.failure() != null || halt.isInterrupted() ? Result.ok(true) : load.finish();
        figures.end();
        if (halt.failure() != null) {
            return Result.err(halt.failure());
        }
        return finished.then(ok -> figures.seconds() == 0 || figures.latencies().getTotalCount() == 0
                ? Result.err(nothing())
                : Result.ok(unsent));
    }

    /** The measurement itself. */
    private void seconds() {
        long from = System.nanoTime();
        long end = from + plan.durationMs() * 1_000_000;
        figures.begin(from);
        double cpuBefore = cpuSeconds();
        boolean over = false;
        for (long second = 1; !over; second++) {
            long until = Math.min(end, from + second * SECOND_NANOS);
            over = halt.awaitUntil(until) || until == end;
            progress.second(figures.tick(System.nanoTime()));
        }
        coresUsed = (cpuSeconds() - cpuBefore) / figures.seconds();
    }

    /** What this process has taken of all cores, NaN when the system does not tell. */
    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(taken -> taken.toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    private Failure nothing() {
        String errors = figures.errors().isEmpty() ? "" : "; errors: " + figures.errors();
        return Failure.of(
                Kind.TIMED_OUT,
                "nothing was answered within the measurement" + errors,
                "measure for longer with --duration, or look at the daemon's log");
    }
}
