package io.photon.cli.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The completion scripts in real shells, by keys in a terminal. {@code photon} itself is a script that knows some names. */
class CompletionKeysTest {

    private static final Path ROOT =
            Path.of(System.getProperty("photon.root", "..")).toAbsolutePath().normalize();

    private static final String STAND_IN = """
            #!/bin/bash
            if [ "$2" = list ]; then
              names=(sales stock); prefix=''
              [ "$1" = streams ] && names=(orders 'order-*' 'order-1' 'what?' 'with space')
              while [ $# -gt 0 ]; do [ "$1" = --prefix ] && prefix=$2; shift; done
              for name in "${names[@]}"; do [[ "$name" == "$prefix"* ]] && printf '%s\\n' "$name"; done
              exit 0
            fi
            printf 'got '; printf '[%s]' "$@"; echo
            """;

    @TempDir
    Path dir;

    private int markers;

    /** The key that empties the line: as a key, it comes after what is still being done, which a signal would not. */
    private String abandon;

    private List<String> tmux(String... words) {
        List<String> command =
                new ArrayList<>(List.of("tmux", "-S", dir.resolve("t").toString(), "-f", "/dev/null"));
        command.addAll(List.of(words));
        return command;
    }

    private String run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", dir + ":/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("HOME", dir.toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("HISTFILE", "/dev/null");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private void type(String text) throws Exception {
        run(tmux("send-keys", "-l", text));
    }

    private void press(String key) throws Exception {
        run(tmux("send-keys", key));
    }

    private String screen() throws Exception {
        return run(tmux("capture-pane", "-p"));
    }

    private String screenWhere(Predicate<String> shown, String what) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String screen = screen();
        while (!shown.test(screen)) {
            assertTrue(System.nanoTime() < deadline, what + " is not on the screen:\n" + screen);
            screen = screen();
        }
        return screen;
    }

    /** Runs a line and waits until the shell is through with it, on an empty screen. */
    private void settle(String line) throws Exception {
        int marker = 4_000 + markers++;
        type((line.isEmpty() ? "" : line + "; ") + "clear; echo READY" + marker);
        press("Enter");
        screenWhere(shown -> shown.lines().anyMatch(("READY" + marker)::equals), "READY" + marker);
    }

    private void start(String shell) throws Exception {
        Files.writeString(dir.resolve("photon"), STAND_IN);
        assertTrue(dir.resolve("photon").toFile().setExecutable(true));
        String script = ROOT.resolve("completions/photon." + shell).toString();
        String start = switch (shell) {
            case "bash" -> "bash --norc --noprofile -i";
            case "zsh" -> "zsh -f";
            default -> "fish --no-config --private";
        };
        abandon = shell.equals("fish") ? "C-c" : "C-u";
        run(tmux("new-session", "-d", "-x", "160", "-y", "50", start));
        settle(
                switch (shell) {
                    case "bash" -> "bind 'set show-all-if-ambiguous on'; source " + script;
                    case "zsh" -> "autoload -U compinit; compinit -u -d " + dir.resolve("dump") + "; source " + script;
                    default -> "source " + script;
                });
    }

    private void offers(String line, List<String> wanted, List<String> unwanted) throws Exception {
        type(line);
        press("Tab");
        String screen = screenWhere(
                shown -> wanted.stream().allMatch(shown::contains), "after '" + line + "' and Tab " + wanted);
        for (String word : unwanted) {
            assertFalse(screen.contains(word), () -> "'" + word + "' is offered after '" + line + "':\n" + screen);
        }
        press(abandon);
        settle("");
    }

    /** Completes, presses Enter, and looks what the program was given. */
    private void gives(String line, String given) throws Exception {
        type(line);
        press("Tab");
        String shown = line.substring(0, line.length() - 1);
        screenWhere(
                screen -> screen.lines()
                        .anyMatch(each ->
                                each.contains(shown) && !each.stripTrailing().endsWith(line)),
                line);
        press("Enter");
        screenWhere(screen -> screen.contains("got " + given), "got " + given);
        settle("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void keysGiveWhatFitsAtTheirPlace(String shell) throws Exception {
        GeneratedDocsTest.need("tmux");
        GeneratedDocsTest.need(shell);
        try {
            start(shell);
            offers("photon wait projection s", List.of("sales", "stock"), List.of("bisect", "pause"));
            offers("photon serve -rest.", List.of("-rest.host", "-rest.port"), List.of());
            gives("photon wait projection sal", "[wait][projection][sales]");
            offers("photon help projection ", List.of("bisect", "pause"), List.of("exit-codes"));
            offers("photon help e", List.of("emit", "exit-codes"), List.of("bisect"));
            offers("photon streams show order", List.of("orders", "order-1"), List.of("sales"));
            offers("photon projection query s", List.of("sales", "stock"), List.of("orders"));
            gives("photon replay wh", "[replay][what\\?]");
            gives("photon streams show wh", "[streams][show][what?]");
            gives("photon streams delete orders wi", "[streams][delete][orders][with space]");
            gives("photon projection create p --stream wh", "[projection][create][p][--stream][what\\?]");
            gives("photon replay order-\\\\", "[replay][order-\\*]");
        } finally {
            leave();
        }
    }

    /** The shell ends by itself, so that it writes nothing any more when its folder is removed. */
    private void leave() throws Exception {
        press(abandon);
        type("exit");
        press("Enter");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (run(tmux("list-sessions")).contains("windows") && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        run(tmux("kill-server"));
    }
}
