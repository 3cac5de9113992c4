// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.cli.bench.Comparison;
import io.photon.cli.command.OutputOptions;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.result.Result;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code photon bench compare}. */
@Command(
        name = "compare",
        header = "Compare two results.",
        description = {
            "Shows figures of two results (-o json of the other bench commands) side by side, with their ratio. Throughput,"
                    + " p50 and p99 were taken each second: B is better or worse when the middle halves of the seconds of"
                    + " both runs, from the first quartile to the third, have no value in common; each run needs 10"
                    + " seconds or more. Of p99.9, p99.99 and max a run has one value; their ratio is shown and not judged.",
            "That is the spread within the runs. Runs vary among themselves, too: measure A twice and compare these before"
                    + " you believe a small difference. Settings that differ are named on stderr."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon bench compare before.json after.json",
            "  photon bench compare before.json after.json -q > /dev/null || echo slower"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:B is not worse than A beyond the spread",
            "2:not two results of the same load",
            "3:no such file",
            "7:B is worse than A in throughput, p50 or p99 beyond the spread"
        })
final class BenchCompare implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "A", description = "the result before")
    Path before;

    @Parameters(index = "1", paramLabel = "B", description = "the result after")
    Path after;

    @Mixin
    OutputOptions output;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Report report = output.open(spec);
        return report.guard(() -> {
            Result<Comparison> compared = Comparison.of(before, after);
            if (compared instanceof Result.Err<Comparison> err) {
                return report.fail(err.failure());
            }
            Comparison comparison = compared.value();
            comparison.differences().forEach(text -> report.note("not the same in both: " + text));
            if (report.one() == Format.table) {
                comparison.table(report);
            } else {
                byte[] json = comparison.json();
                report.showJson(json, 0, json.length);
            }
            return comparison.isWorse() ? ExitCode.VERIFICATION_FAILED : ExitCode.OK;
        });
    }
}
