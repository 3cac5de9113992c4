// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.top;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.Interruption;
import io.photon.cli.output.Report;
import io.photon.cli.top.BatchText;
import io.photon.client.PhotonClient;
import io.photon.result.Result;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code photon stat}. */
@Command(
        name = "stat",
        header = "Print a line of figures each second.",
        description = "Like vmstat, for a daemon: what is appended and how fast it is answered, what waits, who reads,"
                + " the heap, projections that have failed.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon stat", "  photon stat -n 60 -d 10s >> photon.log"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "5:not allowed", "6:daemon unreachable", "130:interrupted"})
public final class StatCommand extends ClientCommand {

    @Mixin
    ReadingOptions readings;

    @Override
    protected int run(PhotonClient client, Report report) throws Exception {
        Result<Long> parsed = readings.intervalMs();
        if (parsed instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        AtomicBoolean over = new AtomicBoolean();
        BatchText batches = new BatchText(report, client, over::get);
        try (Interruption interruption = Interruption.watch(() -> over.set(true), report, () -> "stopped")) {
            int code = batches.lines(readings.most(), parsed.value());
            return interruption.orElse(() -> code);
        }
    }
}
