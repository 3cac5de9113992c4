// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.output.Console;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Interrupts;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one statement: a command in this process, the programs its output goes through, the file it ends in. */
final class Pipeline {

    private final Console console;
    private final CommandRunner runner;
    private final @Nullable Terminal terminal;

    /** What the commands are given of the terminal. */
    interface Terminal {
        /** Keys of the terminal; null when commands read the console's own input. */
        Gate.@Nullable Keys keys();

        /** Called with the command that runs, and with null when it has ended. */
        void foreground(@Nullable Foreground running);
    }

    Pipeline(Console console, CommandRunner runner, @Nullable Terminal terminal) {
        this.console = console;
        this.runner = runner;
        this.terminal = terminal;
    }

    /** Waits as a command that can be interrupted. @return OK, or that it was */
    int pause(long ms) {
        if (terminal == null) {
            return sleep(ms);
        }
        Foreground foreground = new Foreground(new Gate(console.err()));
        terminal.foreground(foreground);
        try {
            return foreground.run(() -> sleep(ms));
        } finally {
            terminal.foreground(null);
        }
    }

    private static int sleep(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms); // the interval that was asked for
            return ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /** Runs it to its exit code: that of the last stage, or of one before it that failed. */
    int run(Statement statement) {
        return run(statement, console.out(), console.isOutTerminal());
    }

    /** The same with the output in another place. */
    int run(Statement statement, OutputStream out, boolean isTerminal) {
        Gate gate = new Gate(console.err());
        Foreground foreground = new Foreground(gate);
        if (terminal == null) {
            return stages(statement, console, out, isTerminal, gate, Interrupts.OF_THE_PROCESS);
        }
        terminal.foreground(foreground);
        try {
            int code = foreground.run(() -> stages(statement, console, out, isTerminal, gate, foreground));
            if (code == ExitCode.INTERRUPTED && !foreground.isInterrupted()) {
                console.err().println(); // a program heard of Ctrl-C before the shell, and ended on the line of the ^C
            }
            return code;
        } finally {
            terminal.foreground(null);
        }
    }

    private int stages(
            Statement statement,
            Console around,
            OutputStream out,
            boolean isTerminal,
            Gate gate,
            Interrupts interrupts) {
        Path file = statement.file() == null ? null : Path.of(statement.file());
        List<Process> programs = new ArrayList<>();
        try {
            if (statement.filters().isEmpty()) {
                try (OutputStream to = file == null ? null : open(file, statement.appends())) {
                    return command(
                            statement,
                            around,
                            to == null ? gate.out(out) : to,
                            to == null && isTerminal,
                            gate,
                            interrupts);
                }
            }
            programs.addAll(start(statement, file, isTerminal && out == console.out()));
            int code = ExitCode.OK;
            if (!statement.words().isEmpty()) {
                try (OutputStream to = new ProgramInput(programs.get(0).getOutputStream())) {
                    code = command(statement, around, gate.out(to), false, gate, interrupts);
                }
            }
            Process last = programs.get(programs.size() - 1);
            if (!isTerminal || out != console.out()) {
                last.getInputStream().transferTo(out);
            }
            int end = last.waitFor();
            return code == ExitCode.OK || code == ExitCode.BROKEN_PIPE ? end : code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } catch (IOException e) {
            return Messages.fail(
                    around.with(interrupts),
                    Failure.of(
                            Failure.Kind.BAD_INPUT,
                            (file == null ? "cannot run it: " : file + " cannot be written: ") + SystemError.reason(e),
                            file == null ? "is the program installed?" : "check the folder and who may write to it"));
        } finally {
            programs.forEach(Process::destroy);
        }
    }

    private static OutputStream open(Path file, boolean appends) throws IOException {
        return Files.newOutputStream(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                appends ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** The programs, each reading what the one before it writes. @param shows whether the last one writes to the terminal */
    private static List<Process> start(Statement statement, @Nullable Path file, boolean shows) throws IOException {
        List<ProcessBuilder> builders = new ArrayList<>();
        for (List<String> filter : statement.filters()) {
            builders.add(new ProcessBuilder(filter).redirectError(Redirect.INHERIT));
        }
        if (statement.words().isEmpty()) {
            builders.get(0).redirectInput(Redirect.INHERIT);
        }
        ProcessBuilder last = builders.get(builders.size() - 1);
        if (file != null) {
            File target = file.toFile();
            last.redirectOutput(statement.appends() ? Redirect.appendTo(target) : Redirect.to(target));
        } else if (shows) {
            last.redirectOutput(Redirect.INHERIT);
        }
        try {
            return builders.size() == 1 ? List.of(last.start()) : ProcessBuilder.startPipeline(builders);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private int command(
            Statement statement,
            Console around,
            OutputStream out,
            boolean isTerminal,
            Gate gate,
            Interrupts interrupts) {
        Gate.Keys keys = terminal == null ? null : terminal.keys();
        Console own = new Console(
                        keys == null ? around.in() : gate.in(keys),
                        out,
                        gate.err(),
                        around.isInTerminal(),
                        isTerminal,
                        around.isErrTerminal(),
                        around.environment())
                .with(interrupts);
        return runner.run(own, statement.words());
    }
}
