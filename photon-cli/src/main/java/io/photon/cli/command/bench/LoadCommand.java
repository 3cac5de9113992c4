// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.cli.bench.BenchPlan;
import io.photon.cli.bench.BenchResult;
import io.photon.cli.bench.BenchRun;
import io.photon.cli.bench.BenchView;
import io.photon.cli.bench.MeasuredDaemon;
import io.photon.cli.bench.Recorder;
import io.photon.cli.command.ConnectionOptions;
import io.photon.cli.command.Interruption;
import io.photon.cli.command.MessageOptions;
import io.photon.cli.command.ServiceOption;
import io.photon.cli.context.ChosenDaemon;
import io.photon.cli.context.Context;
import io.photon.cli.input.Durations;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all loads have in common: for how long, on which daemon, and how the outcome is shown. */
abstract class LoadCommand implements Callable<Integer> {

    /** How long the process waits, when it is told to end, until what it made is removed. */
    private static final long PATIENCE_MS = 60_000;

    @Mixin
    BenchOutput output;

    @Mixin
    ConnectionOptions connection;

    @Mixin
    ServiceOption service;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "300",
            description = "size of an event as it is sent (default: ${DEFAULT-VALUE})")
    int size;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "measure for so long (default: ${DEFAULT-VALUE})")
    String duration;

    @Option(
            names = "--warmup",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "the same load before that, not counted (default: ${DEFAULT-VALUE})")
    String warmup;

    @Option(names = "--yes", description = "measure on a production context, too")
    boolean yes;

    @Spec
    CommandSpec spec;

    /** What is to be measured. */
    abstract Result<BenchPlan> plan(long durationMs, long warmupMs);

    @Override
    public final Integer call() {
        Report report = output.open(spec);
        return report.guard(() -> {
            Result<BenchPlan> planned = Durations.span(duration)
                    .then(forMs -> Durations.span(warmup).then(warmMs -> plan(forMs, warmMs)))
                    .then(BenchPlan::checked)
                    .then(plan -> connection.choose(report).then(daemon -> allowed(daemon, plan)));
            return planned instanceof Result.Err<BenchPlan> err
                    ? report.fail(err.failure())
                    : run(planned.value(), report);
        });
    }

    /** A load slows down everybody who works with the daemon. */
    private Result<BenchPlan> allowed(ChosenDaemon daemon, BenchPlan plan) {
        Context context = daemon.context();
        return yes || context == null || !context.production()
                ? Result.ok(plan)
                : Result.err(
                        Kind.BAD_INPUT,
                        "'" + context.name() + "' is a production context: " + context.url(),
                        "a load slows down everybody who works there; measure elsewhere, or say --yes");
    }

    private int run(BenchPlan plan, Report report) throws IOException {
        try (Recorder recorder = recorder(report)) {
            return run(plan, recorder, report);
        }
    }

    /** Writes down what happens; null for a load that is only measured. */
    @Nullable Recorder recorder(Report report) throws IOException {
        return null;
    }

    private int run(BenchPlan plan, @Nullable Recorder recorder, Report report) {
        BenchRun bench = new BenchRun(plan, new ByOptions(report), report, MessageOptions.version(spec), recorder);
        try (Interruption interruption = Interruption.watch(
                bench::interrupt,
                PATIENCE_MS,
                report,
                () -> bench.left().isEmpty() ? "stopped; what it made is removed" : "stopped")) {
            Result<BenchResult> outcome = bench.run();
            int code = conclude(bench, outcome, report);
            for (Failure left : bench.left()) {
                int leftCode = report.fail(left);
                code = code == ExitCode.OK || code == ExitCode.PARTIAL ? leftCode : code;
            }
            int last = code;
            return interruption.orElse(() -> last);
        }
    }

    private int conclude(BenchRun bench, Result<BenchResult> outcome, Report report) {
        if (outcome instanceof Result.Err<BenchResult> err) {
            return bench.isInterrupted() ? ExitCode.INTERRUPTED : report.fail(err.failure());
        }
        BenchResult result = outcome.value();
        new BenchView(report).show(result, output.of(report));
        report.out().flush();
        if (result.unsent() > 0) {
            report.note("the rate was not reached: " + result.unsent()
                    + " requests were due and never sent, so latencies are worse than they look; use more clients or a"
                    + " lower --rate");
        }
        return result.errorCount() == 0
                ? ExitCode.OK
                : report.fail(
                        Failure.of(
                                Kind.INTERNAL,
                                "not everything was done: " + result.errorWords(),
                                "latencies are of what was answered; see the daemon's log"),
                        ExitCode.PARTIAL);
    }

    /** The daemon that the options say. */
    private final class ByOptions implements MeasuredDaemon {
        private final Report report;

        ByOptions(Report report) {
            this.report = report;
        }

        @Override
        public synchronized Result<PhotonClient> open(boolean lasting) {
            return connection.open(report, lasting, service.name());
        }

        @Override
        public String shown() {
            return connection.shown();
        }

        @Override
        public String options() {
            return connection.urlOption();
        }
    }
}
