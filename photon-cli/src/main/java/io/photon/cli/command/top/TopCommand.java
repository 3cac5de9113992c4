// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.top;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.Interruption;
import io.photon.cli.context.Context;
import io.photon.cli.output.Console;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.cli.top.BatchText;
import io.photon.cli.top.Dashboard;
import io.photon.cli.top.reading.ShownDaemon;
import io.photon.cli.top.screen.Colours;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code photon top}. */
@Command(
        name = "top",
        header = "Watch a daemon: a dashboard in the terminal.",
        description = {
            "Shows how fast events come and are answered, streams, projections, readers, new events, the store and the"
                    + " broker, and what is wrong first. Press ? for the keys of a view, c for the command that does the"
                    + " same. Changes are shown as a command and asked for before they are made; of a production context its name"
                    + " is asked for.",
            "--once and --batch print the same as text, for scripts and logs, and where there is no terminal."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon top",
            "  photon top --url https://photon.example.com:3000 --read-only",
            "  photon top --once -o json | jq .stats.log",
            "  photon top --batch -n 10 -d 1s"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:no terminal for a dashboard", "5:not allowed", "6:daemon unreachable"})
public final class TopCommand extends ClientCommand {

    @Option(names = "--once", description = "print one reading; with -o json all that the daemon tells")
    boolean once;

    @Option(names = "--batch", description = "print readings as text, a block each")
    boolean batch;

    @Mixin
    ReadingOptions readings;

    @Option(names = "--read-only", description = "nothing can be changed from the dashboard")
    boolean readOnly;

    @Option(
            names = "--light",
            description = "colours for a light background (default: when COLORFGBG says that it is one)")
    boolean light;

    @Override
    protected int run(PhotonClient client, Report report) throws Exception {
        Result<Long> parsed = readings.intervalMs();
        if (parsed instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        long intervalMs = parsed.value();
        if (!once && !batch) {
            return dashboard(report, intervalMs);
        }
        AtomicBoolean over = new AtomicBoolean();
        BatchText batches = new BatchText(report, client, over::get);
        if (once && report.one() == Format.json) {
            return batches.json();
        }
        long most = once ? 1 : readings.most();
        try (Interruption interruption = Interruption.watch(() -> stop(over, client), report, () -> "stopped")) {
            int code = batches.blocks(connection.shown(), most, intervalMs);
            return interruption.orElse(() -> code);
        }
    }

    private static void stop(AtomicBoolean over, PhotonClient client) {
        over.set(true);
        client.cancel();
    }

    private int dashboard(Report report, long intervalMs) throws Exception {
        Console console = report.console();
        String term = console.environment().getOrDefault("TERM", "");
        if (!console.isInTerminal() || !console.isOutTerminal() || term.isEmpty() || term.equals("dumb")) {
            String missing = console.isInTerminal() && console.isOutTerminal()
                    ? "this terminal cannot move its cursor (TERM=" + term + ")"
                    : "there is no terminal";
            return report.fail(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "no dashboard: " + missing,
                    "print readings as text with: photon top --batch, or photon top --once -o json"));
        }
        Context context = connection.context();
        ShownDaemon target = context == null
                ? new ShownDaemon(connection.shown(), null, false)
                : new ShownDaemon(connection.shown(), context.name(), context.production());
        new Dashboard(
                        target,
                        readOnly,
                        intervalMs,
                        console.isUnicode(),
                        lasting -> connection.open(report, lasting, store()))
                .run(console, Colours.of(report.colourOn(true), light, console.environment()));
        return ExitCode.OK;
    }
}
