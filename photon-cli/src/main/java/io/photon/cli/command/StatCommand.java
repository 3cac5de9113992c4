package io.photon.cli.command;

import io.photon.cli.input.Durations;
import io.photon.cli.output.Report;
import io.photon.cli.top.Batches;
import io.photon.client.PhotonClient;
import io.photon.result.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon stat}. */
@Command(
        name = "stat",
        header = "Print a line of figures a second.",
        description = "Like vmstat, for a daemon: what is appended and how fast it is answered, what waits, who reads,"
                + " the heap, projections that have failed.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon stat", "  photon stat -n 60 -d 10s >> photon.log"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "5:not allowed", "6:daemon unreachable", "130:interrupted"})
public final class StatCommand extends ClientCommand {

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "end after so many lines")
    Long count;

    @Option(
            names = {"-d", "--interval"},
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "how long from one line to the next (default: ${DEFAULT-VALUE})")
    String interval;

    @Override
    int run(PhotonClient client, Report report) throws Exception {
        Result<Long> parsed = Durations.parse(interval);
        if (parsed instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        AtomicBoolean over = new AtomicBoolean();
        Batches batches = new Batches(report, client, over::get);
        try (Interruption interruption = Interruption.watch(() -> over.set(true), report, () -> "stopped")) {
            int code = batches.lines(
                    count == null ? Long.MAX_VALUE : count, Math.max(100, ((Result.Ok<Long>) parsed).value()));
            return interruption.orElse(() -> code);
        }
    }
}
