// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.cli.bench.BenchPlan;
import io.photon.result.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon bench live}. */
@Command(
        name = "live",
        header = "Measure how soon readers get new events.",
        description =
                "Clients follow a stream hot while others emit into it at a rate. Measured is the whole way: from the"
                        + " intended time of an emit until a reader has the event, for every event and every reader. Events that a"
                        + " reader does not get are counted as errors.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon bench live", "  photon bench live --clients 100 --rate 200/s"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "2:usage",
            "5:not allowed",
            "6:daemon unreachable or out of space, also when something is left at it",
            "8:measured, but some requests failed or some events did not arrive",
            "124:nothing was answered in time",
            "130:interrupted; what was measured is shown"
        })
final class BenchLive extends LoadCommand {

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1",
            description = "hot readers, a connection each (default: ${DEFAULT-VALUE})")
    int clients;

    @Option(
            names = "--writers",
            paramLabel = "N",
            defaultValue = "4",
            description = "connections that emit (default: ${DEFAULT-VALUE})")
    int writers;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            defaultValue = "1000/s",
            description = "events a second in all (default: ${DEFAULT-VALUE})")
    String rate;

    @Override
    Result<BenchPlan> plan(long durationMs, long warmupMs) {
        return RateText.parse(rate)
                .map(perSecond -> new BenchPlan(
                        BenchPlan.Load.live, clients, writers, size, 1, durationMs, warmupMs, perSecond, 0, null));
    }
}
