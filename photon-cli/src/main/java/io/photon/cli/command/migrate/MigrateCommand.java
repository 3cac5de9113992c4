// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.migrate;

import io.photon.cli.command.ConnectionOptions;
import io.photon.cli.command.Interruption;
import io.photon.cli.command.OutputOptions;
import io.photon.cli.log.SafeLogging;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import io.photon.client.PhotonClient;
import io.photon.daemon.OfflineLog;
import io.photon.daemon.StoreConfig;
import io.photon.migration.LogSource;
import io.photon.migration.Migration;
import io.photon.migration.Moved;
import io.photon.migration.Source;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code photon migrate}. */
@Command(
        name = "migrate",
        header = "Move everything to another backend, and prove it.",
        description = {
            "Copies every event as it is, with order-id, time and bytes, reads the copy back, and compares each stream on"
                    + " both sides: how many events, the first, the last, and a sum of their hashes. Run again it goes on"
                    + " where it was stopped, and compares what is there.",
            "SOURCE and TARGET are a backend or a file of settings, then settings as KEY=VALUE; the rest is read as"
                    + " photon serve reads it. No daemon may use them. SOURCE may also be the URL of a running daemon: it"
                    + " is copied while it runs, then it refuses appends until the rest is copied and proved, and stays so."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon migrate --from h2 --to file file.path=/var/lib/photon/events",
            "  photon migrate --from /etc/photon/photon.properties --to redis redis.url=redis://db:6379",
            "  photon migrate --from http://localhost:3000 --to file file.path=/new/events --report proof.ndjson"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:moved, and both sides are the same",
            "2:bad option or setting",
            "3:there is no such store",
            "4:one of them is in use, or the target holds something else; nothing was changed",
            "5:not allowed",
            "6:unreachable, or out of space; run it again, and it goes on",
            "7:the two sides differ, or one is damaged"
        })
public final class MigrateCommand implements Callable<Integer> {

    /** So long a process that is told to end waits until what is under way is in order. */
    private static final long PATIENCE_MS = 60_000;

    @Option(
            names = "--from",
            arity = "1..*",
            required = true,
            paramLabel = "SOURCE",
            description = "what to move: a backend or a file of settings, then KEY=VALUE; or the URL of a daemon")
    List<String> from;

    @Option(
            names = "--to",
            arity = "1..*",
            required = true,
            paramLabel = "TARGET",
            description = "where to: a backend or a file of settings, then KEY=VALUE; empty, or left by an earlier run")
    List<String> to;

    @Option(names = "--dry-run", description = "compare what is there and count the rest; change nothing")
    boolean dryRun;

