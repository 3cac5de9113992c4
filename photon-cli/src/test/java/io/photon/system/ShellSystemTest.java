// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.rabbit.FreePort;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code photon shell} from the packaged binary, in a real terminal and as a script, over a real daemon. */
class ShellSystemTest {

    private static final String LAUNCHER = DaemonProcess.jar()
            .toAbsolutePath()
            .getParent()
            .resolveSibling("bin/photon")
            .toString();

    @TempDir
    Path home;

    private DaemonProcess daemon;
    private Tmux terminal;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = FreePort.next();
        startDaemon();
        for (int i = 1; i < 4; i++) {
            daemon.http()
                    .stored("{\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{\"total\":" + i + "}}");
        }
        daemon.http().stored("{\"stream-name\":\"it's $(touch owned)\",\"event-type\":\"T\",\"payload\":1}");
    }

    private void startDaemon() throws Exception {
        daemon = DaemonProcess.start(home, "-db.backend", "file", "-rest.port", Integer.toString(port));
    }

    @AfterEach
    void stop() throws Exception {
        try {
            if (terminal != null) {
                terminal.close();
            }
        } finally {
            daemon.close();
        }
    }

    private void shell() throws Exception {
        terminal = Tmux.start(
                home,
                100,
                30,
                Map.of(
                        "XDG_RUNTIME_DIR",
                        home.resolve("run").toString(),
                        "XDG_STATE_HOME",
                        home.resolve("state").toString(),
                        "XDG_CACHE_HOME",
                        home.resolve("cache").toString(),
                        "TERM",
                        "screen-256color",
                        "PHOTON_URL",
                        daemon.http().base().toString()));
        enter();
    }

    /**
     * A folder with programs that a terminal's library might run by name, as this project's bin has one called test. One of
     * them is missing on small machines.
     */
    private Path decoys() throws IOException {
        Path folder = Files.createDirectories(home.resolve("decoys"));
        for (String name : List.of("test", "tty", "infocmp")) {
            Path decoy = folder.resolve(name);
            String harm = name.equals("infocmp") ? "" : "touch " + home.resolve("decoyed") + "\n";
            Files.writeString(decoy, "#!/bin/sh\n" + harm + "exit 1\n");
            Files.setPosixFilePermissions(decoy, PosixFilePermissions.fromString("rwx------"));
        }
        return folder;
    }

    private void enter() throws Exception {
        enterTypingAhead("");
    }

    private void enterTypingAhead(String text) throws Exception {
        terminal.type("clear; PATH=" + decoys() + ":$PATH " + LAUNCHER + " shell\n" + text);
        terminal.await(("file> " + text).strip());
    }

    /** Leaves the shell; its exit code is on the screen then. */
    private void leave(int code) throws Exception {
        assertFalse(Files.exists(home.resolve("decoyed")), "a program was run that nobody asked for");
        assertFalse(terminal.screen().contains("WARNING"), terminal::screen);
        Eventually.within(60, () -> terminal.screen().strip().endsWith(" file>"), () -> "busy:\n" + terminal.screen());
        terminal.key("C-d");
        terminal.awaitPrompt();
        terminal.type("echo code=$?\n");
        terminal.await("code=" + code);
    }

    /** Completes what is typed, once the model of the commands is there: a key before that does nothing. */
    private void complete(String shown) throws Exception {
        Eventually.within(
                60,
                () -> {
                    terminal.key("Tab");
                    return terminal.screen().contains(shown);
                },
                () -> shown + " is not completed:\n" + terminal.screen());
    }

    @Test
    void namesAreCompletedWithQuotesAndOutputGoesThroughProgramsIntoFiles() throws Exception {
        shell();
        terminal.type("streams show it");
        complete("$'it\\'s $(touch owned)'");
        terminal.type("\n");
        terminal.await("total-events");
        assertFalse(Files.exists(home.resolve("owned")), "a name was run");
        terminal.type("clear\n");
        terminal.awaitGone("total-events");
        terminal.type("replay ");
        terminal.await("STREAM: names");
        terminal.type("or");
        complete("orders");
        terminal.type(" --type cold | jq .payload.to");
        complete(".payload.total");
        terminal.type(" | ! tac\n");
        terminal.await("3\n2\n1\n");
        terminal.type("emit {\"stream-name\":\"multi\",\n\"event-type\":\"T\",\"payload\":[1,\n2]}\n");
        terminal.await("order-id");
        terminal.type("streams list -o raw > names.txt\nstreams list -o raw >> names.txt\nexti\n");
        terminal.await("did you mean: exit?");
        assertEquals(
                List.of("it's $(touch owned)", "multi", "orders"),
                Files.readAllLines(home.resolve("names.txt")).subList(0, 3));
        assertEquals(6, Files.readAllLines(home.resolve("names.txt")).size());
        leave(2);
    }

    @Test
    void theMenuWritesWhatIsChosenWhereTheCursorIsAndWhatWasTypedAheadStandsAfterThePrompt() throws Exception {
        shell();
        leave(0);
        enterTypingAhead("streams list -o ");
        assertFalse(terminal.screen().startsWith("streams"), terminal::screen);
        complete("ndjson");
        complete("file> streams list -o json");
        terminal.key("C-u");
        leave(0);
    }

    @Test
    void ctrlCEndsTheCommandAndNotTheShellAndTheHistoryKeepsNoSecret() throws Exception {
        shell();
        terminal.type("replay orders\n");
        terminal.await("{\"total\":3}");
        terminal.key("C-c");
        terminal.await("resume with --from");
        terminal.type("streams list --token abc123\nwatch 1s streams show orders\n");
        terminal.await("total-events");
        terminal.key("C-c");
        terminal.type("version -o raw\n");
        terminal.await("1.0");
        leave(0);
        terminal.type("clear\n");
        terminal.awaitGone("code=0");
        enter();
        terminal.key("Up");
        terminal.await("version -o raw");
        terminal.key("C-u");
        terminal.type("history\n");
        terminal.await("replay orders", "watch 1s");
        assertFalse(terminal.screen().contains("abc123"), terminal.screen());
        try (Stream<Path> files = Files.list(home.resolve("state/photon/history"))) {
            Path kept = files.findFirst().orElseThrow();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
            assertFalse(Files.readString(kept).contains("abc123"), "a token is in the history");
        }
        leave(0);
        assertTrue(terminal.echoes(), "the terminal does not echo any more");
    }

    @Test
    void thePromptTellsThatTheDaemonIsGoneAndThatItIsBack() throws Exception {
        shell();
        daemon.kill();
        terminal.await("unreachable>");
        terminal.type("streams list\n");
        terminal.await("hint:");
        startDaemon();
        terminal.await("file>");
        terminal.type("streams list\n");
        terminal.await("orders");
        leave(0);
    }

    @Test
    void aScriptStopsAtTheFirstLineThatFailsWithItsNumberAndExitCode() throws Exception {
        Path script = Files.writeString(home.resolve("nightly.photon"), """
                # nightly
                emit {"stream-name": "script",
                      "event-type": "T", "payload": 7}
                replay script --type cold | jq -c .payload
                streams show missing
                replay script
                """);
        String url = daemon.http().base().toString();
        PhotonProcess ran = PhotonProcess.run(home, daemon.http(), "shell", "--url", url, script.toString());
        assertEquals(3, ran.code(), ran.err());
        assertTrue(ran.err().contains("stopped at line 5 of " + script), ran.err());
        assertTrue(ran.out().endsWith("\n7\n"), ran.out());
        PhotonProcess one = PhotonProcess.run(
                home, daemon.http(), "shell", "--url", url, "-c", "replay script --type cold | ! wc -l > n.txt");
        assertEquals(0, one.code(), one.err());
        assertEquals("1", Files.readString(home.resolve("n.txt")).strip());
        PhotonProcess empty = PhotonProcess.run(home, daemon.http(), "shell", "--url", url);
        assertEquals("0 ", empty.code() + " " + empty.out() + empty.err());
    }
}
