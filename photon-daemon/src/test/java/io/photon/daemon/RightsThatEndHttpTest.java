// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.text.Utf8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read while the right to read it ends: the answer ends too, and says why. */
@Timeout(60)
class RightsThatEndHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;
    private People people;

    @BeforeEach
    void start() {
        daemon = Daemon.memory(dir);
        people = new People(daemon);
        daemon.emit(Daemon.event("order-1", 1));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private BufferedReader answer(String name, String target) throws IOException {
        return new BufferedReader(new InputStreamReader(daemon.open(target, People.as(name)), StandardCharsets.UTF_8));
    }

    private BufferedReader open(String name, String target) throws IOException {
        BufferedReader lines = answer(name, target);
        assertTrue(next(lines).contains("order-1"));
        return lines;
    }

    /** The next line that is no sign of life. */
    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && line.isBlank()) {
            line = lines.readLine();
        }
        return line;
    }

    private static void assertEnded(String why, BufferedReader lines) throws IOException {
        String last = next(lines);
        assertTrue(last.contains("\"code\":\"denied\"") && last.contains("ended: " + why), last);
    }

    @Test
    void aLiveReplayEndsWhenItsGrantDoes() throws IOException {
        people.with("ann", null, null);
        people.grant("ann", "reader", "order-*", Instant.now().plusMillis(2_500).toString());
        BufferedReader lines = open("ann", "/api/replay/order-1");
        daemon.emit(Daemon.event("order-1", 2));
        assertTrue(next(lines).contains("\"n\":2"));
        assertEnded("what ann may read has become less", lines);
        assertEquals(403, people.get("ann", "/api/replay/order-1?type=cold").statusCode());
    }

    @Test
    void aLiveReplayEndsWhenAGrantIsRevokedAndWhatIsAppendedAfterwardsIsNotInIt() throws IOException {
        people.with("ann", "reader", "stock");
        String grant = people.grant("ann", "reader", "order-*", null);
        BufferedReader lines = open("ann", "/api/replay/__all__");
        assertEquals(200, daemon.delete("/api/grant/ann/" + grant).statusCode());
        daemon.emit(Daemon.event("order-1", 2));
        assertEnded("what ann may read has become less", lines);
        assertFalse(people.get("ann", "/api/replay/__all__?type=cold").body().contains("order"));
    }

    /** Browsers forget what they have not read when a connection is cut. */
    @Test
    void whoLooksAtTheLastLineGetsAProperEndAndOthersACut() throws IOException {
        people.with("ann", "reader", "stock");
        String grant = people.grant("ann", "reader", "order-*", null);
        BufferedReader cut = open("ann", "/api/replay/order-1");
        String[] as = People.as("ann");
        BufferedReader proper = preferring("/api/replay/order-1", as[0], as[1], "Prefer", "wait=5, Proper-End");
        BufferedReader pushed =
                preferring("/api/replay/order-1", as[0], as[1], "Prefer", "proper-end", "Accept", "text/event-stream");
        assertEquals(200, daemon.delete("/api/grant/ann/" + grant).statusCode());
        assertEnded("what ann may read has become less", cut);
        assertThrows(IOException.class, cut::readLine);
        assertTrue(next(proper).contains("order-1"));
        assertEnded("what ann may read has become less", proper);
        assertNull(proper.readLine());
        String all = pushed.lines().collect(Collectors.joining("\n"));
        assertTrue(all.contains("event: error\ndata: {\"error\":\"ended: "), all);
    }

    private BufferedReader preferring(String target, String... headers) throws IOException {
        return new BufferedReader(new InputStreamReader(daemon.open(target, headers), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsGrantedCountsInAReplayThatRuns() throws IOException {
        people.with("ann", "reader", "order-*");
        BufferedReader lines = open("ann", "/api/replay/__all__");
        daemon.emit(Daemon.event("stock", 2));
        people.grant("ann", "reader", "stock", null);
        daemon.emit(Daemon.event("stock", 3));
        assertTrue(next(lines).contains("\"n\":3"));
        lines.close();
    }

    @Test
    void aReplayEndsWithTheLoginThatBeganIt() throws IOException {
        people.with("ann", "reader", "**").with("bob", "reader", "**").with("cid", "reader", "**");
        BufferedReader ofAnn = open("ann", "/api/replay/order-1");
        BufferedReader ofBob = open("bob", "/api/replay/order-1");
        BufferedReader ofCid = open("cid", "/api/replay/order-1");
        people.post("/api/user/ann/password", "{\"password\":\"some other words\"}");
        people.post("/api/user/bob/disable", "");
        assertEnded("the password of ann was changed", ofAnn);
        assertEnded("user bob was disabled", ofBob);
        daemon.delete("/api/user/cid");
        assertEnded("user cid was deleted", ofCid);
    }

    @Test
    void theStatesOfAProjectionEndToo() throws IOException {
        people.with("ann", null, null);
        String grant = people.grant("ann", "reader", "order-*", null);
        people.post(
                "/api/projection",
                "{\"projection-name\":\"p\",\"stream-name\":\"order-1\",\"language\":\"jq\",\"reduction\":\".\","
                        + "\"initial-value\":\"0\"}");
        BufferedReader states = answer("ann", "/api/projection/p/updates");
        daemon.delete("/api/grant/ann/" + grant);
        String line = next(states);
        while (line != null && !line.contains("denied")) {
            line = next(states);
        }
        assertTrue(line != null && line.contains("ended: what ann may read has become less"), line);
    }

    @Test
    void waitingForAPositionEndsWithTheLoginThatBeganIt() throws Exception {
        people.with("ann", "reader", "**");
        try (Socket waiting = connect()) {
            String identity = " HTTP/1.1\r\nHost: localhost\r\n" + String.join(": ", People.as("ann")) + "\r\n";
            waiting.getOutputStream().write(Utf8.bytes("GET /api/ping" + identity + "\r\n"));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(waiting.getInputStream(), StandardCharsets.UTF_8));
            while (!lines.readLine().contains("\"ok\"")) {
                // the password is checked, once for this connection
            }
            Eventually.holds("that is over", () -> daemon.photon.http().requests() == 0);
            waiting.getOutputStream()
                    .write(Utf8.bytes("GET /api/projection/__streams__/wait?at-least=9000000000000000&timeout=600000"
                            + identity + "Connection: close\r\n\r\n"));
            Eventually.holds("it waits", () -> daemon.photon.http().requests() == 1);
            people.post("/api/user/ann/disable", "");
            String answer = lines.lines().collect(Collectors.joining("\n"));
            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertTrue(answer.contains("user ann was disabled"), answer);
        }
    }

    @Test
    void messagesASecondEndWithTheLoginThatBeganThem() throws IOException {
        people.with("ann", "reader", "**");
        try (RawWebSocket socket = RawWebSocket.shake(
                daemon.socket(), "/ws/ws-streams", RawWebSocket.lines(String.join(": ", People.as("ann"))))) {
            assertTrue(socket.next().text().contains("order-1"));
            people.post("/api/user/ann/disable", "");
            RawWebSocket.Frame frame = socket.next();
            while (frame.opcode() == RawWebSocket.TEXT && !frame.text().contains("\"code\":")) {
                frame = socket.next();
            }
            assertTrue(frame.text().contains("user ann was disabled"), frame.text());
            assertEquals(RawWebSocket.CLOSE, socket.next().opcode());
        }
    }

    /** Reads to the end of an answer that was begun before the change, and returns its last bytes. */
    private static String rest(InputStream answer) throws IOException {
        byte[] last = {};
        byte[] block = new byte[64 << 10];
        try (answer) {
            for (int n = answer.read(block); n >= 0; n = answer.read(block)) {
                byte[] both = java.util.Arrays.copyOf(last, last.length + n);
                System.arraycopy(block, 0, both, last.length, n);
                last = java.util.Arrays.copyOfRange(both, Math.max(0, both.length - 2_000), both.length);
            }
        } catch (IOException brokenOff) {
            return new String(last, StandardCharsets.UTF_8) + " [broken off]";
        }
        return new String(last, StandardCharsets.UTF_8);
    }

    private Socket connect() throws IOException {
        URI address = URI.create(daemon.photon.url());
        return new Socket(address.getHost(), address.getPort());
    }

    private void fill() {
        String line = "{\"stream-name\":\"big\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(100_000) + "\"}\n";
        assertEquals(
                200, daemon.events("/api/events?ack=summary", line.repeat(300)).statusCode());
    }

    @Test
    void aBackupEndsWithTheRightToTakeIt() throws IOException {
        fill();
        people.with("ann", null, null);
        String grant = people.grant("ann", "admin", "**", null);
        InputStream backup = daemon.open("/api/backup", People.as("ann"));
        assertTrue(backup.read() >= 0);
        assertEquals(200, daemon.delete("/api/grant/ann/" + grant).statusCode());
        String last = rest(backup);
        assertFalse(last.contains("photon-backup"), last);
        assertTrue(last.contains("denied") || last.contains("broken off"), last);
    }

    @Test
    void aQueryInSqlEndsWithTheRightToWhatItReads() throws Exception {
        fill();
        people.with("ann", null, null);
        String grant = people.grant("ann", "reader", "**", null);
        String sql = "{\"sql\":\"SELECT a.payload FROM events a, events b\"}";
        // Read raw: the JDK's client drops its last buffer when a body breaks off, and there the reason stands.
        try (Socket socket = connect()) {
            String request = "POST /api/sql HTTP/1.1\r\nHost: a\r\nAuthorization: " + People.as("ann")[1]
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + sql.length() + "\r\n\r\n" + sql;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            String status = new String(answer.readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 200", status);
            assertEquals(200, daemon.delete("/api/grant/ann/" + grant).statusCode());
            String last = rest(answer);
            assertTrue(last.contains("what ann may read has become less"), last);
        }
        assertEquals(403, people.post("ann", "/api/sql", sql).statusCode());
    }

    @Test
    void theSecretOfAnApplicationIsNotGuessedFasterThanAPassword() throws Exception {
        byte[] made = io.photon.text.Utf8.bytes(
                daemon.post("/auth/app", "application/json", "{\"name\":\"a\"}").body());
        String id = io.photon.codec.JsonFields.text(made, "client-id");
        java.util.List<java.util.concurrent.CompletableFuture<Integer>> guesses = new java.util.ArrayList<>();
        for (int i = 0; i < 45; i++) {
            String target = "/api/ping?client_id=" + id + "&client_secret=guess" + i;
            guesses.add(java.util.concurrent.CompletableFuture.supplyAsync(
                    () -> new Visitor(daemon).get(target).statusCode(), command -> new Thread(command).start()));
        }
        int turnedAway = 0;
        for (java.util.concurrent.CompletableFuture<Integer> guess : guesses) {
            int status = guess.get();
            assertTrue(status == 401 || status == 503, "" + status);
            turnedAway += status == 503 ? 1 : 0;
        }
        assertTrue(turnedAway > 0, "45 guesses at once were all looked at");
        assertEquals(200, daemon.get("/api/ping").statusCode());
    }
}