    @Option(
            names = "--no-stop",
            description =
                    "let a running source take appends to the end: what comes later is missing, until the next run")
    boolean noStop;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "write the proof of each stream there, as lines of JSON, or as text when FILE ends in .txt")
    @Nullable Path reportFile;

    @Mixin
    ConnectionOptions connection;

    @Mixin
    OutputOptions output;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Report report = output.open(spec);
        // Of its stores only what is wrong: what goes well it says itself.
        SafeLogging.configure("text", List.of("warn"));
        return report.guard(() -> {
            if (connection.isGiven()) {
                return report.fail(Failure.of(
                        Failure.Kind.BAD_INPUT,
                        "--url and --context do not say what is moved",
                        "give the daemon's URL as --from"));
            }
            Result<Integer> done = run(report);
            return done instanceof Result.Err<Integer> err ? report.fail(err.failure()) : done.value();
        });
    }

    private Result<Integer> run(Report report) throws IOException {
        Surroundings surroundings = Surroundings.of(report.console().environment());
        StoreWords source = new StoreWords("--from", from);
        StoreWords target = new StoreWords("--to", to);
        if (target.isUrl()) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "--to is a URL, and a running daemon has its own store",
                    "give its backend and stop it; or copy into it with: photon backup | photon restore --url URL");
        }
        Result<StoreConfig> goal = target.store(surroundings);
        if (!goal.isOk()) {
            return Result.err(goal.failure());
        }
        if (source.isUrl()) {
            Result<DaemonSource> running = source.url().then(url -> daemon(url, goal.value(), report));
            if (!running.isOk()) {
                return Result.err(running.failure());
            }
            try (DaemonSource daemon = running.value()) {
                return into(daemon, goal.value(), report);
            }
        }
        Result<StoreConfig> start = source.store(surroundings);
        if (start.isOk() && OfflineLog.isSame(start.value(), goal.value())) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "--from and --to are the same store: " + OfflineLog.shown(goal.value()),
                    "give one of them another place");
        }
        if (start.isOk() && OfflineLog.isWithin(goal.value(), start.value())) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "--to is a folder within --from: " + OfflineLog.shown(goal.value()),
                    "give it a place next to the folder of --from");
        }
        Result<OfflineLog> opened = start.then(OfflineLog::existing);
        if (!opened.isOk()) {
            return Result.err(opened.failure());
        }
        try (OfflineLog store = opened.value();
                Source whole = new LogSource(store.log(), store.shown())) {
            if (store.log().head() == 0) {
                return Result.err(
                        Failure.Kind.NOT_FOUND,
                        store.shown() + " is empty",
                        "give the settings that its daemon has; see them with: photon serve --print-config");
            }
            return into(whole, goal.value(), report);
        }
    }

    private Result<DaemonSource> daemon(String url, StoreConfig goal, Report report) {
        return connection
                .choose(url, report)
                .then(chosen -> client(report)
                        .then(data -> client(report)
                                .map(control -> new DaemonSource(
                                        data, control, url, "events are moved to " + OfflineLog.shown(goal)))));
    }

    private Result<PhotonClient> client(Report report) {
        return connection.open(report, true, null);
    }

    private Result<Integer> into(Source source, StoreConfig goal, Report report) throws IOException {
        Result<OfflineLog> opened = dryRun ? OfflineLog.existingOrEmpty(goal) : OfflineLog.open(goal);
        if (!opened.isOk()) {
            return Result.err(opened.failure());
        }
        try (OfflineLog target = opened.value();
                ProofFile proofs = ProofFile.open(reportFile, report.console());
                Progress progress = report.progress("events", 0)) {
            Migration migration = new Migration(
                    source,
                    target.log(),
                    target.shown(),
                    new Migration.Options(dryRun, !noStop, target.scratch()),
                    told(progress),
                    System::nanoTime);
            progress.begin("from " + source.shown() + " to " + target.shown());
            AtomicBoolean isOver = new AtomicBoolean();
            try (Interruption interruption = Interruption.watch(
                    migration::cancel,
                    PATIENCE_MS,
                    report,
                    () -> isOver.get()
                            ? "interrupted when it was over"
                            : "stopped; the target has everything up to " + migration.position()
                                    + "; run the same command again, and it goes on")) {
                Result<Moved> moved = migration.run(proofs::add);
                boolean isBrokenOff = moved instanceof Result.Err<Moved> err && err.failure() == Migration.BROKEN_OFF;
                isOver.set(!isBrokenOff);
                IntSupplier end = () -> end(moved, source, target, proofs, progress, report);
                // One that was proved is told, for the source stays stopped; one that went wrong as well.
                return Result.ok(isBrokenOff ? interruption.orElse(end) : end.getAsInt());
            }
        }
    }

    private static Migration.Progress told(Progress progress) {
        return new Migration.Progress() {
            @Override
            public void begins(String what) {
                progress.begin(what);
            }

            @Override
            public void at(long events, long bytes) {
                progress.at(events, bytes);
            }
        };
    }

    private int end(
            Result<Moved> moved, Source source, OfflineLog target, ProofFile proofs, Progress progress, Report report) {
        progress.clear();
        try {
            if (moved instanceof Result.Err<Moved> err) {
                if (err.failure().kind() == Failure.Kind.VERIFICATION_FAILED) {
                    proofs.keep();
                }
                return report.fail(err.failure());
            }
            byte[] json = moved.value().json(source.shown(), target.shown());
            String sentence = sentence(moved.value(), target.shown());
            proofs.end(json, sentence);
            if (source instanceof DaemonSource daemon && !dryRun && !noStop) {
                report.note(daemon.closing(target.shown()));
            }
            return report.done(Result.ok(json), shown -> sentence);
        } catch (IOException e) {
            report.complain(Failure.of(
                    Failure.Kind.NO_SPACE,
                    "the report cannot be written into " + reportFile + ": " + e.getMessage(),
                    "everything was moved and proved; run it again with another --report"));
            return ExitCode.UNREACHABLE;
        }
    }

    private static String sentence(Moved moved, String target) {
        if (moved.dryRun()) {
            return Units.counted(moved.found(), "event") + " are in " + target + " already, and the same; "
                    + Units.counted(moved.copied(), "event") + " would be copied, up to " + moved.head();
        }
        return Units.counted(moved.copied(), "event") + " copied to " + target
                + (moved.found() == 0 ? "" : ", where " + moved.found() + " were already")
                + "; all " + Units.counted(moved.events(), "event") + " of "
                + Units.counted(moved.streams(), "stream") + " are the same on both sides, up to " + moved.head()
                + (moved.pausedNanos() < 0
                        ? ""
                        : "; writers stood still for " + Units.duration(moved.pausedNanos() / 1e9));
    }
}
