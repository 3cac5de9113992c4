// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.output.Console;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How remarks and errors are shown: the same for every command. What a result looks like, subclasses ask. */
public abstract class MessageOptions {

    @Option(
            order = 60,
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            completionCandidates = When.class,
            description = "auto, always or never; NO_COLOR and TERM=dumb are respected")
    String colour;

    @Option(
            order = 60,
            names = "--progress",
            paramLabel = "HOW",
            defaultValue = "auto",
            completionCandidates = How.class,
            description = "auto (a bar if stderr is a terminal), bar, plain (a line every 30 s) or none")
    String progress;

    @Option(
            order = 60,
            names = {"-q", "--quiet"},
            description = "errors only on stderr")
    boolean quiet;

    @Option(
            order = 60,
            names = {"-v", "--verbose"},
            description = "say more on stderr")
    boolean verbose;

    @Option(order = 60, names = "--debug", description = "say everything, stack traces included")
    boolean debug;

    @Option(
            order = 60,
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    /** The values of {@code --color}. */
    static final class When extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        When() {
            super(java.util.List.of("auto", "always", "never"));
        }
    }

    /** The values of {@code --progress}. */
    static final class How extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        How() {
            super(java.util.List.of("auto", "bar", "plain", "none"));
        }
    }

    /** The report of one run. @param format null for the default */
    protected final Report open(CommandSpec spec, @Nullable Format format) {
        check(spec, "--color", colour, new When());
        check(spec, "--progress", progress, new How());
        return new Report(name(spec), console(spec), format, colour, progress, level());
    }

    /** The report of one run without a model of the command line. @param format null for the default */
    final Report openPlain(String name, Console console, @Nullable Format format) {
        String howColoured = colour == null ? "auto" : colour;
        return new Report(name, console, format, howColoured, progress == null ? "auto" : progress, level());
    }

    /** Sets a flag, see {@link PlainWords}. */
    final boolean setFlag(String option) {
        return switch (option) {
            case "-q", "--quiet" -> PlainWords.isFirst(quiet, quiet = true);
            case "-v", "--verbose" -> PlainWords.isFirst(verbose, verbose = true);
            case "--debug" -> PlainWords.isFirst(debug, debug = true);
            default -> false;
        };
    }

    /** Sets one of these options to a value, see {@link PlainWords}. */
    final boolean setMessages(String option, String value) {
        return switch (option) {
            case "--color" -> new When().contains(value) && PlainWords.isFirst(colour, colour = value);
            case "--progress" -> new How().contains(value) && PlainWords.isFirst(progress, progress = value);
            default -> false;
        };
    }

    private static void check(CommandSpec spec, String option, String value, java.util.List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + " is '" + value + "'; use " + String.join(", ", allowed));
        }
    }

    private Report.Level level() {
        if (debug) {
            return Report.Level.DEBUG;
        }
        return verbose ? Report.Level.VERBOSE : quiet ? Report.Level.QUIET : Report.Level.NORMAL;
    }

    private static String name(CommandSpec spec) {
        String full = spec.qualifiedName();
        String root = spec.root().name() + " ";
        return full.startsWith(root) ? full.substring(root.length()) : full;
    }

    /** The version of this command, as a daemon tells its own. */
    public static String version(CommandSpec spec) {
        return spec.version()[0].split(" ")[1];
    }

    public static Console console(CommandSpec spec) {
        try {
            return spec.commandLine().getFactory().create(Console.class);
        } catch (Exception e) {
            throw new IllegalStateException("no console", e);
        }
    }
}
