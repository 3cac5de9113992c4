// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code photon top} from the packaged binary in a real terminal, over a real daemon. */
class TopSystemTest {

    @TempDir
    Path home;

    private DaemonProcess daemon;
    private Tmux terminal;

    @BeforeEach
    void start() throws Exception {
        daemon = DaemonProcess.start(home, "-db.backend", "file");
        for (int i = 0; i < 3; i++) {
            daemon.http()
                    .stored("{\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"payload\":{\"n\":" + i + "}}");
        }
        daemon.http().stored("{\"stream-name\":\"長い ☃\",\"event-type\":\"T\",\"payload\":\"\\u001b[2J\"}");
        terminal = Tmux.start(
                home, 80, 24, Map.of("XDG_RUNTIME_DIR", home.resolve("run").toString(), "TERM", "screen-256color"));
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

    private void top(String more) throws Exception {
        Path launcher = DaemonProcess.jar().toAbsolutePath().getParent().resolveSibling("bin/photon");
        terminal.type(launcher + " top --url " + daemon.http().base() + more + "\n");
        terminal.await("appends/s", "● writable");
    }

    @Test
    void itShowsStreamsEventsAndOneEventAndLeavesTheTerminalAsItWas() throws Exception {
        top("");
        terminal.await("orders", "長い ☃", "PROJECTIONS");
        terminal.type("2");
        terminal.await("STREAM", "EVENTS/s");
        terminal.type("/ord\n");
        terminal.awaitGone("長い");
        terminal.key("Enter");
        terminal.await("3 events", "Placed", "{\"n\":2}");
        terminal.key("Enter");
        terminal.await("\"n\": 2", "\"stream-name\": \"orders\"");
        terminal.key("Escape");
        terminal.await("ORDER-ID");
        terminal.type("qqqq");
        terminal.awaitPrompt();
        assertFalse(terminal.screen().contains("appends/s"), terminal.screen());
        assertTrue(terminal.echoes(), "the terminal does not echo any more");
    }

    @Test
    void newEventsAreFollowedAndTheirTextCannotHarmTheTerminal() throws Exception {
        top("");
        terminal.type("5");
        terminal.await("following");
        daemon.http()
                .stored("{\"stream-name\":\"live\",\"event-type\":\"Now\",\"payload\":\"\\u001b]0;owned\\u0007\"}");
        terminal.await("live", "Now", "\\u001b]0;owned");
    }

    @Test
    void theLogAndTheReadersAreShownAsTheyAreNow() throws Exception {
        top("");
        terminal.type("8");
        terminal.await("0 errors", "8 Log");
        HttpDoor stranger = new HttpDoor(daemon.http().base(), "not-a-token");
        assertEquals(401, stranger.get("/api/ping").statusCode());
        terminal.await("⊘ refused", "logins", "from 127.0.0.1 over http");
        terminal.type("4");
        try (InputStream reader = daemon.http().open("/api/replay/orders?type=hot-cold")) {
            terminal.await("local from 127.0.0.1", "http", "orders", "● up to date");
            assertTrue(reader.read() > 0);
        }
        terminal.await("0 readers", "(none)");
        PhotonProcess log = PhotonProcess.run(
                home, daemon.http(), "log", "--url", daemon.http().base().toString(), "-o", "json");
        assertEquals(0, log.code(), log.err());
        JsonNode entries = HttpDoor.JSON.readTree(log.out()).get("entries");
        assertEquals("refused", entries.get(entries.size() - 1).get("level").asText());
        assertFalse(log.out().contains("not-a-token"), log.out());
    }

    @Test
    void thePastOfAProjectionIsSteppedThroughComparedAndSearched() throws Exception {
        String url = daemon.http().base().toString();
        PhotonProcess created = PhotonProcess.run(
                home,
                daemon.http(),
                "projection",
                "create",
                "count",
                "--url",
                url,
                "--stream",
                "orders",
                "--language",
                "jq",
                "-e",
                ". + 1",
                "--initial",
                "0");
        assertEquals(0, created.code(), created.err());
        top("");
        terminal.type("3/count\n");
        terminal.key("Enter");
        terminal.await("3 events", "● running");
        terminal.type(",");
        terminal.await("AS OF", "Placed in orders");
        terminal.type("d");
        terminal.await("and how it differs from now", "~ the whole value   3");
        terminal.type("b. == 1\n");
        terminal.await("the first event after which . == 1");
        terminal.awaitGone("looking for");
        terminal.type("c");
        terminal.await("$ photon projection query count --at");
    }

    @Test
    void stoppedByCtrlZItGivesTheTerminalBackAndGoesOnWithFg() throws Exception {
        top("");
        terminal.key("C-z");
        terminal.await("Stopped");
        assertTrue(terminal.echoes(), "the terminal does not echo while it is stopped");
        terminal.type("fg\n");
        terminal.await("appends/s", "● writable");
        terminal.key("C-c");
        terminal.awaitPrompt();
        assertTrue(terminal.echoes(), "the terminal does not echo any more");
    }

    @Test
    void killedItGivesTheTerminalBackToo() throws Exception {
        top("");
        terminal.outside(
                "pkill",
                "-TERM",
                "-f",
                "io.photon.cli.Main top --url " + daemon.http().base());
        terminal.awaitPrompt();
        assertTrue(terminal.echoes(), "the terminal does not echo any more");
    }

    @Test
    void aDaemonThatDiesIsSaidToBeLostAndComesBackByItself() throws Exception {
        int port = daemon.http().base().getPort();
        top("");
        daemon.kill();
        terminal.await("✗ lost", "retrying");
        daemon.close();
        daemon = DaemonProcess.start(home, "-db.backend", "file", "-rest.port", Integer.toString(port));
        terminal.await("● writable", "orders");
    }

    @Test
    void anotherSizeIsAnotherPictureAndTooSmallOneIsToldSo() throws Exception {
        top("");
        terminal.resize(50, 10);
        terminal.await("photon top needs 60×15");
        terminal.resize(120, 30);
        terminal.await("appends/s", "7 Muon");
    }

    @Test
    void aStreamIsDeletedOnlyAfterItsCommandWasShownAndEntered() throws Exception {
        top("");
        terminal.type("2/orders\nD");
        terminal.await("$ photon streams delete orders --yes", "Enter runs it");
        terminal.key("Escape");
        terminal.await("nothing was done");
        assertEquals(3, daemon.http().replay("orders").size());
        terminal.type("D");
        terminal.await("Enter runs it");
        terminal.key("Enter");
        terminal.await("done");
        assertEquals(0, daemon.http().replay("orders").size());
    }

    @Test
    void aViewIsWrittenAsCsvAndNeverOverAFileThatIsThere() throws Exception {
        Path file = home.resolve("streams of today.csv");
        top("");
        terminal.type("2:export " + file + "\n");
        terminal.await("written to");
        List<String> rows = Files.readAllLines(file);
        assertEquals("stream-name,total-events,first-order-id,last-order-id,events-per-second,bytes", rows.get(0));
        assertTrue(rows.stream().anyMatch(row -> row.startsWith("orders,3,")), rows.toString());
        terminal.type(":export " + file + "\n");
        terminal.await("nothing was written, the file is there already: ");
        terminal.type(":export " + home.resolve("nowhere/a.json") + "\n");
        terminal.await("nothing was written, there is no such folder: ");
        assertEquals(rows, Files.readAllLines(file));
    }

    @Test
    void aCopyOfAnEventIsEmittedAfterItsCommandWasShown() throws Exception {
        top("");
        terminal.type("2/orders\n");
        terminal.key("Enter");
        terminal.await("3 events", "{\"n\":2}"); // the overview shows it, too
        terminal.key("Enter");
        terminal.await("\"n\": 2");
        terminal.type("E");
        terminal.await("$ photon emit '{\"stream-name\":\"orders\"", "Enter runs it");
        assertEquals(3, daemon.http().replay("orders").size());
        terminal.key("Enter");
        terminal.await("done: stored as");
        List<String> events = daemon.http().replay("orders");
        assertEquals(4, events.size());
        assertEquals(
                HttpDoor.JSON.readTree("{\"n\":2}"),
                HttpDoor.JSON.readTree(events.get(3)).get("payload"));
    }

    @Test
    void withoutATerminalItSaysWhatToUseAndTheTextFormsWork() throws Exception {
        String url = daemon.http().base().toString();
        PhotonProcess none = PhotonProcess.run(home, daemon.http(), "top", "--url", url);
        assertEquals(2, none.code(), none.err());
        assertTrue(none.err().contains("photon top --batch"), none.err());
        PhotonProcess once = PhotonProcess.run(home, daemon.http(), "top", "--url", url, "--once", "-o", "json");
        assertEquals(0, once.code(), once.err());
        JsonNode all = HttpDoor.JSON.readTree(once.out());
        assertEquals("file", all.at("/stats/backend").asText());
        assertTrue(all.at("/streams").size() >= 2, once.out());
        assertTrue(all.at("/projections").size() >= 1, once.out());
        PhotonProcess batch =
                PhotonProcess.run(home, daemon.http(), "top", "--url", url, "--batch", "-n", "2", "-d", "200ms");
        assertEquals(0, batch.code(), batch.err());
        assertEquals(
                2,
                batch.out().lines().filter(line -> line.contains("appends/s")).count(),
                batch.out());
        PhotonProcess stat = PhotonProcess.run(home, daemon.http(), "stat", "--url", url, "-n", "3", "-d", "200ms");
        assertEquals(0, stat.code(), stat.err());
        List<String> lines = stat.out().lines().toList();
        assertEquals(4, lines.size(), stat.out());
        assertTrue(lines.get(0).startsWith("TIME (UTC)  APPENDS/s"), stat.out());
    }
}
