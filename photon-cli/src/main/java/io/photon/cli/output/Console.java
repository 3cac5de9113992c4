// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The process's surroundings as a command sees them: its three streams, which of them are terminals, the environment.
 * Commands get it from picocli's factory ({@code create(Console.class)}), tests give their own.
 */
public final class Console {

    /** Widest table when the terminal does not tell. */
    private static final int DEFAULT_WIDTH = 80;

    private static final int DEFAULT_HEIGHT = 24;

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final boolean inTerminal;
    private final boolean outTerminal;
    private final boolean errTerminal;
    private final Map<String, String> environment;
    private final boolean ofProcess;
    private final Interrupts interrupts;

    /** The real one. */
    public Console() {
        this(
                StandardStreams.in(),
                StandardStreams.out(),
                new PrintStream(StandardStreams.err(), true, StandardCharsets.UTF_8),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2),
                environmentOfTheUser(),
                true,
                Interrupts.OF_THE_PROCESS);
    }

    /** The launcher gives Java a locale of its own, and tells the one that the terminal has. */
    private static Map<String, String> environmentOfTheUser() {
        String locale = System.getProperty("photon.locale");
        if (locale == null) {
            return System.getenv();
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove("LC_CTYPE");
        environment.put("LC_ALL", locale);
        return environment;
    }

    public Console(
            InputStream in,
            OutputStream out,
            PrintStream err,
            boolean inTerminal,
            boolean outTerminal,
            boolean errTerminal,
            Map<String, String> environment) {
        this(in, out, err, inTerminal, outTerminal, errTerminal, environment, false, Interrupts.OF_THE_PROCESS);
    }

    private Console(
            InputStream in,
            OutputStream out,
            PrintStream err,
            boolean inTerminal,
            boolean outTerminal,
            boolean errTerminal,
            Map<String, String> environment,
            boolean ofProcess,
            Interrupts interrupts) {
        this.ofProcess = ofProcess;
        this.interrupts = interrupts;
        this.in = in;
        this.out = out;
        this.err = err;
        this.inTerminal = inTerminal;
        this.outTerminal = outTerminal;
        this.errTerminal = errTerminal;
        this.environment = environment;
    }

    /** The same surroundings, with what goes to stdout kept somewhere else. */
    Console withOut(OutputStream kept) {
        return new Console(in, kept, err, inTerminal, outTerminal, errTerminal, environment, false, interrupts);
    }

    /** The same surroundings, in which a command is told otherwise that it is to end. */
    public Console with(Interrupts other) {
        return new Console(in, out, err, inTerminal, outTerminal, errTerminal, environment, ofProcess, other);
    }

    /** The same surroundings, with other variables. */
    public Console withEnvironment(Map<String, String> other) {
        return new Console(in, out, err, inTerminal, outTerminal, errTerminal, other, ofProcess, interrupts);
    }

    /** By what a command is told that it is to end early. */
    public Interrupts interrupts() {
        return interrupts;
    }

    /** Asks /proc where there is one, else whether stdin and stdout both are. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null; // no /proc here: the best that Java can tell
        }
    }

    /** Whether its streams are the process's own. */
    public boolean isOfProcess() {
        return ofProcess;
    }

    public InputStream in() {
        return in;
    }

    /**
     * Whether there may be lines on stdin that were not asked for by name: a pipe, or a file that is read from its beginning.
     * What a loop of the shell reads from is not ours.
     */
    public boolean isInGiven() throws IOException {
        if (inTerminal || !(in instanceof FileInputStream file)) {
            return !inTerminal && in.available() > 0;
        }
        Path link = Path.of("/proc/self/fd/0");
        try {
            return Files.isRegularFile(link)
                    ? file.getChannel().position() == 0
                    : Files.readSymbolicLink(link).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return in.available() > 0; // no /proc here
        }
    }

    /** Raw; wrap it in one {@link DataOut}. */
    public OutputStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public boolean isInTerminal() {
        return inTerminal;
    }

    public boolean isOutTerminal() {
        return outTerminal;
    }

    public boolean isErrTerminal() {
        return errTerminal;
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** Whether the terminal shows more than ASCII: not if its locale says otherwise. */
    public boolean isUnicode() {
        return isUnicode(environment);
    }

    static boolean isUnicode(Map<String, String> environment) {
        for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String upper = value.toUpperCase(Locale.ROOT);
                return upper.contains("UTF-8") || upper.contains("UTF8");
            }
        }
        return true;
    }

    /** What stands at the end of a text that was cut. */
    public String ellipsis() {
        return ellipsis(isUnicode());
    }

    static String ellipsis(boolean unicode) {
        return unicode ? "\u2026" : "..";
    }

    /** Columns of the terminal: {@code COLUMNS}, else what {@code stty} says, else 80. */
    public int width() {
        return size("COLUMNS", 1, 20, DEFAULT_WIDTH);
    }

    /** Lines of the terminal: {@code LINES}, else what {@code stty} says, else 24. */
    public int height() {
        return size("LINES", 0, 4, DEFAULT_HEIGHT);
    }

    private int size(String variable, int place, int least, int usual) {
        String given = environment.get(variable);
        try {
            int size = given != null && !given.isEmpty() ? Integer.parseInt(given) : Integer.parseInt(stty(place));
            return size < 1 ? usual : Math.max(least, Math.min(1_000, size));
        } catch (NumberFormatException e) {
            return usual; // the variable is not ours to complain about
        }
    }

    /** The rows (0) or the columns (1) that stty tells. */
    private String stty(int place) {
        if (!outTerminal && !errTerminal) {
            return "";
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectErrorStream(true)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int space = size.indexOf(' ');
            return space < 0 ? "" : place == 0 ? size.substring(0, space) : size.substring(space + 1);
        } catch (IOException e) {
            return ""; // no stty: the default width
        }
    }
}
