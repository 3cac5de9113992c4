// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.output.Console;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How results, remarks and errors are shown: the same for nearly every command. */
public final class OutputOptions extends MessageOptions {

    @Option(
            order = 60,
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, ndjson or raw (default: table on a terminal, else json for one thing and"
                    + " ndjson for many)")
    @Nullable Format format;

    /** The report of one run. */
    public Report open(CommandSpec spec) {
        return open(spec, format);
    }

    /** The report of one run without a model of the command line. */
    Report openPlain(String name, Console console) {
        return openPlain(name, console, format);
    }

    boolean setValue(String option, String value) {
        if (!option.equals("-o") && !option.equals("--output")) {
            return setMessages(option, value);
        }
        Format given = null;
        for (Format known : Format.values()) {
            given = known.name().equals(value) ? known : given;
        }
        return given != null && PlainWords.isFirst(format, format = given);
    }
}
