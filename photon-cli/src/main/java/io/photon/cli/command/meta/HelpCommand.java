// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import static java.util.Objects.requireNonNull;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import io.photon.settings.Closest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code photon help}. */
@Command(
        name = "help",
        header = "Explain a command or a topic.",
        description =
                "Topics: connection, contexts, exit-codes, times, output, identity, globs, where, backups, muon, shell.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon help exit-codes", "  photon help streams list"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:it cannot be written", "2:no such command or topic"})
public final class HelpCommand implements Callable<Integer> {

    /** The pages beside the commands' own. */
    public static final List<String> TOPICS = List.of(
            "connection",
            "contexts",
            "exit-codes",
            "settings",
            "times",
            "output",
            "identity",
            "globs",
            "where",
            "backups",
            "muon",
            "shell");

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND|TOPIC",
            description = "what to explain",
            completionCandidates = Topics.class)
    List<String> words = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    @Spec
    CommandSpec spec;

    /** For the completion scripts. */
    static final class Topics extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Topics() {
            super(TOPICS);
        }
    }

    @Override
    public Integer call() throws IOException {
        DataOut out = new DataOut(OutputOptions.console(spec).out(), "stdout");
        out.write(page());
        out.flush();
        return ExitCode.OK;
    }

    /** The options themselves come from the model, of a command that has them all. */
    private byte[] withOptions(byte[] text) {
        Map<String, CommandLine> commands = spec.root().commandLine().getSubcommands();
        String options = switch (words.get(0)) {
            case "connection" -> HelpLayout.sharedOptions(requireNonNull(commands.get("replay")));
            case "settings" -> HelpLayout.settings(requireNonNull(commands.get("serve")));
            default -> "";
        };
        return (new String(text, StandardCharsets.UTF_8) + options).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] page() throws IOException {
        if (words.size() == 1 && TOPICS.contains(words.get(0))) {
            try (InputStream text = HelpCommand.class.getResourceAsStream("/help/" + words.get(0) + ".txt")) {
                if (text != null) {
                    return withOptions(text.readAllBytes());
                }
            }
        }
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine above = command;
            command = above.getSubcommands().get(word);
            if (command == null) {
                List<String> known = new ArrayList<>(above.getSubcommands().keySet());
                known.addAll(above == spec.root().commandLine() ? TOPICS : List.of());
                String near = Closest.of(word, known)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "there is no command or topic '" + String.join(" ", words) + "'" + (near.isEmpty() ? ";" : near)
                                + " topics are " + String.join(", ", TOPICS));
            }
        }
        return command.getUsageMessage(CommandLine.Help.Ansi.OFF).getBytes(StandardCharsets.UTF_8);
    }
}
