package io.photon.cli;

import io.photon.cli.command.OutputOptions;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.OutputException;
import io.photon.cli.output.Report;
import io.photon.result.Failure;
import io.photon.settings.Closest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and faults that no command expected, said as every other error is. */
final class Errors {

    private Errors() {}

    /** Somebody mistyped. */
    static int ofUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        boolean root = command.getParent() == null;
        Failure failure = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched, command, root)
                : Failure.of(Failure.Kind.BAD_INPUT, lowerFirst(e.getMessage()), seeHelp(command));
        String what = root ? args.length == 0 ? "photon" : args[0] : name(command);
        return report(what, command, args).fail(failure, ExitCode.USAGE);
    }

    private static Failure unmatched(UnmatchedArgumentException e, CommandLine command, boolean root) {
        String word = e.getUnmatched().get(0);
        List<String> close = e.getSuggestions();
        String message;
        if (root && !word.startsWith("-")) {
            message = "there is no such command";
            close = Closest.of(word, Commands.NAMES).map(List::of).orElse(close);
        } else {
            message = word.startsWith("-") ? "there is no option " + word : "'" + word + "' is one word too many";
        }
        String hint = close.isEmpty() ? seeHelp(command) : "did you mean " + String.join(" or ", close) + "?";
        return Failure.of(Failure.Kind.BAD_INPUT, message, hint);
    }

    /** A fault of ours. */
    static int ofExecution(Exception e, CommandLine command, ParseResult result) {
        if (e instanceof OutputException gone && gone.isBrokenPipe()) {
            return ExitCode.BROKEN_PIPE;
        }
        String[] args = result == null ? new String[0] : result.originalArgs().toArray(String[]::new);
        boolean debug = Arrays.asList(args).contains("--debug");
        if (debug) {
            e.printStackTrace(OutputOptions.console(command.getCommandSpec()).err());
        }
        return report(name(command), command, args)
                .fail(
                        Failure.of(
                                Failure.Kind.INTERNAL,
                                "unexpected: " + e,
                                debug ? null : "run it again with --debug and report what it prints"),
                        ExitCode.FAILURE);
    }

    private static String seeHelp(CommandLine command) {
        return command.getCommandSpec().qualifiedName() + " --help says what there is";
    }

    private static String name(CommandLine command) {
        String full = command.getCommandSpec().qualifiedName();
        return command.getParent() == null ? full : full.substring(full.indexOf(' ') + 1);
    }

    private static Report report(String what, CommandLine command, String[] args) {
        return new Report(
                what,
                OutputOptions.console(command.getCommandSpec()),
                wantsJson(args) ? Format.json : null,
                "auto",
                "none",
                Report.Level.NORMAL);
    }

    /** The options could not be read, so this looks for itself. */
    private static boolean wantsJson(String[] args) {
        for (int i = 0; i < args.length; i++) {
            boolean apart = (args[i].equals("-o") || args[i].equals("--output"))
                    && i + 1 < args.length
                    && args[i + 1].equals("json");
            if (apart || args[i].equals("-ojson") || args[i].equals("-o=json") || args[i].equals("--output=json")) {
                return true;
            }
        }
        return false;
    }

    private static String lowerFirst(String text) {
        boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return word ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
    }
}
