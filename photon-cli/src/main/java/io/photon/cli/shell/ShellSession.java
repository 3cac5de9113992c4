// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.input.Durations;
import io.photon.cli.output.Console;
import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.OutputException;
import io.photon.cli.output.TerminalSafe;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Runs lines, from a person or from a file. One thread. */
final class ShellSession {

    private final Console console;
    private final Pipeline pipeline;
    private final List<String> commands;
    private final Own own;
    private boolean over;
    private int code;

    /** What only a terminal can do. */
    interface Own {
        /** Empties the screen. */
        void clear();

        /** The lines that are kept, the oldest first; those of a script are in its file. */
        List<String> history();
    }

    /** All commands of Photon, and those of the shell that print something. */
    static CommandRunner withHistory(CommandRunner commands, Own own) {
        return (console, words) -> {
            if (!words.get(0).equals("history")) {
                return commands.run(console, words);
            }
            DataOut out = new DataOut(console.out(), "stdout");
            try {
                own.history().stream()
                        .flatMap(String::lines)
                        .map(TerminalSafe::text)
                        .forEach(out::line);
                out.flush();
                return ExitCode.OK;
            } catch (OutputException e) {
                return e.isBrokenPipe() ? ExitCode.BROKEN_PIPE : Messages.fail(console, e.failure());
            }
        };
    }

    /** @param commands the names of all commands */
    ShellSession(Console console, Pipeline pipeline, List<String> commands, Own own) {
        this.console = console;
        this.pipeline = pipeline;
        this.commands = commands;
        this.own = own;
    }

    /** Whether the user has left. */
    boolean isOver() {
        return over;
    }

    /** The exit code of the last command. */
    int code() {
        return code;
    }

    /** Does what a line says. @return the exit code */
    int run(String line) {
        Result<Statement> parsed = Statement.parse(line);
        if (parsed instanceof Result.Err<Statement> err) {
            code = Messages.fail(console, err.failure());
            return code;
        }
        Statement statement = parsed.value();
        if (!statement.isEmpty()) {
            code = statement.watch() == null ? once(statement) : again(statement, statement.watch());
        }
        return code;
    }

    private int once(Statement statement) {
        if (statement.isCommand("exit") || statement.isCommand("quit")) {
            return leave(statement.words());
        }
        if (statement.isCommand("clear")) {
            own.clear();
            return ExitCode.OK;
        }
        return refused(statement)
                .map(failure -> Messages.fail(console, failure))
                .orElseGet(() -> pipeline.run(statement));
    }

    /** What cannot be run here. */
    private Optional<Failure> refused(Statement statement) {
        if (statement.words().isEmpty()) {
            return Optional.empty();
        }
        String word = statement.words().get(0);
        if (Completions.NOT_HERE.contains(word)) {
            return Optional.of(Failure.of(
                    Kind.BAD_INPUT,
                    word + " cannot run inside the shell",
                    word.equals("serve") ? "run photon serve in another terminal" : "you are in one"));
        }
        return Completions.meant(word, commands)
                .map(meant -> Failure.of(
                        Kind.BAD_INPUT, "'" + word + "' is not a command of photon", "did you mean: " + meant + "?"));
    }

    private int leave(List<String> words) {
        over = true;
        if (words.size() < 2) {
            return code;
        }
        try {
            return Integer.parseInt(words.get(1)) & 0xff;
        } catch (NumberFormatException e) {
            over = false;
            return Messages.fail(
                    console, Failure.of(Kind.BAD_INPUT, "'" + words.get(1) + "' is not an exit code", "use 0 to 255"));
        }
    }

    private int again(Statement statement, String interval) {
        Result<Long> every = Durations.span(interval);
        if (every instanceof Result.Err<Long> err) {
            return Messages.fail(console, err.failure());
        }
        Optional<Failure> refused = refused(statement);
        if (refused.isPresent()) {
            return Messages.fail(console, refused.get());
        }
        try {
            return new Watch(console, pipeline).run(statement, every.value());
        } catch (IOException e) {
            return ExitCode.BROKEN_PIPE; // the terminal is gone
        }
    }
}
