// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.cli.bench.BenchPlan;
import io.photon.cli.input.ReductionLanguages;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code photon bench projection}. */
@Command(
        name = "projection",
        header = "Measure how fast events are folded, and the lag.",
        description =
                "Fills a stream, creates a projection that counts its events, and folds that history five times (the"
                        + " median is told). Then emits at a rate and measures for every event how long it takes, from the intended"
                        + " time of its emit, until the projection's value covers it. In the end the value must be the number of"
                        + " events.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon bench projection", "  photon bench projection --language jq --rate 500/s --events 1000000"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:the projection's value is wrong",
            "2:usage",
            "5:not allowed",
            "6:daemon unreachable or out of space, also when something is left at it",
            "8:measured, but some requests failed",
            "124:nothing was answered in time",
            "130:interrupted; what was measured is shown"
        })
final class BenchProjection extends LoadCommand {

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "4",
            description = "connections that emit (default: ${DEFAULT-VALUE})")
    int clients;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "events to store before: the history that is folded (default: ${DEFAULT-VALUE})")
    long events;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            defaultValue = "1000/s",
            description = "events a second in all while the lag is measured (default: ${DEFAULT-VALUE})")
    String rate;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            defaultValue = "javascript",
            completionCandidates = ReductionLanguages.class,
            description = "of the reduction: javascript, clojure or jq (default: ${DEFAULT-VALUE})")
    String language;

    @Override
    Result<BenchPlan> plan(long durationMs, long warmupMs) {
        if (!new ReductionLanguages().contains(language)) {
            return Result.err(Kind.BAD_INPUT, "--language is '" + language + "'", "use javascript, clojure or jq");
        }
        return RateText.parse(rate)
                .map(perSecond -> new BenchPlan(
                        BenchPlan.Load.projection,
                        clients,
                        0,
                        size,
                        1,
                        durationMs,
                        warmupMs,
                        perSecond,
                        events,
                        language));
    }
}
