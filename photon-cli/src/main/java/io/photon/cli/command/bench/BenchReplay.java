// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.cli.bench.BenchPlan;
import io.photon.result.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon bench replay}. */
@Command(
        name = "replay",
        header = "Measure how fast events are replayed.",
        description =
                "Fills a stream first, then each client replays it cold from its beginning to its end, again and"
                        + " again. Every replay is counted: one that brings fewer events than were stored ends the measurement.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon bench replay", "  photon bench replay --clients 4 --events 1000000 --size 1000"},
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
final class BenchReplay extends LoadCommand {

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1",
            description = "readers, a connection each (default: ${DEFAULT-VALUE})")
    int clients;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "events to store before, which every replay reads (default: ${DEFAULT-VALUE})")
    long events;

    @Override
    Result<BenchPlan> plan(long durationMs, long warmupMs) {
        return Result.ok(
                new BenchPlan(BenchPlan.Load.replay, clients, 0, size, 1, durationMs, warmupMs, 0, events, null));
    }
}
