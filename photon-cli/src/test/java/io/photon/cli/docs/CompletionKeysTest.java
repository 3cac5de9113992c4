// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.ResidentPhoton;
import io.photon.cli.command.OwnDaemon;
import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.EmitOptions;
import io.photon.client.Identity;
import io.photon.client.http.HttpPhotonClient;
import io.photon.codec.JsonFields;
import io.photon.daemon.Photon;
import io.photon.result.Result;
import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The completion scripts in real shells, by keys in a terminal, with names of a real daemon. */
class CompletionKeysTest {

    private static final Path ROOT =
            Path.of(System.getProperty("photon.root", "..")).toAbsolutePath().normalize();

    /** Completion is the real one; what the line would run is shown instead. */
    private static final String PROGRAM = """
            #!/bin/bash
            if [ "$1" = __complete ]; then
              exec ANSWERS "$@" </dev/null
            fi
            printf 'got '
            for word in "$@"; do
              word=${word//$'\\n'/<LF>}
              printf '[%s]' "${word//$'\\e'/<ESC>}"
            done
            echo
            """;

    @TempDir
    Path dir;

    private Photon daemon;

    /** Answers keys without a start of Java for each; null where the shell is to start it as it does. */
    private ResidentPhoton resident;

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
        builder.environment().put("PHOTON_URL", daemon.url());
        builder.environment().put("PHOTON_TOKEN", daemon.token());
        builder.environment().put("PHOTON_COMPLETION_MS", "20000");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** A daemon with some names. */
    private void serve(List<String> streams) {
        daemon = OwnDaemon.start(dir.resolve("store"), dir.resolve("run/photon"));
        DaemonAddress endpoint = good(DaemonAddress.parse(daemon.url()));
        Identity self = new Identity.Token(daemon.token());
        try (HttpPhotonClient client = new HttpPhotonClient(ClientSettings.of(endpoint, self))) {
            for (String stream : streams) {
                String event = "{\"stream-name\":" + JsonFields.quote(stream)
                        + ",\"event-type\":\"Kind Of\",\"payload\":{\"total\":1}}";
                good(client.emit(event.getBytes(StandardCharsets.UTF_8), EmitOptions.PLAIN));
            }
            for (String projection : List.of("sales", "stock")) {
                String request = "{\"projection-name\":\"" + projection + "\",\"stream-name\":\"orders\","
                        + "\"language\":\"jq\",\"reduction\":\".\",\"initial-value\":\"0\"}";
                good(client.createProjection(request.getBytes(StandardCharsets.UTF_8), false));
            }
        }
    }

    private static <T> T good(Result<T> result) {
        assertInstanceOf(Result.Ok.class, result, result::toString);
        return ((Result.Ok<T>) result).value();
    }

    private void type(String text) throws Exception {
        run(tmux("send-keys", "-l", text));
    }

    private void press(String key) throws Exception {
        run(tmux("send-keys", key));
    }

    /** In one go: a process for each would cost more than what the shell does. */
    private void typeAndPress(String text, String key) throws Exception {
        run(tmux("send-keys", "-l", text, ";", "send-keys", key));
    }

    private String screen() throws Exception {
        return run(tmux("capture-pane", "-p"));
    }

    private String screenWhere(Predicate<String> shown, String what) throws Exception {
        String[] screen = new String[1];
        Eventually.within(
                60,
                () -> {
                    screen[0] = screen();
                    return shown.test(screen[0]);
                },
                () -> what + " is not on the screen:\n" + screen[0]);
        return screen[0];
    }

    /** Runs a line and waits until the shell is through with it, on an empty screen. */
    private void settle(String line) throws Exception {
        int marker = 4_000 + markers++;
        typeAndPress((line.isEmpty() ? "" : line + "; ") + "clear; echo READY" + marker, "Enter");
        screenWhere(shown -> shown.lines().anyMatch(("READY" + marker)::equals), "READY" + marker);
    }

    private void start(String shell) throws Exception {
        String answers = Path.of(System.getProperty("java.home"), "bin", "java")
                + " -Xmx64m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + System.getProperty("java.class.path")
                + "' io.photon.cli.Main";
        if (resident != null) {
            Path folder = Files.createDirectories(dir.resolve(".resident"));
            program(folder.resolve("photon"), resident.script());
            answers = "env RESIDENT_DIR=" + folder + " " + folder.resolve("photon");
        }
        program(dir.resolve("photon"), PROGRAM.replace("ANSWERS", answers));
        String script = ROOT.resolve("completions/photon." + shell).toString();
        String start = switch (shell) {
            case "bash" -> "bash --norc --noprofile -i";
            case "zsh" -> "zsh -f";
            default -> "fish --no-config --private";
        };
        abandon = shell.equals("fish") ? "C-c" : "C-u";
        run(tmux("new-session", "-d", "-x", "160", "-y", "50", "-c", dir.toString(), start));
        settle(
                switch (shell) {
                    case "bash" -> "bind 'set show-all-if-ambiguous on'; source " + script;
                    case "zsh" -> "autoload -U compinit; compinit -u -d " + dir.resolve("dump") + "; source " + script;
                    default -> "source " + script;
                });
    }

