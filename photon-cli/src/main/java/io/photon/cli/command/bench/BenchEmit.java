// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.cli.bench.BenchPlan;
import io.photon.cli.bench.Recorder;
import io.photon.cli.output.Report;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon bench emit}. */
@Command(
        name = "emit",
        header = "Measure how fast events are stored.",
        description = {
            "Each client is a connection with one request under way. Without --rate a client sends when it has its answer"
                    + " (closed loop): that finds the highest throughput, but while the daemon stalls nothing is sent, so a"
                    + " stall shows in few latencies. With --rate requests leave at times set beforehand (open loop), and a"
                    + " latency counts from the intended time, as a user would feel it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon bench emit --clients 64",
            "  photon bench emit --clients 1 --batch 100",
            "  photon bench emit --clients 32 --rate 2000/s --duration 5m -o csv > seconds.csv",
            "  photon bench emit --duration 1m --history history.ndjson && photon check-history history.ndjson"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "2:usage",
            "5:not allowed",
            "6:daemon unreachable or out of space, also when something is left at it",
            "8:measured, but some requests failed",
            "124:nothing was answered in time",
            "130:interrupted; what was measured is shown"
        })
final class BenchEmit extends LoadCommand {

    private static final int MOST_READERS = 64;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "8",
            description = "connections, each with one request under way (default: ${DEFAULT-VALUE})")
    int clients;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "events a request (default: ${DEFAULT-VALUE})")
    int batch;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            description = "events a second in all, at times set beforehand (default: as fast as answers come)")
    @Nullable String rate;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "write down what each client does and is answered, and what is stored in the end, for photon"
                    + " check-history")
    @Nullable Path history;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "1",
            description = "with --history: readers that follow the stream, 0 to 64 (default: ${DEFAULT-VALUE})")
    int readers;

    @Override
    @Nullable Recorder recorder(Report report) throws IOException {
        return history == null ? null : Recorder.open(history, readers, report.console());
    }

    @Override
    Result<BenchPlan> plan(long durationMs, long warmupMs) {
        if (history != null && batch != 1) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "a history is of single emits, and --batch is " + batch,
                    "leave one of --history and --batch out");
        }
        if (readers < 0 || readers > MOST_READERS) {
            return Result.err(Failure.Kind.BAD_INPUT, "--readers is " + readers, "use 0 to " + MOST_READERS);
        }
        Result<Double> wanted = rate == null ? Result.ok(0.0) : RateText.parse(rate);
        return wanted.map(perSecond ->
                new BenchPlan(BenchPlan.Load.emit, clients, 0, size, batch, durationMs, warmupMs, perSecond, 0, null));
    }
}
