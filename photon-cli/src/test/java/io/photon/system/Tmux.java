// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real terminal: tmux with bash in it, on a socket of its own. Waits are bounded, and show the screen when they end. */
final class Tmux implements AutoCloseable {

    private static final int LIMIT_S = 60;
    private static final String PROMPT = "ready>";

    private final Path socket;
    private final Path folder;
    private int questions;

    private Tmux(Path folder) {
        this.folder = folder;
        this.socket = folder.resolve("tmux");
    }

    /** @param folder where bash begins @param environment beside what this process has; LC_ALL is C.UTF-8 */
    static Tmux start(Path folder, int width, int height, Map<String, String> environment) throws Exception {
        Requirement.program("tmux");
        Tmux tmux = new Tmux(folder);
        List<String> words = new ArrayList<>(List.of(
                "new-session",
                "-d",
                "-x",
                Integer.toString(width),
                "-y",
                Integer.toString(height),
                "-c",
                folder.toString()));
        words.addAll(List.of("-e", "LC_ALL=C.UTF-8", "-e", "PS1=" + PROMPT + " ", "-e", "HISTFILE="));
        environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
        words.addAll(List.of("bash", "--norc", "--noprofile")); // not by way of sh, which has a prompt of its own
        tmux.tmux(words.toArray(String[]::new));
        try {
            tmux.awaitPrompt();
            return tmux;
        } catch (Exception | AssertionError e) {
            tmux.close();
            throw e;
        }
    }

    private record Run(int code, String out) {}

    private static Run run(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(LIMIT_S, TimeUnit.SECONDS);
            return new Run(process.exitValue(), out);
        } catch (IOException e) {
            throw new AssertionError(command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String tmux(String... words) {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString(), "-f", "/dev/null"));
        command.addAll(List.of(words));
        Run run = run(folder, command);
        assertEquals(0, run.code, command + ": " + run.out);
        return run.out;
    }

    /** Types text; a line end presses Enter. */
    void type(String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                tmux("send-keys", "-l", "--", lines[i]);
            }
            if (i < lines.length - 1) {
                key("Enter");
            }
        }
    }

    /** Presses a key as tmux names it: {@code Enter}, {@code C-z}, {@code Escape}. */
    void key(String name) {
        tmux("send-keys", name);
    }

    void resize(int width, int height) {
        tmux("resize-window", "-x", Integer.toString(width), "-y", Integer.toString(height));
    }

    String screen() {
        return tmux("capture-pane", "-p");
    }

    /** Waits until all of these are on the screen. */
    void await(String... texts) throws Exception {
        Eventually.within(
                LIMIT_S,
                () -> {
                    String screen = screen();
                    return List.of(texts).stream().allMatch(screen::contains);
                },
                () -> List.of(texts) + " is not on the screen:\n" + screen());
    }

    void awaitGone(String text) throws Exception {
        Eventually.within(LIMIT_S, () -> !screen().contains(text), () -> "'" + text + "' is still there:\n" + screen());
    }

    /** Waits until bash asks for the next command. */
    void awaitPrompt() throws Exception {
        Eventually.within(LIMIT_S, () -> screen().strip().endsWith(PROMPT), () -> "no prompt:\n" + screen());
    }

    /** Runs a command in the terminal, of which nothing else is in the foreground, and waits for its output. */
    String ask(String command) throws Exception {
        String mark = "answer" + ++questions;
        type("clear; " + command + "; echo " + mark + "=done\n");
        await(mark + "=done");
        awaitPrompt();
        return screen();
    }

    /** Whether the terminal shows what is typed, as a shell's does before it reads a line itself. */
    boolean echoes() throws Exception {
        return ask("stty -a | grep -wo -- '-*echo'").contains("\necho\n")
                || ask("stty -a").contains(" echo ");
    }

    /** Runs a program outside of the terminal. */
    void outside(String... command) {
        run(folder, List.of(command));
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
