// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.budget.Budget;
import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams, backups, restores and numbers over HTTP. */
@Timeout(60)
class StoreHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(dir, "file", HttpSettings.plain("localhost", 0)));
    }

    @AfterEach
    void stop() {
        daemon.close();
        assertEquals(0, daemon.photon.http().requests());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        return new JsonMapper().readTree(answer.body());
    }

    @Test
    void streamsAreListedInPagesHoweverManyThereAre() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            lines.append(Daemon.event(String.format(Locale.ROOT, "s-%04d", i), i))
                    .append('\n');
        }
        daemon.events("/api/events?ack=summary", lines.toString());
        daemon.emit(Daemon.event("s-0007", 1));
        JsonNode all = json(daemon.get("/api/streams")).get("streams");
        assertEquals(2_500, all.size());
        assertEquals("s-0007", all.get(7).get("stream-name").asText());
        assertEquals(2, all.get(7).get("total-events").asInt());
        assertTrue(all.get(7).get("first-order-id").asLong()
                < all.get(7).get("last-order-id").asLong());
        JsonNode some = json(daemon.get("/api/streams?after=s-0009&prefix=s-00&limit=5"))
                .get("streams");
        assertEquals(5, some.size());
        assertEquals("s-0010", some.get(0).get("stream-name").asText());
        assertEquals(
                0, json(daemon.get("/api/streams?prefix=zz")).get("streams").size());
        assertEquals(400, daemon.get("/api/streams?limit=many").statusCode());
        assertEquals(
                "s-0007",
                json(daemon.get("/api/stream/s-0007")).get("stream-name").asText());
        assertEquals(404, daemon.get("/api/stream/unknown").statusCode());
    }

    @Test
    void aDeletedStreamIsGoneAtOnceAndInternalOnesStay() throws IOException {
        daemon.emit(Daemon.event("a/b", 1));
        daemon.emit(Daemon.event("c", 1));
        assertTrue(json(daemon.delete("/api/stream/a%2Fb")).get("correct").asBoolean());
        assertEquals(
                "{\"correct\":true,\"deleted-events\":0}\n",
                daemon.delete("/api/stream/a%2Fb").body());
        assertEquals(404, daemon.delete("/api/stream/a%2Fb?detailed=true").statusCode());
        assertEquals(403, daemon.delete("/api/stream/__config__").statusCode());
        assertEquals("", daemon.get("/api/replay/a%2Fb?type=cold").body());
        assertTrue(!daemon.get("/api/replay/__all__?type=cold")
                .body()
                .contains("\"stream-name\":\"a/b\",\"event-type\":\"T\""));
    }

    @Test
    void aBackupRestoresIntoAFreshStoreAsItWas() throws IOException {
        daemon.events("/api/events?ack=summary", (Daemon.event("s", 1) + "\n").repeat(3_000));
        daemon.delete("/api/stream/none");
        String backup = daemon.get("/api/backup").body();
        assertEquals(3_001, backup.lines().count());
        assertTrue(backup.lines().skip(3_000).findFirst().orElseThrow().startsWith("{\"photon-backup\":"));
        try (Daemon fresh =
                Daemon.start(Daemon.config(dir.resolve("fresh"), "memory", HttpSettings.plain("localhost", 0)))) {
            assertEquals(
                    3_000,
                    json(fresh.events("/api/restore?dry-run=true", backup))
                            .get("restored")
                            .asInt());
            assertEquals(0, fresh.photon.head());
            assertEquals(
                    3_000,
                    json(fresh.events("/api/restore", backup)).get("restored").asInt());
            assertEquals(
                    3_000,
                    json(fresh.events("/api/restore", backup)).get("skipped").asInt());
            assertEquals(daemon.photon.head(), fresh.photon.head());
            assertEquals(
                    daemon.get("/api/replay/__all__?type=cold").body(),
                    fresh.get("/api/replay/__all__?type=cold").body());
            HttpResponse<String> changed = fresh.events("/api/restore", backup.replaceFirst("\"n\":1", "\"n\":2"));
            assertEquals(409, changed.statusCode(), changed.body());
            HttpResponse<String> damaged = fresh.events("/api/restore", backup.substring(backup.indexOf('\n') + 1));
            assertEquals(400, damaged.statusCode(), damaged.body());
            assertTrue(damaged.body().contains("\"code\":\"verification-failed\""), damaged.body());
            assertEquals(400, fresh.events("/api/restore?until=soon", backup).statusCode());
            assertEquals(415, fresh.post("/api/restore", "text/plain", backup).statusCode());
        }
    }

    @Test
    void aRestoreWhoseClientVanishesLeavesNothingAndLetsTheNextOneIn() throws IOException {
        daemon.events("/api/events?ack=summary", (Daemon.event("s", 1) + "\n").repeat(100));
        String backup = daemon.get("/api/backup").body();
        try (Daemon fresh =
                Daemon.start(Daemon.config(dir.resolve("fresh"), "file", HttpSettings.plain("localhost", 0)))) {
            try (Socket socket = fresh.socket()) {
                socket.getOutputStream()
                        .write(("POST /api/restore HTTP/1.1\r\nHost: localhost\r\n" + fresh.authorization()
                                        + "Content-Length: " + (backup.length() + 10) + "\r\n\r\n" + backup)
                                .getBytes(StandardCharsets.US_ASCII));
                Eventually.holds("the request", () -> fresh.photon.http().requests() == 1);
            }
            Eventually.holds("no request", () -> fresh.photon.http().requests() == 0);
            assertEquals(0, fresh.photon.head());
            HttpResponse<String> restored = fresh.events("/api/restore", backup);
            assertEquals(100, json(restored).get("restored").asInt());
        }
    }

    @Test
    void whoeverHasTheAnswerToARestoreMayBeginTheNextOneAtOnce() {
        daemon.emit(Daemon.event("s", 1));
        String backup = daemon.get("/api/backup").body();
        for (int i = 0; i < 100; i++) {
            HttpResponse<String> restored = daemon.events("/api/restore", backup);
            assertEquals(200, restored.statusCode(), i + ": " + restored.body());
            HttpResponse<String> damaged = daemon.events("/api/restore", "no backup\n");
            assertEquals(400, damaged.statusCode(), i + ": " + damaged.body());
        }
    }

    @Test
    void anEventOfTheLongestKindIsRestoredFromItsBackup() {
        daemon.close();
        HttpSettings large = HttpSettings.plain("localhost", 0).withLongestLine(20 << 20);
        daemon = Daemon.start(Daemon.config(dir.resolve("large"), "file", large));
        String event = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(18 << 20) + "\"}";
        assertEquals(200, daemon.emit(event).statusCode());
        HttpResponse<String> restored =
                daemon.events("/api/restore", daemon.get("/api/backup").body());
        assertEquals(200, restored.statusCode(), restored.body());
        assertTrue(restored.body().contains("\"skipped\":1"), restored.body());
    }

    @Test
    void aVerificationEndsWithAVerdict() {
        daemon.events("/api/events?ack=summary", (Daemon.event("s", 1) + "\n").repeat(100));
        String told = daemon.get("/api/verify").body();
        assertTrue(
                told.endsWith("\n")
                        && told.lines().reduce((a, b) -> b).orElse("").startsWith("{\"ok\":true,"),
                told);
    }

    @Test
    void theLongestEventThatIsAllowedPassesThroughAnUploadOfItsOwn() throws IOException {
        HttpSettings narrow = HttpSettings.plain("localhost", 0).withLongestLine(20 << 20);
        try (Daemon of =
                Daemon.start(Daemon.config(dir.resolve("narrow"), "memory", narrow), Budget.of(1 << 20, 1 << 20))) {
            String frame = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"\"}";
            String line = frame.substring(0, frame.length() - 2) + "x".repeat((20 << 20) - frame.length()) + "\"}";
            for (String end : List.of("\n", "", "\n", "")) {
                HttpResponse<String> answer = of.events("/api/events?ack=summary", line + end);
                assertEquals(1, json(answer).get("stored").asInt(), answer.body());
            }
            assertEquals(0, of.photon.http().inboundBytes());
        }
    }

    @Test
    void whoWaitsTooLongForRoomThatOthersHoldIsToldAndMayComeAgain() throws IOException {
        HttpSettings narrow = HttpSettings.plain("localhost", 0).withLongestLine(20 << 20);
        String line = Daemon.event("s", 1).replace("1", "\"" + "x".repeat(150_000) + "\"") + "\n";
        try (Daemon of =
                Daemon.start(Daemon.config(dir.resolve("held"), "memory", narrow), Budget.of(40 << 20, 1 << 20))) {
            try (Socket most = of.socket()) {
                hold(of, most, (20 << 20) - 10);
                Eventually.holds("it has the memory", () -> of.photon.http().inboundBytes() == (40 << 20) - 18);
                HttpResponse<String> refused = of.emit(line.replace("\n", ""));
                assertEquals(503, refused.statusCode());
                assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
                assertTrue(refused.body().contains("too much is being sent at once"), refused.body());
                assertEquals(0, of.photon.head(), "nothing of it is stored");
                assertEquals(200, of.emit(Daemon.event("s", 1)).statusCode(), "a small one need not wait");
            }
            Eventually.holds(
                    "what was held is free again", () -> of.photon.http().inboundBytes() == 0);
            assertTrue(of.events("/api/events", line).body().contains("order-id"));
        }
    }

    /** Sends so much of an event, and not its end. */
    private static void hold(Daemon daemon, Socket socket, int bytes) throws IOException {
        String head = "POST /api/event HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization()
                + "Content-Type: application/json\r\nContent-Length: " + (bytes + 1) + "\r\n\r\n";
        socket.getOutputStream().write((head + " ".repeat(bytes)).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void statsTellWhatADashboardWants() throws IOException {
        daemon.emit(Daemon.event("s", 1));
        int before = Thread.getAllStackTraces().size(); // of all groups
        JsonNode stats = json(daemon.get("/api/stats"));
        assertEquals("test", stats.get("version").asText());
        assertEquals("file", stats.get("backend").asText());
        assertEquals(daemon.photon.head(), stats.get("head").asLong());
        assertEquals(1, stats.get("log").get("appended").asLong());
        assertTrue(
                stats.get("threads").asInt()
                        >= Math.min(before, Thread.getAllStackTraces().size()) - 2,
                "not only those of one group");
        assertTrue(stats.get("disk-free-bytes").asLong() > 0);
        assertEquals("writable", stats.get("state").asText());
        assertEquals(1, stats.get("http").get("requests").asInt());
        assertEquals("{\"auth\":\"ok\"}\n", daemon.get("/api/ping").body());
    }
}
