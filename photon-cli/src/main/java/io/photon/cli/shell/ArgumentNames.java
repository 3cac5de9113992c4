// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What an argument of a command can be completed with: the same in the shell and in the scripts of other shells. Pure. */
public final class ArgumentNames {

    private ArgumentNames() {}

    /** Which names an argument takes, e.g. {@code globs}; empty when it takes none that a daemon knows. */
    public static String of(CommandSpec command, ArgSpec argument) {
        List<String> options = argument instanceof OptionSpec option ? Arrays.asList(option.names()) : List.of();
        if (!values(argument).isEmpty()) {
            return "";
        }
        if (argument.paramLabel().equals("STREAM") || options.contains("--stream")) {
            return takesGlobs(command) ? "globs" : "streams";
        }
        if (argument.paramLabel().equals("PROJECTION")) {
            return "projections";
        }
        if (argument.paramLabel().equals("USER") && options.isEmpty()) {
            return "users";
        }
        if (options.contains("--event-type") || options.contains("--type")) {
            return "event-types";
        }
        if (options.contains("--context") || argument.paramLabel().equals("CONTEXT")) {
            return command.name().equals("add") ? "" : "contexts"; // which is to be a new one
        }
        return options.contains("--where") ? "fields" : "";
    }

    /** Whether names of streams are globs there, so that a name with {@code *} or {@code ?} needs backslashes. */
    public static boolean takesGlobs(CommandSpec command) {
        return command.findOption("--exact") != null;
    }

    /** The values to choose from, empty when there are none. */
    public static List<String> values(ArgSpec argument) {
        List<String> values = new ArrayList<>();
        if (argument.completionCandidates() != null && !argument.type().equals(boolean.class)) {
            argument.completionCandidates().forEach(values::add);
        }
        return values;
    }
}
