// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.sql;

import io.photon.cli.command.MessageOptions;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How rows are shown: as other things, and as CSV. */
public final class SqlOutputOptions extends MessageOptions {

    /** What {@code -o} may say. */
    enum SqlFormat {
        table(Format.table),
        json(Format.json),
        ndjson(Format.ndjson),
        csv(Format.raw),
        raw(Format.raw);

        private final Format known;

        SqlFormat(Format known) {
            this.known = known;
        }
    }

    @Option(
            order = 60,
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "table, json, ndjson, csv, or raw: values alone, a tab between them (default: table on a terminal, else"
                            + " ndjson)")
    @Nullable SqlFormat format;

    /** Whether values are printed alone, without quotes and headings. */
    boolean isBare() {
        return format == SqlFormat.raw;
    }

    /** The report of one run, in which CSV is raw. */
    Report open(CommandSpec spec) {
        return open(spec, format == null ? null : format.known);
    }
}
