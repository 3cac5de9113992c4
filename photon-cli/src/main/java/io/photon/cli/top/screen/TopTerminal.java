// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.terminal.ansi.UnixLikeTerminal.CtrlCBehaviour;
import com.googlecode.lanterna.terminal.ansi.UnixTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The terminal, without echo and line by line no more, until it is closed. Lanterna reads keys and sizes; what is shown is
 * written by {@link Screen}. Keys are read by one thread, everything else is called by another.
 */
public final class TopTerminal implements AutoCloseable {

    private static final String ENTER = "\033[?1049h\033[?25l\033[2J";
    private static final String LEAVE = "\033[0m\033[?25h\033[?1049l";

    /** Longer texts most terminals do not take. */
    private static final int MOST_COPIED = 70_000;

    private final OutputStream out;
    private final Tty tty;
    private final Screen screen;
    private boolean open;
    private volatile boolean sizeIsKnown;
    private TerminalSize size = TerminalSize.ZERO;

    /** Puts back what a change of the size did before. */
    private Runnable before = () -> {};

    private TopTerminal(OutputStream out, Tty tty, Screen screen) {
        this.out = out;
        this.tty = tty;
        this.screen = screen;
    }

    /** Takes the terminal over. @param resized called by any thread when its size is another */
    public static TopTerminal open(InputStream in, OutputStream out, Colours colours, Runnable resized)
            throws IOException {
        Tty tty = new Tty(in, out);
        TopTerminal terminal = new TopTerminal(out, tty, new Screen(colours));
        terminal.before = Signals.on("WINCH", () -> {
            terminal.sizeIsKnown = false;
            resized.run();
        });
        terminal.enter();
        return terminal;
    }

    /** The settings of a terminal that Lanterna keeps to itself. */
    private static final class Tty extends UnixTerminal {

        Tty(InputStream in, OutputStream out) throws IOException {
            super(in, out, StandardCharsets.UTF_8, CtrlCBehaviour.TRAP);
        }

        void raw() throws IOException {
            canonicalMode(false);
            keyEchoEnabled(false);
            keyStrokeSignalsEnabled(false);
        }

        /** Not its way: it asks the terminal, which answers on the input, even in the middle of a key. */
        @Override
        protected void registerTerminalResizeListener(Runnable listener) {
            // the size is asked of the system
        }

        /** Rows and columns. */
        TerminalSize askSize() throws IOException {
            String[] words = runSTTYCommand("size").strip().split(" ");
            try {
                return new TerminalSize(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException("stty size says " + String.join(" ", words), e);
            }
        }

        void restore() throws IOException {
            restoreTerminalSettings();
        }
    }

    private synchronized void enter() throws IOException {
        sizeIsKnown = false;
        tty.raw();
        open = true;
        screen.forget();
        send(ENTER.getBytes(StandardCharsets.US_ASCII));
    }

    private void send(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write(bytes);
            out.flush();
        }
    }

    public TerminalSize size() throws IOException {
        if (!sizeIsKnown) {
            sizeIsKnown = true;
            size = tty.askSize();
        }
        return size;
    }

    public synchronized void show(Frame frame) throws IOException {
        if (open) {
            send(screen.show(frame));
        }
    }

    /** Puts text into the clipboard of whatever shows the terminal. */
    public synchronized void copy(String text) throws IOException {
        String some = text.length() > MOST_COPIED ? text.substring(0, MOST_COPIED) : text;
        String base64 = Base64.getEncoder().encodeToString(some.getBytes(StandardCharsets.UTF_8));
        send(("\033]52;c;" + base64 + "\007").getBytes(StandardCharsets.US_ASCII));
    }

    /** The next key, none when it means nothing here; waits for it. */
    public List<Key> read() throws IOException {
        return keys(tty.readInput());
    }

    /**
     * What was pressed. Escape and a key that follow each other fast come as one stroke, that key with Alt: taken for the
     * key alone, an Enter after the Escape that leaves a question would be its answer.
     */
    public static List<Key> keys(KeyStroke stroke) {
        Key key = key(stroke);
        if (key == null) {
            return List.of();
        }
        boolean isEscaped = switch (stroke.getKeyType()) {
            case Character, Enter, Tab, Backspace -> stroke.isAltDown();
            default -> false; // arrows and the like have codes of their own for Alt
        };
        return isEscaped ? List.of(Key.of(Key.Kind.ESCAPE), key) : List.of(key);
    }

    private static @Nullable Key key(KeyStroke stroke) {
        return switch (stroke.getKeyType()) {
            case Character -> character(stroke);
            case ArrowUp -> Key.of(Key.Kind.UP);
            case ArrowDown -> Key.of(Key.Kind.DOWN);
            case ArrowLeft -> Key.of(Key.Kind.LEFT);
            case ArrowRight -> Key.of(Key.Kind.RIGHT);
            case PageUp -> Key.of(Key.Kind.PAGE_UP);
            case PageDown -> Key.of(Key.Kind.PAGE_DOWN);
            case Home -> Key.of(Key.Kind.HOME);
            case End -> Key.of(Key.Kind.END);
            case Enter -> Key.of(Key.Kind.ENTER);
            case Escape -> Key.of(Key.Kind.ESCAPE);
            case Backspace, Delete -> Key.of(Key.Kind.BACKSPACE);
            case Tab -> Key.of(Key.Kind.TAB);
            case ReverseTab -> Key.of(Key.Kind.BACK_TAB);
            case F1 -> Key.of(Key.Kind.HELP);
            case EOF -> Key.of(Key.Kind.LEAVE);
            default -> null;
        };
    }

    private static @Nullable Key character(KeyStroke stroke) {
        char letter = stroke.getCharacter();
        if (stroke.isCtrlDown()) {
            return switch (letter) {
                case 'c' -> Key.of(Key.Kind.LEAVE);
                case 'z' -> Key.of(Key.Kind.SUSPEND);
                case 'h' -> Key.of(Key.Kind.BACKSPACE);
                case 'u' -> Key.of(Key.Kind.CLEAR);
                case 'j', 'm' -> Key.of(Key.Kind.ENTER);
                default -> null;
            };
        }
        return letter < ' ' ? null : Key.of(letter);
    }

    /** Gives the terminal back and stops, as other programs do on Ctrl-Z; goes on here after {@code fg}. */
    public void suspend() throws IOException {
        leave();
        String me = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("kill", "-STOP", me).inheritIO().start().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        enter();
    }

    /** After a stop that came from outside. */
    public void takeBack() throws IOException {
        enter();
    }

    private synchronized void leave() throws IOException {
        if (open) {
            open = false;
            send(LEAVE.getBytes(StandardCharsets.US_ASCII));
            tty.restore();
        }
    }

    /** Gives the terminal back as it was. Idempotent. */
    @Override
    public void close() throws IOException {
        before.run();
        leave();
    }
}
