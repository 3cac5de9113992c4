// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.Main;
import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real terminal shows: its own width, colours and characters. */
@Timeout(180)
class TerminalTest {

    private StandInDaemon daemon;
    private Shell inside;

    @TempDir
    Path dir;

    @BeforeEach
    void start() throws Exception {
        daemon = new StandInDaemon();
        inside = new Shell(daemon.url());
        Path photon = dir.resolve("photon");
        Files.writeString(
                photon,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Xmx256m"
                        + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dphoton.launcher=true"
                        + " \"-Dphoton.locale=$LC_ALL\" -cp '" + System.getProperty("java.class.path") + "' "
                        + Main.class.getName() + " \"$@\"\n");
        assertTrue(photon.toFile().setExecutable(true));
        Requirement.program("tmux");
    }

    @AfterEach
    void stop() throws Exception {
        run("tmux -S " + dir.resolve("tmux") + " kill-server");
        daemon.close();
    }

    private String run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(dir.toFile());
        builder.environment().put("PHOTON_URL", daemon.url());
        builder.environment().put("PATH", dir + ":" + System.getenv("PATH"));
        builder.environment().put("XDG_RUNTIME_DIR", dir.toString());
        builder.environment().remove("NO_COLOR");
        builder.environment().remove("COLUMNS");
        builder.environment().remove("LINES");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private void open(int columns, int rows, String locale) throws Exception {
        String shell = "env LC_ALL=" + locale + " bash --norc --noprofile";
        run("tmux -u -S tmux -f /dev/null new-session -d -x " + columns + " -y " + rows + " '" + shell + "'");
    }

    private void type(String keys) throws Exception {
        run("tmux -S tmux send-keys \"" + keys.replace("$", "\\$") + "\" Enter");
    }

    /** The screen, once it shows a text. @param how {@code -e} for its colours */
    private String screen(String text, String how) {
        String[] screen = {""};
        Eventually.within(
                90,
                () -> (screen[0] = run("tmux -u -S tmux capture-pane -p " + how)).contains(text),
                () -> "the terminal never showed '" + text + "':\n" + screen[0]);
        return screen[0];
    }

    private void emit(String type, String payload) {
        assertEquals(
                0,
                inside.run("emit", "--stream", "s", "--type", type, "--payload", payload)
                        .code());
    }

    @ParameterizedTest
    @CsvSource({"40, C.UTF-8", "40, C", "100, C.UTF-8", "100, C"})
    void aTableIsAsWideAsTheTerminalAndItsColumnsAreStraight(int columns, String locale) throws Exception {
        emit("注文", "{\"a\":\"" + "日本語".repeat(30) + "\"}");
        emit("e\u0301t\u00e9", "{\"a\":2}");
        emit("👍🏽", "{\"a\":3}");
        emit("plain", "{\"a\":\"" + "x".repeat(200) + "\"}");
        open(columns, 30, locale);
        type("clear; photon replay s --type cold --color never; echo done $?");
        String screen = screen("done 0", "");
        String[] lines = screen.split("\n");
        int events = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("1764")) {
                events++;
                assertTrue(lines[i].contains("{\"a\":"), screen); // on one line: none is wider than the terminal
            }
        }
        assertEquals(4, events, screen);
        assertEquals(
                2,
                screen.lines()
                        .filter(line -> line.contains("C".equals(locale) ? ".." : "…"))
                        .count(),
                screen);
        assertTrue(screen.contains("plain  {\"a\":\"xxx"), screen);
    }

    @Test
    void statesAndJsonHaveTheirColours() throws Exception {
        emit("T", "{\"a\":1}");
        daemon.answers.put(
                "GET /api/projections",
                "{\"projections\":[{\"projection-name\":\"p\",\"status\":\"failed\",\"processed\":1}]}");
        open(80, 30, "C.UTF-8");
        type("clear; photon projection list; photon event get s 1764000000000001 -o json; echo done $?");
        String screen = screen("done 0", "-e");
        assertTrue(screen.contains("\u001b[31mfailed"), screen);
        assertTrue(screen.contains("\u001b[36m\"a\""), screen);
        assertTrue(screen.contains("\u001b[33m1\n"), screen);
        type("clear; NO_COLOR=1 photon projection list; echo over $?");
        String plain = screen("over 0", "-e");
        assertFalse(plain.contains("\u001b[31mfailed"), plain);
    }

    @Test
    void aWatchedListChangesInItsPlaceAndEndsWithCtrlC() throws Exception {
        emit("T", "1");
        open(80, 12, "C.UTF-8");
        type("clear; photon streams list --watch=300ms; echo ended $?");
        String first = screen("s            1", "");
        assertTrue(first.startsWith("every 0.3 s, now "), first);
        for (int i = 0; i < 41; i++) {
            emit("T", "1");
        }
        String later = screen("s           42", "");
        assertTrue(later.startsWith("every 0.3 s, now "), later);
        assertEquals(1, later.lines().filter(line -> line.startsWith("STREAM")).count(), later);
        run("tmux -S tmux send-keys C-c");
        screen("ended 130", "");
    }

    @Test
    void aDeletionThatIsTypedNamesCountAndDaemon() throws Exception {
        emit("T", "1");
        emit("T", "2");
        open(100, 12, "C.UTF-8");
        type("clear; photon streams delete s; echo done $?");
        screen("This deletes 2 events of stream 's' on " + daemon.url() + ", for good.", "");
        type("s");
        String screen = screen("done 0", "");
        assertTrue(screen.contains("of stream 's' on " + daemon.url()), screen);
    }

    @Test
    void linesOfAPipeAndAFileAreReadAndThoseOfALoopAreNot() throws Exception {
        Files.writeString(dir.resolve("lines"), "{\"payload\":1}\n{\"payload\":2}\n");
        String emit = "photon emit -q -o raw --stream s --type T";
        assertEquals("2\n", run("cat lines | " + emit + " | wc -l"));
        assertEquals("2\n", run(emit + " < lines | wc -l"));
        assertEquals("1\n", run(emit + " < /dev/null | wc -l"));
        assertEquals("1\n", run(": | " + emit + " | wc -l"));
        assertEquals("2\n", run("while read -r line; do " + emit + "; done < lines | wc -l"));
        assertEquals(
                "1 2 1 2 {} {} {} {}",
                run("photon replay s --type cold --format '{payload}'").strip().replace('\n', ' '));
    }
}
