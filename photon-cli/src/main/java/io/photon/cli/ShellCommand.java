// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.ConnectionOptions;
import io.photon.cli.command.OutputOptions;
import io.photon.cli.command.QuietConnection;
import io.photon.cli.output.Console;
import io.photon.cli.output.Report;
import io.photon.cli.shell.Shell;
import io.photon.cli.shell.ShellDaemon;
import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code photon shell}: runs the other commands, so it stands with what knows them all. */
@Command(
        name = "shell",
        header = "Type commands one after the other, with completion and history.",
        description = {
            "Every command works as on the command line, without the word photon. Tab completes commands, options and the"
                    + " daemon's names. COMMAND | jq EXPRESSION and COMMAND | ! PROGRAM filter what is printed, > FILE keeps"
                    + " it, and watch 2s COMMAND shows it again and again. Ctrl-C ends the command, Ctrl-D the shell. See:"
                    + " photon help shell.",
            "With FILE, or when standard input is not a terminal, it runs the lines there and stops at the first one that"
                    + " fails. The exit code is that of the last command."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon shell",
            "  photon shell nightly.photon",
            "  photon shell -c 'replay orders --type cold | jq .payload.total > totals.txt'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:a line that cannot be understood", "other codes:of the last command"})
final class ShellCommand implements Callable<Integer> {

    /** Options that the shell takes for itself; the rest goes to every command. */
    private static final Set<String> OWN = Set.of("--help", "--version", "--command");

    /** What a command takes from its environment. */
    private static final Map<String, String> VARIABLES = Map.of("--url", "PHOTON_URL", "--token", "PHOTON_TOKEN");

    @Mixin
    OutputOptions output;

    @Mixin
    ConnectionOptions connection;

    @Option(
            names = {"-c", "--command"},
            paramLabel = "LINE",
            description = "run this line and end")
    @Nullable String line;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "run the lines of this file and end")
    @Nullable Path file;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Report report = output.open(spec);
        if (line != null && file != null) {
            return report.fail(Failure.of(Kind.BAD_INPUT, "both -c and a file are given", "give one of them"));
        }
        List<String> words = new ArrayList<>();
        Map<String, String> environment = new HashMap<>(report.console().environment());
        take(words, environment);
        if (words.contains("--user") && !words.contains("--password-file")) {
            return report.fail(Failure.of(
                    Kind.BAD_INPUT,
                    "every command would ask for the password of --user",
                    "give it with --password-file FILE, or use a token"));
        }
        Console console = report.console().withEnvironment(environment);
        Shell shell = new Shell(
                console,
                daemon(QuietConnection.of(words, environment)),
                (own, command) -> Main.run(own, true, with(words, command).toArray(String[]::new)),
                Commands.NAMES,
                () -> PhotonCommand.all(CommandLine.defaultFactory()).getCommandSpec());
        return report.guard(() -> {
            if (line != null) {
                return shell.line(line);
            }
            if (file != null) {
                return shell.file(file);
            }
            return console.isInTerminal() && console.isOutTerminal() ? shell.interactive() : shell.input();
        });
    }

    /** Sorts what was given into variables and options for the commands. */
    private void take(List<String> words, Map<String, String> environment) {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            String variable = VARIABLES.get(name);
            String value = option.stringValues().isEmpty()
                    ? null
                    : option.stringValues().get(0);
            if (variable != null) {
                environment.put(variable, value);
            } else if (!OWN.contains(name)) {
                words.add(name);
                if (option.arity().max() > 0) {
                    words.add(value);
                }
            }
        }
    }

    /** A command with the shell's own options, if it is one that asks a daemon; its own ones win. */
    private static List<String> with(List<String> options, List<String> command) {
        String name = command.isEmpty() ? "" : Commands.complete(command.get(0));
        if (options.isEmpty()
                || Set.of("", "help", "version", "completion", "context").contains(name)) {
            return command;
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            boolean valued = LeadingOptions.WITH_VALUE.contains(options.get(i));
            if (!command.contains(options.get(i))) {
                all.addAll(options.subList(i, i + (valued ? 2 : 1)));
            }
            i += valued ? 1 : 0;
        }
        all.addAll(command);
        return all;
    }

    private static ShellDaemon daemon(QuietConnection connection) {
        return new ShellDaemon() {
            @Override
            public String target() {
                return connection.target();
            }

            @Override
            public String shown() {
                return connection.shown();
            }

            @Override
            public Result<PhotonClient> open(long timeoutMs) {
                return connection.open(timeoutMs);
            }
        };
    }
}
