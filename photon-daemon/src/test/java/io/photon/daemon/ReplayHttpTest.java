// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        HttpSettings http = HttpSettings.plain("localhost", 0).withTimes(100, 60_000, 60_000);
        daemon = Daemon.start(Daemon.config(dir, "memory", http));
    }

    @AfterEach
    void stop() {
        daemon.close();
        assertEquals(0, daemon.photon.http().requests());
        assertEquals(0, daemon.photon.log().stats().subscribers());
    }

    private List<Long> filled(String stream, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(Daemon.event(stream, i)).append('\n');
        }
        return daemon.events("/api/events", lines.toString())
                .body()
                .lines()
                .map(ReplayHttpTest::orderId)
                .toList();
    }

    private static long orderId(String line) {
        return Long.parseLong(line.replaceAll("^\\{\"order-id\":(\\d+),.*", "$1"));
    }

    private List<Long> played(String target) {
        HttpResponse<String> answer = daemon.get(target);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body().lines().map(ReplayHttpTest::orderId).toList();
    }

    @Test
    void aColdReplayGivesEverythingInOrderAndEnds() {
        List<Long> ids = filled("s", 5_000);
        assertEquals(ids, played("/api/replay/s?type=cold"));
        assertEquals(ids, played("/api/replay/__all__?type=cold"));
        assertEquals("", daemon.get("/api/replay/none?type=cold").body());
    }

    @Test
    void aGlobIsAlwaysAGlobAndExactAsksForTheStreamOfThatName() {
        List<Long> both = new ArrayList<>(filled("order-1", 1));
        both.addAll(filled("order-*", 1));
        List<Long> starred = both.subList(1, 2);
        assertEquals(both, played("/api/replay/order-*?type=cold"));
        assertEquals(both, played("/api/replay/order-%3F?type=cold"));
        assertEquals(starred, played("/api/replay/order-*?type=cold&exact=true"));
        assertEquals(starred, played("/api/replay/order-%5C*?type=cold"));
        assertEquals(both, played("/api/replay/order-*?type=cold&exact=false"));
        assertEquals(400, daemon.get("/api/replay/order-*?exact=maybe").statusCode());
    }

    @Test
    void boundsAreInclusiveAndTakePositionsAndTimes() {
        List<Long> ids = filled("s", 100);
        assertEquals(ids.subList(10, 21), played("/api/replay/s?type=cold&from=" + ids.get(10) + "&to=" + ids.get(20)));
        assertEquals(ids.subList(0, 7), played("/api/replay/s?type=cold&limit=7"));
        List<Long> reversed = new ArrayList<>(ids);
        java.util.Collections.reverse(reversed);
        assertEquals(reversed.subList(0, 3), played("/api/replay/s?type=cold&direction=backwards&limit=3"));
        long lastMs = ids.get(99) / 1_000;
        assertEquals(ids, played("/api/replay/s?type=cold&to=" + lastMs));
        assertEquals(ids, played("/api/replay/s?type=cold&from=" + Instant.ofEpochMilli(ids.get(0) / 1_000)));
        assertEquals(List.of(), played("/api/replay/s?type=cold&to=2001-01-01T00:00:00%2B01:00"));
    }

    @Test
    void filtersAreAppliedByTheDaemon() {
        filled("s", 20);
        assertEquals(
                1,
                played("/api/replay/s?type=cold&where=.payload.n%20%3D%3D%207").size());
        assertEquals(20, played("/api/replay/s?type=cold&event-type=T*").size());
        assertEquals(0, played("/api/replay/s?type=cold&event-type=U*").size());
    }

    @Test
    void whatMakesNoSenseIsABadRequestThatNamesIt() {
        for (String query : List.of(
                "type=warm",
                "from=soon",
                "to=2026-01-01T00:00:00",
                "limit=-1",
                "direction=up",
                "direction=backwards",
                "type=cold&where=.a%20%3D%3D",
                "from=%ff")) {
            HttpResponse<String> answer = daemon.get("/api/replay/s?" + query);
            assertEquals(400, answer.statusCode(), query);
            assertTrue(answer.body().contains("\"code\":\"bad-input\""), answer.body());
            assertTrue(answer.body().contains("\"hint\""), answer.body());
        }
    }

    @Test
    void aHotColdReplayGoesOnWithWhatArrives() throws Exception {
        List<Long> ids = new ArrayList<>(filled("s", 10));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(daemon.open("/api/replay/s"), StandardCharsets.UTF_8))) {
            List<Long> seen = new ArrayList<>();
            readInto(seen, lines, 10);
            ids.addAll(filled("s", 10));
            readInto(seen, lines, 20);
            assertEquals(ids, seen);
        }
    }

    private static void readInto(List<Long> seen, BufferedReader lines, int until) throws IOException {
        while (seen.size() < until) {
            String line = lines.readLine();
            if (!line.isEmpty()) {
                seen.add(orderId(line));
            }
        }
    }

    @Test
    void aHotReplayHasBegunWhenItsHeadIsThere() throws Exception {
        filled("s", 10);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(daemon.open("/api/replay/s?type=hot"), StandardCharsets.UTF_8))) {
            List<Long> ids = filled("s", 3);
            List<Long> seen = new ArrayList<>();
            readInto(seen, lines, 3);
            assertEquals(ids, seen);
        }
    }

    @Test
    void serverSentEventsCarryTheOrderIdAndResumeBehindIt() throws Exception {
        List<Long> ids = filled("s", 3);
        String all = new String(
                daemon.open("/api/replay/s?type=cold", "Accept", "text/event-stream")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertTrue(all.startsWith("id: " + ids.get(0) + "\ndata: {\"order-id\":" + ids.get(0)), all);
        assertTrue(all.endsWith("event: complete\ndata: {}\n\n"), all);
        String rest = new String(
                daemon.open(
                                "/api/replay/s?type=cold",
                                "Accept",
                                "text/event-stream",
                                "Last-Event-ID",
                                ids.get(1).toString())
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertTrue(rest.startsWith("id: " + ids.get(2) + "\n"), rest);
    }

    @Test
    void aFilteredLiveReplayTellsHowFarItIs() throws Exception {
        List<Long> ids = filled("s", 3);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                daemon.open("/api/replay/s?event-type=none", "Accept", "text/event-stream"), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.equals("id: " + ids.get(2))) {
                line = lines.readLine();
            }
            assertEquals(": heartbeat", lines.readLine());
        }
    }

    @Test
    void aFilteredLiveReplayOfLinesTellsHowFarItIsWhenAsked() throws Exception {
        List<Long> ids = filled("s", 3);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                daemon.open("/api/replay/s?event-type=none&heartbeat=position"), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.equals("{\"position\":" + ids.get(2) + "}")) {
                line = lines.readLine();
            }
        }
        assertEquals(400, daemon.get("/api/replay/s?heartbeat=loud").statusCode());
    }

    @Test
    void aQuietLineReplaySendsEmptyLines() throws Exception {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(daemon.open("/api/replay/quiet"), StandardCharsets.UTF_8))) {
            assertEquals("", lines.readLine());
            assertEquals("", lines.readLine());
        }
    }

    @Test
    void aReaderThatVanishesIsNoticedAndForgotten() throws Exception {
        filled("s", 10);
        try (Socket socket = daemon.socket()) {
            socket.getOutputStream()
                    .write(("GET /api/replay/s HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', socket.getInputStream().read());
            Eventually.holds("a subscriber", () -> daemon.photon.log().stats().subscribers() == 1);
        }
        Eventually.holds("no subscriber", () -> daemon.photon.log().stats().subscribers() == 0);
        Eventually.holds("no request", () -> daemon.photon.http().requests() == 0);
    }

    @Test
    void aReaderWhoDoesNotReadDisturbsNoEmitter() throws Exception {
        String big = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(10_000) + "\"}\n";
        daemon.events("/api/events?ack=summary", big.repeat(2_000));
        try (Socket socket = daemon.socket()) {
            socket.getOutputStream()
                    .write(("GET /api/replay/s HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', socket.getInputStream().read());
            long slowest = 0;
            for (int i = 0; i < 200; i++) {
                long before = System.nanoTime();
                assertEquals(200, daemon.emit(Daemon.event("s", i)).statusCode());
                slowest = Math.max(slowest, System.nanoTime() - before);
            }
            // The reader keeps its place for an hour, so who waits for it waits much longer than a busy machine lasts.
            assertTrue(slowest < 15_000_000_000L, "an emit took " + slowest / 1_000_000 + " ms");
            assertEquals(1, daemon.photon.log().stats().subscribers());
        }
    }

    @Test
    void aStopEndsALiveReplayWithALastWordAndWithoutAnEnd() throws Exception {
        filled("s", 1);
        try (Socket socket = daemon.socket()) {
            socket.getOutputStream()
                    .write(("GET /api/replay/s HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', socket.getInputStream().read());
            daemon.close();
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.contains("\"error\":\"Photon is stopping"), all);
            assertTrue(!all.endsWith("0\r\n\r\n"), "the end looks complete: " + all);
        }
    }
}
