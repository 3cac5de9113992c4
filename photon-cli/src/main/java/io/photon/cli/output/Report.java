// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.cli.zstd.NoZstdException;
import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one run of a command shows, and the exit code it ends with. */
public final class Report {

    /** How loud. */
    public enum Level {
        QUIET,
        NORMAL,
        VERBOSE,
        DEBUG
    }

    private static final Paint COLOURS = new Paint(true);

    private final String what;
    private final Console console;
    private final @Nullable Format format;
    private final String colour;
    private final String progress;
    private final Level level;
    private final DataOut out;
    private @Nullable String identityHint;
    private @Nullable UnaryOperator<Failure> adviser;

    /**
     * @param what the command, e.g. {@code streams list}
     * @param format null for the default
     * @param colour {@code auto}, {@code always} or {@code never}
     * @param progress {@code auto}, {@code bar}, {@code plain} or {@code none}
     */
    public Report(String what, Console console, @Nullable Format format, String colour, String progress, Level level) {
        this.what = what;
        this.console = console;
        this.format = format;
        this.colour = colour;
        this.progress = progress;
        this.level = level;
        boolean plain = format == Format.raw || format == Format.ndjson; // others colour, and escape what they show
        this.out = new DataOut(
                plain && console.isOutTerminal() ? new SafeTerminalOut(console.out()) : console.out(), "stdout");
    }

    /** The same, with what goes to stdout kept somewhere else. */
    public Report into(OutputStream kept) {
        return new Report(what, console.withOut(kept), format, colour, progress, level);
    }

    public Console console() {
        return console;
    }

    public DataOut out() {
        return out;
    }

    /** The format for one thing. */
    public Format one() {
        return format != null ? format : console.isOutTerminal() ? Format.table : Format.json;
    }

    /** The format for many things. */
    public Format many() {
        return format != null ? format : console.isOutTerminal() ? Format.table : Format.ndjson;
    }

    /** Whether a format was asked for, rather than chosen for the place. */
    public boolean isAsked(Format wanted) {
        return format == wanted;
    }

    public boolean isQuiet() {
        return level == Level.QUIET;
    }

    /** Shows one JSON object, or why there is none. */
    public int show(Result<byte[]> answer) {
        if (answer instanceof Result.Err<byte[]> err) {
            return fail(err.failure());
        }
        OneObject.show(answer.value(), this);
        return ExitCode.OK;
    }

    /** Shows JSON objects: one as it is, several one after the other, with {@code -o json} as an array. */
    public int showAll(List<byte[]> objects) {
        if (objects.size() == 1 || one() != Format.json || format == null) {
            for (int i = 0; i < objects.size(); i++) {
                if (i > 0 && one() == Format.table) {
                    out.write('\n');
                }
                OneObject.show(objects.get(i), this);
            }
            return ExitCode.OK;
        }
        ByteSink shown = json();
        for (int i = 0; i < objects.size(); i++) {
            shown.write(new byte[] {(byte) (i == 0 ? '[' : ',')}, 0, 1);
            shown.write(objects.get(i), 0, objects.get(i).length);
        }
        shown.write(new byte[] {']', '\n'}, 0, 2);
        return ExitCode.OK;
    }

    /** Says something to a person and asks; the answer is read by the caller. */
    public void ask(String remark, String question) {
        console.err().println(TerminalSafe.text(remark));
        console.err().print(TerminalSafe.text(question));
        console.err().flush();
    }

    /** Does something with a result that is not shown itself, or says why there is none. */
    public <T> int conclude(Result<T> result, Consumer<T> good) {
        if (result instanceof Result.Ok<T> ok) {
            good.accept(ok.value());
            return ExitCode.OK;
        }
        return fail(result.failure());
    }

    /**
     * Says in a sentence that something was done, where people read it; elsewhere shows the daemon's answer as it is.
     *
     * @param sentence of the answer
     */
    public int done(Result<byte[]> answer, Function<byte[], String> sentence) {
        if (one() != Format.table || answer instanceof Result.Err<byte[]>) {
            return show(answer);
        }
        out.line(TerminalSafe.text(sentence.apply(answer.value())));
        return ExitCode.OK;
    }

    /** Whether JSON is laid out for people: one document that was asked for on a terminal. */
    public boolean isPretty() {
        return one() == Format.json && console.isOutTerminal();
    }

    /** Where whole lines of JSON go: to a terminal laid out, elsewhere byte for byte. */
    public ByteSink json() {
        return isPretty() ? new PrettyJson(out, paint()) : out;
    }

    /** Shows one JSON document that has no line end: to a terminal laid out, elsewhere as one line. */
    public void showJson(byte[] json, int from, int to) {
        ByteSink shown = json();
        shown.write(json, from, to - from);
        shown.write(new byte[] {'\n'}, 0, 1);
    }

    /** The colours of what goes to stdout. */
    public Paint paint() {
        return colourOn(console.isOutTerminal()) ? COLOURS : Paint.NONE;
    }

    /** Columns of the terminal that stdout goes to; {@link Integer#MAX_VALUE} when it goes elsewhere. */
    public int width() {
        return console.isOutTerminal() ? console.width() : Integer.MAX_VALUE;
    }

    public Table table(String... headings) {
        return new Table(out, paint(), width(), console.ellipsis(), headings);
    }

    /** A table in a box, for few rows. */
    public BoxTable box(String... headings) {
        return new BoxTable(out, width(), console.isUnicode(), headings);
    }

