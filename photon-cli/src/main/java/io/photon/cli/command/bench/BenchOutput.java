// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.bench;

import io.photon.cli.bench.BenchFormat;
import io.photon.cli.command.MessageOptions;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How the outcome of a measurement is shown. */
final class BenchOutput extends MessageOptions {

    @Option(
            order = 60,
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json (all of it, for compare), csv (a line a second) or hgrm (HdrHistogram's own;"
                    + " default: table on a terminal, else json)")
    @Nullable BenchFormat format;

    Report open(CommandSpec spec) {
        return open(
                spec,
                format == null
                        ? null
                        : switch (format) {
                            case table -> Format.table;
                            case json -> Format.json;
                            case csv, hgrm -> Format.raw;
                        });
    }

    /** What was asked for, or what fits the place. */
    BenchFormat of(Report report) {
        return format != null ? format : report.one() == Format.table ? BenchFormat.table : BenchFormat.json;
    }
}
