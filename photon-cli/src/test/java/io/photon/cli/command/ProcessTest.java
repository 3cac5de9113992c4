// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: pipes, signals, terminals. */
@Timeout(120)
class ProcessTest {

    private StandInDaemon daemon;

    @TempDir
    Path dir;

    private Bash bash;

    @BeforeEach
    void start() throws IOException {
        daemon = new StandInDaemon();
        bash = new Bash(dir, daemon.url());
        Shell inside = new Shell(daemon.url());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            lines.append("{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":\"")
                    .append("x".repeat(100))
                    .append("\"}\n");
        }
        assertEquals(0, inside.runWith(lines.toString(), "emit", "-q").code());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private String run(String script) throws Exception {
        return bash.run(script);
    }

    @Test
    void aReaderThatLeavesEndsAReplaySilently() throws Exception {
        String output = run("photon replay s --type cold 2>err | head -1 | cut -c1-29; echo ${PIPESTATUS[0]}; cat err");
        assertEquals("{\"order-id\":1764000000000001,\n141\n", output);
        String live = run("photon replay s 2>err | head -1 | cut -c1-29; echo ${PIPESTATUS[0]}; cat err");
        assertEquals("{\"order-id\":1764000000000001,\n141\n", live);
    }

    @Test
    void aReaderThatLeavesAQuietLiveReplayIsNoticed() throws Exception {
        run("photon emit -q -o raw --stream quiet --type t --payload 1");
        String output = run("photon replay quiet 2>err | head -1 | cut -c1-12; echo ${PIPESTATUS[0]}; cat err");
        assertEquals("{\"order-id\":\n141\n", output);
        assertEquals("141\n", run("photon replay nothing 2>/dev/null | :; echo ${PIPESTATUS[0]}"));
    }

    @Test
    void aFullDiskIsSix() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        String output = run("photon backup -q > /dev/full; echo $?");
        assertTrue(output.contains("photon: backup: cannot write to stdout: No space left on device"), output);
        assertTrue(output.endsWith("\n6\n"), output);
    }

    @Test
    void anInterruptedReplaySaysWhereItStoppedAndHowToResume() throws Exception {
        assertEquals("130", interrupted("INT"));
        assertEquals("143", interrupted("TERM"));
    }

    /** Interrupts a live replay once it has shown all events; answers the exit code. */
    private String interrupted(String signal) throws Exception {
        Process process = bash.builder("exec photon replay s 2>err").start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 3_000; i++) {
                assertTrue(out.readLine().endsWith("}"));
            }
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertEquals(null, out.readLine());
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(
                "photon: replay: stopped at 1764000000003000; resume with --from 1764000000003001\n",
                Files.readString(dir.resolve("err")));
        return Integer.toString(process.exitValue());
    }

    @Test
    void typedLinesAreAnsweredOneByOne() throws Exception {
        Process process = bash.builder("exec photon emit -q -o raw").start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 1; i <= 3; i++) {
                process.getOutputStream()
                        .write("{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}\n"
                                .getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                assertEquals("" + (StandInDaemon.FIRST_ID + 3_000 + i), out.readLine());
            }
            process.getOutputStream().close();
            assertEquals(null, out.readLine());
        }
        assertEquals(0, process.waitFor());
    }

    @Test
    void aRealTerminalGetsTablesAndBars() throws Exception {
        Requirement.program("tmux");
        String socket = dir.resolve("tmux").toString();
        String tmux = "tmux -S " + socket + " -f /dev/null ";
        run(tmux + "new-session -d -x 90 -y 20 'bash --norc --noprofile'");
        try {
            run(tmux + "send-keys 'clear; photon replay s --type cold -n 2; photon backup --progress bar >/dev/null; "
                    + "echo done $?' Enter");
            String screen = screen(tmux, "done 0");
            assertTrue(screen.contains("ORDER-ID          TIME (UTC)    TYPE  PAYLOAD\n2025-11-24\n"), screen);
            assertTrue(screen.contains("1764000000000002  16:00:00.000  t     \"xxx"), screen);
            assertTrue(screen.contains("…"), screen);
            assertTrue(screen.contains("photon: backup: copied 3,000 events up to 1764000000003000 in "), screen);
            run(tmux + "send-keys 'clear; photon streams delete s' Enter");
            screen(tmux, "Type its name");
            run(tmux + "send-keys 's' Enter");
            assertTrue(screen(tmux, "deleted").contains("of stream 's' on " + daemon.url()), screen);
        } finally {
            run(tmux + "kill-server");
        }
    }

    /** The screen, once it shows a text. */
    private String screen(String tmux, String text) {
        String[] screen = {""};
        Eventually.within(
                60,
                () -> {
                    screen[0] = run(tmux + "capture-pane -p");
                    return screen[0].contains("\n" + text) || screen[0].startsWith(text);
                },
                () -> "the terminal never showed '" + text + "':\n" + screen[0]);
        return screen[0];
    }
}