    private static void program(Path file, String script) throws Exception {
        Files.writeString(file, script);
        assertTrue(file.toFile().setExecutable(true));
    }

    private void offers(String line, List<String> wanted, List<String> unwanted) throws Exception {
        typeAndPress(line, "Tab");
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
        typeAndPress(line, "Tab");
        String shown = line.substring(0, line.lastIndexOf(' ') + 1);
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
        Requirement.program("tmux");
        Requirement.program(shell);
        serve(List.of(
                "orders",
                "order-*",
                "order-1",
                "what?",
                "with space",
                "a:b",
                "c=d",
                "@alice",
                "m@y",
                "~home",
                "$cash"));
        try (ResidentPhoton photon = new ResidentPhoton()) {
            resident = photon;
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
            gives("photon replay orders --event-type Ki", "[replay][orders][--event-type][Kind Of]");
            gives("photon replay orders --where '.payload.to", "[replay][orders][--where][.payload.total]");
            gives("photon emit --stream=orders --type=Ki", "[emit][--stream=orders][--type=Kind Of]");
            gives("photon emit --stream=wit", "[emit][--stream=with space]");
            gives("photon emit --stream=a:", "[emit][--stream=a:b]");
            gives("photon emit --type T --stream=c", "[emit][--type][T][--stream=c=d]");
            gives("photon emit --stream a:", "[emit][--stream][a:b]");
            gives("photon emit --stream c=", "[emit][--stream][c=d]");
            gives("photon streams list --output=nd", "[streams][list][--output=ndjson]");
            gives("photon streams show a", "[streams][show][a:b]");
            gives("photon streams show @", "[streams][show][@alice]");
            gives("photon streams show m@", "[streams][show][m@y]");
            gives("photon streams show @ali", "[streams][show][@alice]");
            gives("photon streams show a:", "[streams][show][a:b]");
            gives("photon streams show \\~", "[streams][show][~home]");
            gives("photon streams show \\$", "[streams][show][$cash]");
            gives("photon streams show '$", "[streams][show][$cash]");
            gives("photon streams show \"\\$", "[streams][show][$cash]");
            Path contexts = Files.createDirectories(dir.resolve(".config/photon/contexts"));
            for (String name : List.of("prod-eu", "trial")) {
                Files.writeString(contexts.resolve(name + ".context"), "url=" + daemon.url() + "\n");
            }
            gives("photon streams list --context tr", "[streams][list][--context][trial]");
            gives("photon context use prod", "[context][use][prod-eu]");
        } finally {
            leave();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void aNameIsOneWordWhateverItHoldsAndNothingOfItRuns(String shell) throws Exception {
        Requirement.program("tmux");
        Requirement.program(shell);
        serve(List.of("it's", "run$(touch owned)", "tick`touch owned`", "dq\"\\q", "lf\nx", "esc\033[2Jx"));
        try {
            start(shell);
            gives("photon streams show it", "[streams][show][it's]");
            gives("photon streams show ru", "[streams][show][run$(touch owned)]");
            gives("photon streams show dq", "[streams][show][dq\"\\q]");
            gives("photon streams show lf", "[streams][show][lf<LF>x]");
            gives("photon streams show es", "[streams][show][esc<ESC>[2Jx]");
            gives("photon streams show \"ti", "[streams][show][tick`touch owned`]");
            gives("photon streams show 'it", "[streams][show][it's]");
            assertFalse(Files.exists(dir.resolve("owned")), "a name was run");
        } finally {
            leave();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void withoutADaemonAKeySaysNothing(String shell) throws Exception {
        Requirement.program("tmux");
        Requirement.program(shell);
        serve(List.of("orders"));
        daemon.close();
        try {
            start(shell);
            type("photon streams show zz");
            press("Tab");
            type("z");
            String screen = screenWhere(shown -> shown.contains("show zzz"), "what is typed after Tab");
            assertEquals(
                    1,
                    screen.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("READY"))
                            .count(),
                    screen);
        } finally {
            leave();
        }
    }

    /** The shell ends by itself, so that it writes nothing any more when its folder is removed. */
    private void leave() throws Exception {
        press(abandon);
        type("exit");
        press("Enter");
        Eventually.happens(10, () -> !run(tmux("list-sessions")).contains("windows"));
        run(tmux("kill-server"));
        daemon.close();
    }
}
