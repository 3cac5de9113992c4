// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.command.doctor.DoctorCommand;
import io.photon.cli.log.SafeLogging;
import io.photon.cli.output.Console;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Report;
import io.photon.cli.output.StandardStreams;
import io.photon.cli.output.StrictOut;
import io.photon.result.Failure;
import io.photon.settings.SettingArguments;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Where the program begins: finds the command that is meant and builds the model of that one only. */
public final class Main {

    /** The launcher says that it was typed; {@code java -jar photon.jar} alone serves, as it always has. */
    private static final boolean TYPED = System.getProperty("photon.launcher") != null;

    private Main() {}

    public static void main(String[] args) throws IOException {
        Optional<Failure> lost = prepare(args);
        if (args.length > 0
                && args[0].equals(CompletionAnswer.WORD)) { // what is lost is not found, and not complained of
            System.exit(new CompletionAnswer(System.getenv()).run(args, StandardStreams.out()));
        }
        System.exit(lost.isPresent() ? refuse(lost.get()) : run(new Console(), TYPED, args));
    }

    /** What comes before any command. @return why the arguments cannot be read, empty when they can */
    static Optional<Failure> prepare(String... args) throws IOException {
        // For libraries: the year of a log line, the case of a word must not depend on the language of the machine.
        Locale.setDefault(Locale.ROOT);
        SafeLogging.install();
        StandardStreams.occupy();
        System.setOut(new PrintStream(StandardStreams.out(), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(StandardStreams.err(), true, StandardCharsets.UTF_8));
        return LostText.ofThisProcess().find(args);
    }

    private static int refuse(Failure failure) {
        return report("arguments", new Console()).fail(failure);
    }

    private static Report report(String what, Console console) {
        return new Report(what, console, null, "auto", "none", Report.Level.NORMAL);
    }

    /**
     * Runs a command line to its exit code.
     *
     * @param typed whether a person wrote it, so that nothing at all is a question rather than a start
     */
    static int run(Console console, boolean typed, String... args) {
        List<String> words = new ArrayList<>(LeadingOptions.moved(List.of(args)));
        if (isServeWithoutTheWord(words, typed)) {
            words.add(0, "serve");
        }
        if (!words.isEmpty()) {
            words.set(0, Commands.complete(words.get(0)));
        }
        try {
            OptionalInt code = PlainStart.run(console, words);
            return code.isPresent() ? code.getAsInt() : runModel(console, words);
        } catch (VirtualMachineError | LinkageError e) { // picocli hands on exceptions only
            return Errors.conclude(e, words.isEmpty() ? "photon" : words.get(0), console, words.contains("--debug"));
        }
    }

    /** Runs a command line whose first word is whole, as picocli understands it. */
    private static int runModel(Console console, List<String> words) {
        IFactory factory = factory(console);
        String name = words.isEmpty() ? "" : words.get(0);
        Class<?> command = Commands.find(name);
        List<String> rest = words;
        CommandLine photon;
        if (name.equals("serve")) {
            SettingArguments settings = SettingArguments.of(words);
            rest = settings.rest();
            photon = PhotonCommand.only(name, new ServeCommand(settings), factory);
        } else if (name.equals("doctor")) {
            SettingArguments settings = SettingArguments.of(words);
            rest = settings.rest();
            photon = PhotonCommand.only(name, new DoctorCommand(settings, ServeCommand::readAll), factory);
        } else if (command == null || name.equals("help")) {
            photon = words.equals(List.of("help", "settings")) || words.equals(List.of("help", "serve"))
                    ? PhotonCommand.allWithBackends(factory)
                    : PhotonCommand.all(factory);
        } else {
            photon = PhotonCommand.only(words, command, factory);
        }
        StrictOut out = new StrictOut(console);
        PrintWriter printer = out.writer();
        int code = photon.setOut(printer).execute(rest.toArray(String[]::new));
        printer.flush();
        return out.failure()
                .map(lost -> lost.isBrokenPipe()
                        ? ExitCode.BROKEN_PIPE
                        : report(name.isEmpty() ? "help" : name, console).fail(lost.failure(), ExitCode.FAILURE))
                .orElse(code);
    }

    private static boolean isServeWithoutTheWord(List<String> words, boolean typed) {
        if (words.isEmpty()) {
            return !typed;
        }
        String first = words.get(0);
        if (!first.startsWith("-")) {
            return false;
        }
        return SettingArguments.isSetting(first)
                || first.equals("--print-config")
                || first.equals("--config")
                || first.startsWith("--config=");
    }

    /** Gives commands the console they ask for, and picocli whatever else it needs. */
    private static IFactory factory(Console console) {
        IFactory usual = CommandLine.defaultFactory();
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == Console.class ? type.cast(console) : usual.create(type);
            }
        };
    }
}