    public Progress progress(String unit, long totalBytes) {
        return new Progress(this, unit, totalBytes, level == Level.QUIET ? "none" : progress);
    }

    /** Says why it failed. */
    public int fail(Failure failure) {
        return fail(failure, ExitCode.of(failure));
    }

    /** Says why it failed, with an exit code of its own. */
    public int fail(Failure failure, int exitCode) {
        complain(failure);
        return exitCode;
    }

    /** What to do when the daemon does not know who asks: more than the daemon can tell. */
    public void whenRefused(String hint) {
        this.identityHint = hint;
    }

    /** Knows more to say about what was not found. */
    public void whenNotFound(UnaryOperator<Failure> advice) {
        this.adviser = advice;
    }

    private Failure advised(Failure reason) {
        if (reason.kind() == Failure.Kind.NOT_AUTHENTICATED && identityHint != null) {
            return new Failure(reason.kind(), reason.message(), identityHint);
        }
        return reason.kind() == Failure.Kind.NOT_FOUND && adviser != null ? adviser.apply(reason) : reason;
    }

    public void complain(Failure reason) {
        Failure failure = advised(reason);
        if (format == Format.json) {
            StringBuilder json = new StringBuilder("{\"error\":{\"code\":")
                    .append(JsonFields.quote(failure.kind().code()))
                    .append(",\"message\":")
                    .append(JsonFields.quote(failure.message()))
                    .append(",\"hint\":")
                    .append(failure.hint() == null ? "null" : JsonFields.quote(failure.hint()));
            console.err().println(TerminalSafe.text(json.append("}}").toString()));
            return;
        }
        boolean red = colourOn(console.isErrTerminal());
        console.err()
                .println((red ? "\u001b[31mphoton:\u001b[0m " : "photon: ") + what + ": "
                        + TerminalSafe.message(failure.message()));
        if (failure.hint() != null) {
            console.err().println("hint: " + TerminalSafe.text(failure.hint()));
        }
    }

    /** A remark, unless quiet. */
    public void note(String text) {
        if (level != Level.QUIET) {
            console.err().println("photon: " + what + ": " + TerminalSafe.text(text));
        }
    }

    /** A remark for those who want to know more. */
    public void detail(String text) {
        if (level.compareTo(Level.VERBOSE) >= 0) {
            console.err().println("photon: " + what + ": " + TerminalSafe.text(text));
        }
    }

    /** A name that no file can have here. */
    public static Failure badPath(InvalidPathException e) {
        return Failure.of(
                Failure.Kind.BAD_INPUT,
                "'" + e.getInput() + "' cannot be the name of a file here: " + e.getReason(),
                "for names beyond ASCII start Photon with bin/photon, or set LC_ALL=C.UTF-8");
    }

    public boolean colourOn(boolean terminal) {
        return switch (colour) {
            case "always" -> true;
            case "never" -> false;
            default ->
                terminal
                        && console.environment().getOrDefault("NO_COLOR", "").isEmpty()
                        && !hasNoColours(console.environment().getOrDefault("TERM", ""));
        };
    }

    /** Terminals of DEC, and those whose name says that they have one colour (terminfo: {@code -m}, {@code -mono}). */
    private static boolean hasNoColours(String term) {
        return term.equals("dumb") || term.matches("vt[1-4][0-9]{2}(-.*)?|vt52|.*-m(ono)?");
    }

    /** Runs a command to its exit code: flushes, and turns a reader that left into a silent 141. */
    public int guard(Callable<Integer> command) {
        try {
            int code = command.call();
            out.flush();
            return code;
        } catch (OutputException e) {
            return e.isBrokenPipe() ? ExitCode.BROKEN_PIPE : fail(e.failure());
        } catch (NoZstdException e) {
            return fail(e.failure());
        } catch (OutOfMemoryError e) {
            return fail(Failure.of(
                    Failure.Kind.INTERNAL,
                    "there is not enough memory for this",
                    "give it more: PHOTON_JAVA_OPTS=-Xmx1g photon " + what + " …"));
        } catch (NoSuchFileException e) {
            return fail(Failure.of(Failure.Kind.NOT_FOUND, "there is no file " + e.getFile(), "check the path"));
        } catch (AccessDeniedException e) {
            return fail(
                    Failure.of(Failure.Kind.BAD_INPUT, "no permission for " + e.getFile(), "check its owner and mode"));
        } catch (InvalidPathException e) {
            return fail(badPath(e));
        } catch (FileSystemException e) {
            boolean full = SystemError.isNoRoom(e);
            return fail(Failure.of(
                    full ? Failure.Kind.NO_SPACE : Failure.Kind.BAD_INPUT,
                    e.getFile() + " cannot be used: " + e.getReason(),
                    full ? "make room there, or name another place" : "name another file"));
        } catch (IOException e) {
            return fail(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    "a file cannot be read or written: " + SystemError.reason(e),
                    "check the files that you name"));
        } catch (Exception | VirtualMachineError | LinkageError e) {
            if (level == Level.DEBUG) {
                e.printStackTrace(console.err());
            }
            return fail(Failure.of(
                    Failure.Kind.INTERNAL,
                    "unexpected: " + Fault.words(e),
                    level == Level.DEBUG
                            ? "report the lines above"
                            : "run it again with --debug and report what it prints"));
        }
    }
}
