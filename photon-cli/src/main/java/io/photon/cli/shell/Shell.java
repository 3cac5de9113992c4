// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.output.Console;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** A shell: the commands of Photon, one after the other, in this process. */
public final class Shell {

    private final Console console;
    private final ShellDaemon daemon;
    private final CommandRunner runner;
    private final List<String> commands;
    private final Supplier<CommandSpec> model;

    /**
     * @param runner runs one command
     * @param commands the names of all of them
     * @param model their model; asked for once, by a thread of its own
     */
    public Shell(
            Console console,
            ShellDaemon daemon,
            CommandRunner runner,
            List<String> commands,
            Supplier<CommandSpec> model) {
        this.console = console;
        this.daemon = daemon;
        this.runner = runner;
        this.commands = commands;
        this.model = model;
    }

    /** For a person in a terminal. @return the exit code of the last command */
    public int interactive() throws IOException {
        try (Interactive terminal = new Interactive(console, daemon, this::later)) {
            Pipeline pipeline = new Pipeline(console, ShellSession.withHistory(runner, terminal), terminal);
            return terminal.run(new ShellSession(console, pipeline, commands, terminal));
        }
    }

    /** The completions, null until the model is built. */
    private Supplier<Completions> later(Completions.Source names) {
        FutureTask<Completions> built = new FutureTask<>(() -> new Completions(model.get(), names));
        Thread builder = new Thread(built, "photon-model");
        builder.setDaemon(true);
        builder.start();
        return () -> {
            try {
                return built.isDone() ? built.get() : null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            } catch (ExecutionException e) {
                throw new IllegalStateException("the model of the commands cannot be built", e);
            }
        };
    }

    /** Runs the lines of a file until one fails. */
    public int file(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return script(file.toString(), lines, console);
        }
    }

    /** Runs the lines of standard input, which commands cannot read then. */
    public int input() throws IOException {
        Console without = new Console(
                InputStream.nullInputStream(),
                console.out(),
                console.err(),
                false,
                console.isOutTerminal(),
                console.isErrTerminal(),
                console.environment());
        return script(
                "standard input",
                new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)),
                without);
    }

    /** Runs one line. */
    public int line(String line) throws IOException {
        Script one = new Script(console, "-c");
        ShellSession session = new ShellSession(
                console, new Pipeline(console, ShellSession.withHistory(runner, one), null), commands, one);
        BufferedReader lines = new BufferedReader(new StringReader(line));
        return line.contains("\n") ? one.run(lines, session) : session.run(line);
    }

    private int script(String name, BufferedReader lines, Console around) throws IOException {
        Script script = new Script(around, name);
        try {
            return script.run(
                    lines,
                    new ShellSession(
                            around,
                            new Pipeline(around, ShellSession.withHistory(runner, script), null),
                            commands,
                            script));
        } catch (java.nio.charset.MalformedInputException e) {
            return Messages.fail(around, Failure.of(Kind.BAD_INPUT, name + " is not UTF-8", "write it in UTF-8"));
        }
    }
}
