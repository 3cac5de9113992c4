// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import static java.util.Objects.requireNonNull;

import io.photon.cli.output.Console;
import io.photon.cli.output.TerminalSafe;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.MaskingCallback;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingInputStream;
import org.jspecify.annotations.Nullable;

/** A shell for a person: lines with completion, hints and history. */
final class Interactive implements Pipeline.Terminal, ShellSession.Own, AutoCloseable {

    /** The time limit within which the next byte of the same key arrives. */
    private static final long AT_ONCE_MS = 2;

    /** Tells of each thing that a terminal lacks, on the terminal; kept here, so that it stays off. */
    private static final Logger JLINE = Logger.getLogger("org.jline");

    private final Console console;
    private final ShellDaemon daemon;
    private final Terminal terminal;
    private final Attributes attributes;
    private final KeptHistory history = new KeptHistory();
    private final Hints hints;
    private final LineReaderImpl reader;
    private final Pulse pulse;
    private final KnownNames names;
    private volatile @Nullable Foreground running;

    /** The prompt as it stands on the screen; one that came too early for that is painted after the next answer. */
    private volatile String painted = "";

    /** @param completions of the model, which may take its time to be built */
    Interactive(Console console, ShellDaemon daemon, Function<Completions.Source, Supplier<Completions>> completions)
            throws IOException {
        this.console = console;
        this.daemon = daemon;
        JLINE.setLevel(Level.OFF);
        this.terminal = TerminalBuilder.builder()
                .system(true)
                .ffm(false)
                .jni(true)
                .exec(false) // it runs test and tty by name, whatever PATH makes of them
                .dumb(true)
                .graphemeCluster(false) // a terminal that does not answer this question would delay the first prompt
                .encoding(StandardCharsets.UTF_8)
                .build();
        this.attributes = terminal.getAttributes();
        this.names = new KnownNames(daemon, console.environment());
        Supplier<Completions> model = completions.apply(names);
        this.hints = new Hints(
                line -> model.get() == null ? "" : TerminalSafe.text(model.get().hint(line)), width());
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("photon")
                .parser(new LineParser())
                .highlighter(hints)
                .completer((lines, line, candidates) -> complete(model.get(), line.line(), line.cursor(), candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P  %M> ")
                .variable(LineReader.BELL_STYLE, "none");
        history.serve(builder, console.environment(), daemon.target());
        this.reader = (LineReaderImpl) builder.build();
        Widget accept = requireNonNull(reader.getWidgets().get(LineReader.ACCEPT_LINE));
        reader.getWidgets().put(LineReader.ACCEPT_LINE, () -> {
            hints.show(false);
            return accept.apply();
        });
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
        terminal.handle(Terminal.Signal.TSTP, signal -> suspend());
        this.pulse = new Pulse(daemon, this::repaint);
    }

    private int width() {
        return prompt("unreachable").length();
    }

    private String prompt(String state) {
        return "photon " + daemon.shown() + " " + state + "> ";
    }

    /** The prompt of a line that is being written is another now. */
    private void repaint() {
        LineReaderImpl shown = reader;
        boolean canMove = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
        String now = pulse == null ? painted : prompt(pulse.state());
        if (shown != null && canMove && !now.equals(painted) && shown.isReading()) {
            painted = now;
            shown.setPrompt(now);
            try {
                shown.callWidget(LineReader.REDISPLAY);
            } catch (IllegalStateException e) {
                return; // the line was entered just now; the next one has the new prompt
            }
        }
    }

    private void interrupt() {
        Foreground now = running;
        if (now != null) {
            console.err().println(); // after the ^C that the terminal shows
            now.interrupt();
        }
    }

    /** Ctrl-Z: gives the terminal back and stops, as other programs do; after {@code fg} JLine takes it again. */
    private void suspend() {
        terminal.setAttributes(attributes);
        String self = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("kill", "-STOP", self).inheritIO().start().waitFor();
        } catch (IOException e) {
            Messages.fail(console, Failure.of(Kind.BAD_INPUT, "cannot stop: " + e.getMessage(), "is there a kill?"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void complete(Completions completions, String line, int cursor, List<Candidate> candidates) {
        if (completions == null) {
            return;
        }
        for (Completions.Proposal proposal : completions.of(line.substring(0, cursor))) {
            String text = proposal.text();
            String remark = proposal.remark().isEmpty() ? null : proposal.remark();
            boolean whole = !text.endsWith("/") && !text.startsWith(".");
            candidates.add(new Candidate(text, TerminalSafe.text(text), null, remark, null, null, whole));
        }
    }

    /** Takes lines until the user leaves. @return the exit code of the last command */
    int run(ShellSession session) throws IOException {
        String text = null;
        overwriteTypedAhead();
        while (!session.isOver()) {
            hints.show(true);
            String line;
            try {
                painted = prompt(pulse.state());
                line = reader.readLine(painted, null, (MaskingCallback) null, text);
                text = null;
            } catch (UserInterruptException e) {
                text = null;
                continue;
            } catch (EndOfFileException e) {
                break;
            }
            if (LineParser.asksForEditor(line)) {
                text = edited(line);
            } else {
                session.run(line);
                pulse.refresh();
            }
            terminal.setAttributes(attributes);
        }
        return session.code();
    }

    /** The terminal has shown what was typed before the first prompt; that is read again, and shown in its place. */
    private void overwriteTypedAhead() {
        terminal.puts(Capability.carriage_return);
        terminal.puts(Capability.clr_eol);
        terminal.flush();
    }

    private String edited(String line) {
        String before = line.stripTrailing();
        before = before.substring(0, before.length() - LineParser.EDIT.length()).stripTrailing();
        if (before.isEmpty()) {
            before = history().stream()
                    .filter(kept -> !LineParser.asksForEditor(kept))
                    .reduce("", (first, second) -> second);
        }
        try {
            return new Editor(console.environment()).edit(before);
        } catch (IOException e) {
            Messages.fail(
                    console,
                    Failure.of(Kind.BAD_INPUT, "no editor: " + e.getMessage(), "set EDITOR, e.g. EDITOR=nano"));
            return before;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return before;
        }
    }

    @Override
    public Gate.Keys keys() {
        NonBlockingInputStream in = (NonBlockingInputStream) terminal.input();
        return new Gate.Keys() {
            @Override
            public int read(long timeoutMs) throws IOException {
                return in.read(timeoutMs);
            }

            @Override
            public boolean isReady() throws IOException {
                return in.peek(AT_ONCE_MS) >= 0;
            }
        };
    }

    @Override
    public void foreground(@Nullable Foreground now) {
        running = now;
    }

    @Override
    public void clear() {
        terminal.puts(Capability.clear_screen);
        terminal.flush();
    }

    @Override
    public List<String> history() {
        List<String> lines = new ArrayList<>();
        history.forEach(entry -> lines.add(entry.line()));
        return lines;
    }

    @Override
    public void close() throws IOException {
        pulse.close();
        names.close();
        history.save();
        terminal.close();
    }
}
