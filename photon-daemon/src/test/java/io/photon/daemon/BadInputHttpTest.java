// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BadInputHttpTest {

    private static final int MAX_LINE = 256 * 1024;

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        start(HttpSettings.plain("localhost", 0));
    }

    private void start(HttpSettings http) {
        daemon = Daemon.start(Daemon.config(dir, "memory", http.withLongestLine(MAX_LINE)));
    }

    /** From now on one that waits half a second only for the rest of what it is sent. */
    private void becomeImpatient() {
        daemon.close();
        start(HttpSettings.plain("localhost", 0).withTimes(100, 500, 1_000));
    }

    @AfterEach
    void stop() {
        daemon.close();
        assertEquals(0, daemon.photon.http().requests());
        assertEquals(0, daemon.photon.http().inboundBytes());
    }

    private void assertRefused(int status, String code, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().startsWith("{\"error\":\""), answer.body());
        assertTrue(answer.body().contains("\"code\":\"" + code + "\""), answer.body());
        assertTrue(answer.body().contains("\"hint\":\""), answer.body());
    }

    @Test
    void whatIsNoEventIsRefusedWithAReason() {
        for (String body : List.of(
                "",
                "[]",
                "{",
                "{\"stream-name\":\"s\"}",
                "{\"event-type\":\"T\",\"payload\":1}",
                "{\"stream-name\":7,\"event-type\":\"T\",\"payload\":1}",
                "{\"stream-name\":\"\",\"event-type\":\"T\",\"payload\":1}",
                Daemon.event("s", 1) + "}")) {
            HttpResponse<String> answer = daemon.emit(body);
            assertEquals(400, answer.statusCode(), body);
            assertTrue(answer.body().contains("\"code\":\"bad-input\""), answer.body());
        }
        assertEquals(0, daemon.photon.head());
    }

    @Test
    void headersThatMeanNothingAreNoFaultOfPhotons() throws IOException {
        List<String> values = List.of("", ";", ",", "=", "a,;", ";;q=", "\"", "multipart/form-data; boundary=", "-");
        for (String name : List.of("Accept", "Accept-Encoding", "Content-Type", "Cookie", "Forwarded", "Origin")) {
            for (String value : values) {
                for (String line : List.of(
                        "GET /api/ping",
                        "GET /api/replay/s?type=cold",
                        "GET /",
                        "POST /api/event",
                        "POST /api/events",
                        "POST /api/sql",
                        "POST /api/new-stream",
                        "POST /auth/login")) {
                    String answer = daemon.raw(line + " HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization() + name
                            + ": " + value + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
                    assertTrue(answer.matches("(?s)HTTP/1.1 [24].*"), line + " " + name + ": " + value + answer);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/sql | {'sql':'SELECT 1'}",
                "/api/projection | {'projection-name':'p','language':'jq','reduction':'.'}",
                "/auth/token | {'name':'t'}",
                "/auth/refresh | {'refreshToken':'t'}"
            })
    void whatABodyOfOneObjectSaysTwiceOrAfterItsEndIsNotPassedOver(String call) {
        String[] parts = call.replace('\'', '"').split(" \\| ");
        String twice = parts[1].replaceFirst("(\"[a-zA-Z-]+\":\"[^\"]*\")", "$1,$1");
        for (String body : List.of(twice, parts[1] + parts[1], parts[1] + " x")) {
            HttpResponse<String> answer = daemon.post(parts[0], "application/json", body);
            assertRefused(400, "bad-input", answer);
            assertTrue(answer.body().contains("the body is not "), answer.body());
        }
    }

    @Test
    void aHeaderOfOneValueThatSaysTwoThingsIsRefusedAndNothingIsStored() {
        HttpResponse<String> answer = Daemon.send(daemon.request("/api/event")
                .header("Content-Type", "application/json")
                .header("Expect-Last-Order-Id", "any")
                .header("Expect-Last-Order-Id", "none")
                .POST(HttpRequest.BodyPublishers.ofString(Daemon.event("s", 1))));
        assertRefused(400, "bad-input", answer);
        assertTrue(answer.body().contains("the header Expect-Last-Order-Id is there 2 times"), answer.body());
        assertEquals(404, daemon.get("/api/stream/s").statusCode());
    }

    @Test
    void valuesForAQueryThatAreNoArrayAreNotLeftOut() {
        String query = "{\"sql\":\"SELECT ?\",\"args\":\"a\"}";
        HttpResponse<String> answer = daemon.post("/api/sql", "application/json", query);
        assertRefused(400, "bad-input", answer);
        assertTrue(answer.body().contains("args is not an array"), answer.body());
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = Daemon.event("s", 1).replace("\"T\"", "\"?\"").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == '?' ? (byte) 0xff : body[i];
        }
        HttpResponse<String> answer = Daemon.send(daemon.request("/api/event")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        assertRefused(400, "bad-input", answer);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/streams/, /api/streams",
        "//api/streams, /api/streams",
        "/streams, /api/streams",
        "/api/health, /health",
        "/api/export/stream/a, /export/stream/:stream",
        "/api/steams, /api/streams",
        "/api/strem/orders, /api/stream/:stream",
        "/api/replays/a%2Fb, /api/replay/:stream",
    })
    void aPathThatIsNearlyRightIsToldTheRightOne(String asked, String meant) {
        HttpResponse<String> answer = daemon.get(asked);
        assertRefused(404, "not-found", answer);
        assertTrue(answer.body().contains("\"did you mean " + meant + "? the api"), answer.body());
    }

    @Test
    void anUnknownPathAWrongMethodAndAWrongTypeAreTold() {
        assertRefused(404, "not-found", daemon.get("/api/nothing"));
        assertRefused(404, "not-found", daemon.get("/nothing"));
        assertTrue(daemon.get("/api/nothing").body().contains("no such path: '/api/nothing'"));
        assertTrue(daemon.get("/api/nothing").body().contains("\"the api is under /api, and /api-docs shows"));
        HttpResponse<String> wrongMethod = daemon.get("/api/event");
        assertRefused(405, "bad-input", wrongMethod);
        assertEquals("POST", wrongMethod.headers().firstValue("Allow").orElse(""));
        HttpResponse<String> wrongType = daemon.post("/api/event", "text/plain", Daemon.event("s", 1));
        assertRefused(415, "unsupported-type", wrongType);
        assertTrue(
                wrongType
                        .body()
                        .contains("send application/json, application/edn or application/cloudevents+json in UTF-8"),
                wrongType.body());
        assertRefused(415, "unsupported-type", daemon.post("/api/events", "text/plain", "[]"));
        assertRefused(400, "bad-input", daemon.get("/api/stream/%ff"));
    }

    @Test
    void aHeadIsAnsweredLikeItsGetWithoutTheBodyUnlessThatIsAStream() throws Exception {
        for (String target : List.of("/health", "/ready", "/api/ping", "/api/streams", "/api/stats")) {
            String answer = daemon.raw("HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + daemon.authorization() + "\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), target + ": " + answer);
            assertTrue(answer.endsWith("\r\n\r\n"), "no body: " + answer);
        }
        String answer = daemon.raw("HEAD /api/replay/s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + daemon.authorization() + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
    }

    @Test
    void ofLinesThatAreAllBadEachIsRefused() {
        HttpResponse<String> answer = daemon.events("/api/events", "bad\nworse\n");
        assertEquals(200, answer.statusCode());
        String[] lines = answer.body().split("\n");
        assertEquals(2, lines.length, answer.body());
        assertTrue(lines[0].contains("\"code\":\"bad-input\"") && lines[0].endsWith("\"line\":1}"), lines[0]);
        assertTrue(lines[1].endsWith("\"line\":2}"), lines[1]);
    }

    @Test
    void aBodyThatIsNoArrayOrNoWholeOneIsRefused() {
        for (String body : List.of("", "{}", "[", "]", "[,", "7")) {
            assertRefused(400, "bad-input", daemon.post("/api/events", "application/json", body));
        }
        String event = Daemon.event("s", 1);
        for (String body : List.of("[" + event, "[" + event + ",", "[" + event + ",]", "[" + event + "]x")) {
            assertRefused(400, "bad-input", daemon.post("/api/events?atomic=true", "application/json", body));
        }
        assertEquals(0, daemon.photon.head());
        String cut = daemon.post("/api/events", "application/json", "[" + event + "," + event)
                .body();
        assertEquals(2, cut.lines().count(), cut);
        assertTrue(cut.startsWith("{\"order-id\"") && cut.contains("closing bracket"), cut);
    }

    @Test
    void anEventOverTheLimitIsTooLargeWhetherAnnouncedOrNot() throws Exception {
        String large = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(MAX_LINE) + "\"}";
        assertRefused(413, "too-large", daemon.emit(large));
        HttpResponse<String> chunked = Daemon.send(daemon.request("/api/event")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(large))));
        assertRefused(413, "too-large", chunked);
    }

    @Test
    void aLineOverTheLimitIsNamedAndTheOthersAreStored() {
        String large = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(MAX_LINE) + "\"}";
        String body = Daemon.event("s", 1) + "\n" + large + "\n" + Daemon.event("s", 3) + "\n";
        String[] lines = daemon.events("/api/events", body).body().split("\n");
        assertEquals(3, lines.length);
        assertTrue(lines[1].contains("\"code\":\"too-large\"") && lines[1].endsWith("\"line\":2}"), lines[1]);
        assertTrue(lines[2].startsWith("{\"order-id\""), lines[2]);
        assertRefused(413, "too-large", daemon.events("/api/events?atomic=true", body));
        assertEquals(2, daemon.get("/api/replay/s?type=cold").body().lines().count());
    }

    @Test
    void aHugeHeadIsRefusedWithAReasonAndTheDaemonLives() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            many.append("X-").append(i).append(": y\r\n");
        }
        for (String head : List.of(
                "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Huge: " + "x".repeat(1_000_000) + "\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\n" + many + "\r\n",
                "GET /api/replay/" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            String answer = daemon.raw(head);
            assertTrue(answer.startsWith("HTTP/1.1 431 "), head.substring(0, 60) + answer);
            assertTrue(answer.contains("\"code\":\"too-large\"") && answer.contains("\"hint\":"), answer);
        }
        String answer;
        try {
            answer = daemon.raw(
                    "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Huge: " + "x".repeat(2_000_000) + "\r\n\r\n");
        } catch (SocketException e) {
            answer = ""; // it hung up before all of it was sent
        }
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
        assertEquals(200, daemon.get("/health").statusCode());
    }

    /** Else what stands behind it would be read as the next request. */
    @Test
    void aBodyWhoseEndIsNotKnownIsRefusedAndNothingBehindItIsRead() throws Exception {
        for (String framing : List.of(
                "Content-Length: 99999999999999999999999",
                "Content-Length: 18446744073709551616",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: gzip, chunked")) {
            String answer = daemon.raw("POST /api/event HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization()
                    + "Content-Type: application/json\r\n" + framing + "\r\n\r\n"
                    + "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), framing + ": " + answer);
            assertTrue(answer.contains("\"code\":\"bad-input\"") && answer.contains("\"hint\":"), answer);
            assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, framing + ": " + answer);
        }
    }

    @Test
    void aYesOrNoThatIsNeitherIsRefused() {
        assertRefused(400, "bad-input", daemon.events("/api/events?atomic=on", Daemon.event("s", 1)));
        assertRefused(400, "bad-input", daemon.events("/api/restore?dry-run=yes&allow-incomplete", ""));
        assertRefused(400, "bad-input", daemon.post("/api/projection?replace=no", "application/json", "{}"));
        assertEquals(0, daemon.photon.head());
        assertEquals(
                200,
                daemon.events("/api/events?atomic=false", Daemon.event("s", 1)).statusCode());
    }

    @Test
    void whatIsNotHttpIsRefused() throws Exception {
        String answer = daemon.raw("\u0001\u0002 what\r\n\r\n");
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
        assertEquals(200, daemon.get("/health").statusCode());
    }

    private String uploadHead(String target) {
        return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization()
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private void cutUpload(String target) throws Exception {
        String lines = Daemon.event("s", 1) + "\n" + Daemon.event("s", 2) + "\n" + Daemon.event("s", 3);
        try (Socket socket = daemon.socket()) {
            socket.getOutputStream().write((uploadHead(target) + chunk(lines)).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException e) {
            assertTrue(e.getMessage().contains("reset"), e.getMessage());
        }
        Eventually.holds("no request", () -> daemon.photon.http().requests() == 0);
    }

    @Test
    void ofATruncatedUploadExactlyTheCompleteLinesAreStored() throws Exception {
        cutUpload("/api/events");
        assertEquals(2, daemon.get("/api/replay/s?type=cold").body().lines().count());
    }

    @Test
    void ofATruncatedAtomicUploadNothingIsStored() throws Exception {
        cutUpload("/api/events?atomic=true");
        assertEquals(0, daemon.photon.head());
    }

    @Test
    void aClientSilentInTheMiddleOfALineIsCutOffWithAReason() throws Exception {
        becomeImpatient();
        try (Socket socket = daemon.socket()) {
            String lines = Daemon.event("s", 1) + "\n{\"stream";
            socket.getOutputStream()
                    .write((uploadHead("/api/events") + chunk(lines)).getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.contains("\"order-id\""), answer);
            assertTrue(answer.contains("\"code\":\"timed-out\""), answer);
        }
    }

    @Test
    void aSingleEventThatNeverEndsIsGivenUp() throws Exception {
        becomeImpatient();
        try (Socket socket = daemon.socket()) {
            socket.getOutputStream()
                    .write(("POST /api/event HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization()
                                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 504"), answer);
        }
    }

    @Test
    void aReplayAskedForWithABodyIsAnsweredAndItsConnectionLetGo() throws Exception {
        becomeImpatient();
        for (String body : List.of("6\r\n[[[[[[\r\n0\r\n\r\n", "8\r\n[[[[[[\r\n\r\n0\r\n\r\n", "7\r\n[[[")) {
            String answer = daemon.raw("GET /api/replay/s?type=cold&limit=0 HTTP/1.1\r\nHost: localhost\r\n"
                    + daemon.authorization() + "Transfer-Encoding: chunked\r\n\r\n" + body);
            assertTrue(answer.startsWith("HTTP/1.1 200"), body + answer);
        }
    }

    @Test
    void answersComeWhileTheUploadGoesOn() throws Exception {
        try (Socket socket = daemon.socket()) {
            InputStream in = socket.getInputStream();
            socket.getOutputStream()
                    .write((uploadHead("/api/events") + chunk(Daemon.event("s", 1) + "\n"))
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().contains("\"durability\":\"memory\"}")) {
                answer.append((char) in.read());
            }
            socket.getOutputStream()
                    .write((chunk(Daemon.event("s", 2)) + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            while (!answer.toString().endsWith("0\r\n\r\n")) {
                answer.append((char) in.read());
            }
            assertEquals(
                    2,
                    answer.toString()
                            .lines()
                            .filter(line -> line.startsWith("{\"order-id\""))
                            .count());
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToContinue() throws Exception {
        try (Socket socket = daemon.socket()) {
            String event = Daemon.event("s", 1);
            socket.getOutputStream()
                    .write(
                            ("POST /api/event HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\n"
                                            + daemon.authorization()
                                            + "Content-Type: application/json\r\nContent-Length: "
                                            + event.length() + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("\r\n\r\n")) {
                answer.append((char) socket.getInputStream().read());
            }
            assertTrue(answer.toString().startsWith("HTTP/1.1 100"), answer.toString());
            socket.getOutputStream().write(event.getBytes(StandardCharsets.US_ASCII));
            answer.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(answer.toString().contains("HTTP/1.1 200"), answer.toString());
        }
    }

    @Test
    void aBodyWhereNoneIsExpectedDoesNotKeepTheRequestOpen() throws Exception {
        becomeImpatient();
        for (String target : List.of("/api/replay/s?type=cold", "/api/streams", "/api/backup", "/api/verify")) {
            for (String body : List.of("8\r\n[[[[[[\r\n\r\n0\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n", "2\r\n{")) {
                String answer = daemon.raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization()
                        + "Transfer-Encoding: chunked\r\n\r\n" + body);
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            }
        }
        Eventually.holds("all requests are over", () -> daemon.photon.http().requests() == 0);
    }
}
