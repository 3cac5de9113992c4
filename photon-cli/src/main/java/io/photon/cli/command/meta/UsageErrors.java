// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.result.Failure;
import io.photon.settings.Closest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What cannot be understood on a command line: one line that says what, one that says what to do, exit code 2. */
public final class UsageErrors implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException problem, String[] words) {
        CommandSpec spec = problem.getCommandLine().getCommandSpec();
        Report report = new Report(
                name(spec),
                OutputOptions.console(spec),
                asksForJson(words) ? Format.json : null,
                "auto",
                "none",
                Report.Level.NORMAL);
        return report.fail(Failure.of(Failure.Kind.BAD_INPUT, message(problem), hint(problem, spec)), ExitCode.USAGE);
    }

    private static String name(CommandSpec spec) {
        String full = spec.qualifiedName();
        int space = full.indexOf(' ');
        return space < 0 ? "usage" : full.substring(space + 1);
    }

    /** The option that the command does not have, null when that is not the problem. */
    private static @Nullable String unknownOption(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return unmatched.isUnknownOption() ? unmatched.getUnmatched().get(0) : null;
        }
        // What is missing may be there under another name.
        return problem instanceof MissingParameterException
                ? problem.getCommandLine().getUnmatchedArguments().stream()
                        .filter(word -> word.startsWith("-") && word.length() > 1)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static String message(ParameterException problem) {
        if (problem instanceof MissingParameterException && unknownOption(problem) != null) {
            return "unknown option: '" + unknownOption(problem) + "'";
        }
        if (problem instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            CommandSpec spec = problem.getCommandLine().getCommandSpec();
            boolean hasCommands = !spec.subcommands().isEmpty();
            List<String> meant =
                    hasCommands ? beginning(unmatched.getUnmatched().get(0), spec) : List.of();
            if (meant.size() > 1) {
                return "'" + unmatched.getUnmatched().get(0) + "' is ambiguous: " + String.join(", ", meant);
            }
            return "'" + unmatched.getUnmatched().get(0) + "' is "
                    + (hasCommands ? "not a command of " + spec.qualifiedName() : "one argument too many");
        }
        String text =
                String.valueOf(problem.getMessage()).replaceFirst(" is not an? (long|int)$", " is no such number");
        String line = text.lines().findFirst().orElse("cannot be understood");
        return Character.isUpperCase(line.charAt(0)) && line.length() > 1 && Character.isLowerCase(line.charAt(1))
                ? Character.toLowerCase(line.charAt(0)) + line.substring(1)
                : line;
    }

    /** The commands that begin with a word. */
    private static List<String> beginning(String word, CommandSpec spec) {
        return spec.subcommands().keySet().stream()
                .filter(name -> name.startsWith(word))
                .toList();
    }

    private static String hint(ParameterException problem, CommandSpec spec) {
        String option = unknownOption(problem);
        if (option != null) {
            return MeantOptions.of(option, spec)
                    .map(meant -> "did you mean: " + meant + "?")
                    .orElse("see: " + spec.qualifiedName() + " --help");
        }
        if (problem instanceof UnmatchedArgumentException unmatched
                && !spec.subcommands().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            if (beginning(word, spec).size() > 1) {
                return "write a letter more, or see: " + spec.qualifiedName() + " --help";
            }
            String synonym = Synonyms.of(word, spec);
            if (synonym != null) {
                return "did you mean: " + synonym + "?";
            }
        }
        if (problem instanceof UnmatchedArgumentException && spec.name().equals("emit")) {
            return "options say which stream: photon emit --stream orders --type Placed --payload '{\"amount\":3}'";
        }
        if (problem instanceof UnmatchedArgumentException && spec.findOption("--expression") != null) {
            return "code with spaces in it stands in quotes: -e 'function(prev, next) { return prev + 1 }'";
        }
        if (problem instanceof UnmatchedArgumentException unmatched) {
            List<String> close = unmatched.getSuggestions();
            Optional<String> closest = Closest.of(
                    unmatched.getUnmatched().get(0),
                    spec.subcommands().isEmpty() ? close : spec.subcommands().keySet());
            if (closest.isPresent()) {
                return "did you mean: " + closest.get() + "?"; // one typing error away: what else begins so is no guess
            }
            String alike = close.stream()
                    .filter(name ->
                            name.regionMatches(0, unmatched.getUnmatched().get(0), 0, 2))
                    .limit(3)
                    .collect(Collectors.joining(", ")); // what has letters in common only is no guess
            if (!alike.isEmpty()) {
                return "did you mean: " + alike + "?";
            }
        }
        return "see: " + spec.qualifiedName() + " --help";
    }

    private static boolean asksForJson(String[] words) {
        for (int i = 0; i < words.length; i++) {
            boolean here = words[i].equals("-ojson") || words[i].equals("-o=json") || words[i].equals("--output=json");
            boolean next = (words[i].equals("-o") || words[i].equals("--output"))
                    && i + 1 < words.length
                    && words[i + 1].equals("json");
            if (here || next) {
                return true;
            }
        }
        return false;
    }
}
