// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2: what is promised of HTTP/1.1 holds for each of the requests that share a connection. */
@Timeout(90)
class Http2Test {

    @TempDir
    Path dir;

    private SSLContext trusting;
    private HttpSettings http;
    private Daemon daemon;

    @BeforeEach
    void start() throws Exception {
        Path keystore = ServerKeys.usual(dir.resolve("keys.p12"));
        trusting = ServerKeys.trusting(keystore);
        http = HttpSettings.plain("localhost", 0).withKeystore(keystore, "changeit");
        restart(http);
    }

    private void restart(HttpSettings settings) {
        stop();
        daemon = Daemon.start(Daemon.config(dir, "memory", settings));
    }

    @AfterEach
    void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(trusting)
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    private RawHttp2 raw() throws IOException {
        return new RawHttp2(trusting, daemon.photon.port(), daemon.photon.token());
    }

    private HttpRequest.Builder events(String body) {
        return daemon.request("/api/events?ack=summary").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        return answer;
    }

    private void fill(int events, int payload) throws Exception {
        String line = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(payload) + "\"}\n";
        assertEquals(200, send(client(), events(line.repeat(events))).statusCode());
    }

    @Test
    void oneConnectionCarriesUploadsReplaysAndRefusalsAtTheSameTime() throws Exception {
        HttpClient client = client();
        String lines = (Daemon.event("s", 1) + "\n").repeat(5_000);
        List<CompletableFuture<HttpResponse<String>>> uploads = new ArrayList<>();
        send(client, daemon.request("/api/ping")); // so that the connection is there
        for (int i = 0; i < 8; i++) {
            uploads.add(client.sendAsync(events(lines).build(), HttpResponse.BodyHandlers.ofString()));
            HttpRequest stranger = HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/api/streams"))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            HttpResponse<String> refused = client.send(stranger, HttpResponse.BodyHandlers.ofString());
            assertEquals(401, refused.statusCode());
            assertTrue(refused.body().contains("Not authorized"), refused.body());
        }
        for (CompletableFuture<HttpResponse<String>> upload : uploads) {
            assertTrue(
                    upload.get().body().startsWith("{\"stored\":5000,"),
                    upload.get().body());
        }
        HttpResponse<String> played = send(client, daemon.request("/api/replay/s?type=cold"));
        assertEquals(40_000, played.body().lines().count());
        Eventually.holds("nothing is left", () -> daemon.photon.http().requests() == 0);
        assertEquals(0, daemon.photon.http().outboundBytes());
    }

    @Test
    void serverSentEventsArriveAsTheyHappenAndALeavingReaderIsNoticedAtOnce() throws Exception {
        HttpClient client = client();
        HttpResponse<java.io.InputStream> live = client.send(
                daemon.request("/api/replay/s")
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(HttpClient.Version.HTTP_2, live.version());
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        200, send(client, events(Daemon.event("s", i) + "\n")).statusCode());
                String line = reader.readLine();
                while (!line.startsWith("data: {\"order-id\"")) {
                    line = reader.readLine();
                }
                assertTrue(line.contains("{\"n\":" + i + "}"), line);
            }
        }
        Eventually.holds("it is gone", () -> daemon.photon.log().stats().subscribers() == 0);
        assertEquals(200, send(client, daemon.request("/api/ping")).statusCode());
    }

    @Test
    void aClientWithoutItAndADaemonWithoutItSpeakHttp1() throws Exception {
        HttpClient old = HttpClient.newBuilder()
                .sslContext(trusting)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpRequest ping = daemon.request("/api/ping").build();
        assertEquals(200, old.send(ping, HttpResponse.BodyHandlers.ofString()).statusCode());
        restart(http.withFront(new HttpSettings.Front("", List.of(), 0)));
        HttpResponse<String> answer =
                client().send(daemon.request("/api/ping").build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
        assertEquals(200, answer.statusCode());
    }

    @Test
    void aReaderThatStopsIsCutOffAloneAndTheOthersOfItsConnectionGoOn() throws Exception {
        restart(http.withWriteTimeout(300));
        fill(150, 100_000);
        try (RawHttp2 client = raw()) {
            client.window(0, 1 << 30);
            client.ask(1, "GET", "/api/replay/s", true); // its own window is never opened again
            client.ask(3, "GET", "/api/replay/s?type=hot", true);
            Eventually.holds("both are there", () -> daemon.photon.log().stats().subscribers() == 2);
            int code = -1;
            for (RawHttp2.Frame frame = client.next(); frame != null; frame = client.next()) {
                if (frame.is(RawHttp2.RST_STREAM, 1)) {
                    code = frame.code();
                    break;
                }
            }
            assertEquals(8, code, "it was not cancelled");
            Eventually.holds("it is gone", () -> daemon.photon.log().stats().subscribers() == 1);
            assertEquals(0, daemon.photon.http().outboundBytes());
            client.ask(5, "GET", "/api/ping", true);
            assertTrue(client.answer(5).contains("\"auth\":\"ok\""));
        }
        Eventually.holds("all are gone", () -> daemon.photon.http().requests() == 0);
        Eventually.holds("no reader is left", () -> daemon.photon.log().stats().subscribers() == 0);
    }

    @Test
    void aBodyThatIsNotAsLongAsItSaysIsRefusedAndNothingIsStored() throws Exception {
        String event = Daemon.event("s", 1);
        try (RawHttp2 client = raw()) {
            client.ask(1, "POST", "/api/event", false, "content-type", "application/json", "content-length", "9999");
            client.data(1, event, true);
            assertRefused(client.answer(1));
            String shorter = String.valueOf(event.length());
            client.ask(3, "POST", "/api/event", false, "content-type", "application/json", "content-length", shorter);
            client.data(3, event + "    ", true);
            assertRefused(client.answer(3));
            client.ask(5, "POST", "/api/event", true, "content-type", "application/json", "content-length", shorter);
            assertRefused(client.answer(5));
            client.ask(7, "POST", "/api/event", false, "content-type", "application/json", "transfer-encoding", "x");
            client.data(7, event, true);
            assertRefused(client.answer(7));
        }
        try (RawHttp2 client = raw()) {
            client.ask(1, "POST", "/api/events", false, "content-type", "application/json");
            client.data(1, "[" + event, false);
            client.reset(1);
            client.ask(3, "GET", "/api/stream-contents/s", true);
            assertEquals("{\"results\":[]}", client.answer(3).strip());
        }
    }

    private static void assertRefused(String answer) {
        assertTrue(answer.contains("bad-input") || answer.contains(" RST 1") || answer.contains(" GOAWAY 1"), answer);
    }

    @Test
    void aMalformedHeadIsRefusedAloneAndTheOthersOfItsConnectionGoOn() throws Exception {
        try (RawHttp2 client = raw()) {
            int stream = 1;
            for (String[] header : List.of(
                    new String[] {":path", "*"},
                    new String[] {":path", "health"},
                    new String[] {":path", "http://localhost/health"},
                    new String[] {":method", ""},
                    new String[] {":authority", ""},
                    new String[] {":authority", "user:word@localhost"},
                    new String[] {":authority", "localhost/a"},
                    new String[] {"keep-alive", "1"},
                    new String[] {"proxy-connection", "keep-alive"},
                    new String[] {"upgrade", "websocket"},
                    new String[] {"x", "a\r\nb: c"},
                    new String[] {"x", "a\0"})) {
                client.ask(stream, "GET", "/health", true, header);
                String answer = client.answer(stream);
                assertTrue(answer.contains("\"code\":\"bad-input\""), String.join(": ", header) + answer);
                stream += 2;
            }
            client.ask(stream, "GET", "/health", true, ":authority", "[::1]:3000", "x", "a\tb");
            assertTrue(client.answer(stream).contains("alive"));
        }
    }

    @Test
    void whatIsTooLongIsRefusedWithAReasonWhateverWasAnnounced() throws Exception {
        restart(http.withLimits(new HttpSettings.Limits(1 << 20, 100, 64 << 10, 100, 100_000)));
        HttpClient client = client();
        HttpResponse<String> head = send(client, daemon.request("/health").header("x", "x".repeat(70_000)));
        assertEquals(431, head.statusCode(), head.body());
        HttpRequest.Builder many = daemon.request("/health");
        for (int i = 0; i < 250; i++) {
            many.header("x-" + i, "1");
        }
        assertEquals(431, send(client, many).statusCode());
        String lines = (Daemon.event("s", 1) + "\n").repeat(3_000);
        HttpResponse<String> announced = send(client, events(lines));
        assertEquals(413, announced.statusCode());
        assertTrue(announced.body().contains("rest.max-upload"), announced.body());
        HttpResponse<String> streamed = send(
                client,
                daemon.request("/api/event")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new java.io.ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)))));
        assertEquals(413, streamed.statusCode());
        assertTrue(streamed.body().contains("rest.max-upload"), streamed.body());
        Eventually.holds("nothing is left", () -> daemon.photon.http().requests() == 0);
    }

    private void hurry() {
        restart(http.withTimes(new HttpSettings.Times(10_000, 800, 60_000, 60_000, 1_000, 1_500)));
    }

    @Test
    void aClientThatDoesNotComeToTheHandshakeIsLetGo() throws Exception {
        hurry();
        try (Socket silent = new Socket("127.0.0.1", daemon.photon.port())) {
            silent.setSoTimeout(20_000);
            assertEquals(-1, silent.getInputStream().read());
        }
    }

    @Test
    void aConnectionWithoutARequestIsClosedAndAnIdleOneIsToldGoodBye() throws Exception {
        hurry();
        try (RawHttp2 unused = raw()) {
            while (unused.next() != null) {
                // until it is closed
            }
        }
        try (RawHttp2 idle = raw()) {
            idle.ask(1, "GET", "/health", true);
            assertTrue(idle.answer(1).contains("alive"));
            RawHttp2.Frame last = null;
            for (RawHttp2.Frame frame = idle.next(); frame != null; frame = idle.next()) {
                last = frame;
            }
            assertNotNull(last);
            assertEquals(RawHttp2.GOAWAY, last.type());
        }
    }

    @Test
    void aHeadThatDoesNotComeToItsEndIsCutOff() throws Exception {
        hurry();
        try (RawHttp2 half = raw()) {
            half.send(RawHttp2.HEADERS, 0, 1, half.head("GET", "/health"));
            while (half.next() != null) {
                // until it is closed
            }
        }
    }

    @Test
    void aBodyThatDoesNotComeIsRefused() throws Exception {
        hurry();
        try (RawHttp2 body = raw()) {
            body.ask(1, "POST", "/api/event", false, "content-type", "application/json");
            body.data(1, "{", false);
            assertTrue(body.answer(1).contains("nothing came for 800 ms"));
        }
    }

    @Test
    void moreRequestsAtATimeThanTheSettingAreRefused() throws Exception {
        restart(http.withFront(new HttpSettings.Front("", List.of(), 3)));
        try (RawHttp2 client = raw()) {
            for (int i = 0; i < 6; i++) {
                client.ask(1 + 2 * i, "GET", "/api/replay/s", true);
            }
            client.ask(21, "GET", "/api/ping", true);
            String answer = client.answer(21);
            assertTrue(answer.contains("3 requests of this connection are under way already"), answer);
            assertTrue(answer.contains("rest.max-streams"), answer);
            assertEquals(3, daemon.photon.log().stats().subscribers());
            client.reset(1);
            Eventually.holds("there is room again", () -> daemon.photon.http().requests() == 2);
            client.ask(23, "GET", "/api/ping", true);
            assertTrue(client.answer(23).contains("\"auth\":\"ok\""));
        }
    }

    @Test
    void aFloodOfFramesThatAreAnsweredHoldsLittleMemory() throws Exception {
        assertFloodIsHarmless(RawHttp2.PING, new byte[8]);
        assertFloodIsHarmless(RawHttp2.SETTINGS, new byte[0]);
    }

    private void assertFloodIsHarmless(int type, byte[] bytes) throws Exception {
        byte[] one = RawHttp2.frame(type, 0, 0, bytes);
        byte[] many = new byte[one.length * 1_000];
        for (int i = 0; i < 1_000; i++) {
            System.arraycopy(one, 0, many, i * one.length, one.length);
        }
        long before = used();
        try (RawHttp2 client = raw()) {
            long sent = client.flood(many, 10 << 20);
            long more = used() - before;
            assertTrue(more < 32 << 20, String.format(Locale.ROOT, "%d: %,d sent, %,d more", type, sent, more));
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aFloodOfResetsEndsTheConnectionAndLeavesNothing() throws Exception {
        fill(10, 100);
        try (RawHttp2 client = raw()) {
            int sent = 0;
            try {
                for (int i = 0; i < 5_000; i++, sent++) {
                    client.ask(1 + 2 * i, "GET", "/api/replay/s", true);
                    client.reset(1 + 2 * i);
                }
            } catch (IOException closed) {
                assertTrue(sent < 5_000);
            }
        }
        Eventually.holds("nothing is left", () -> daemon.photon.http().requests() == 0);
        Eventually.holds("no reader is left", () -> daemon.photon.log().stats().subscribers() == 0);
    }

    @Test
    void aHeadWithoutAnEndIsNotKept() throws Exception {
        long before = used();
        try (RawHttp2 client = raw()) {
            client.send(RawHttp2.HEADERS, 0, 1, client.head("GET", "/health"));
            byte[] more = new byte[16_000];
            for (int i = 0; i + 13 <= more.length; i += 13) { // literal, not indexed, "x-....": "....."
                System.arraycopy("\0\5x-abc\5value".getBytes(StandardCharsets.US_ASCII), 0, more, i, 13);
            }
            byte[] whole = java.util.Arrays.copyOf(more, more.length / 13 * 13);
            client.flood(RawHttp2.frame(RawHttp2.CONTINUATION, 0, 1, whole), 80 << 20);
            assertTrue(used() - before < 32 << 20, "it was kept");
        }
    }

    @Test
    void aVanishedClientTakesAllItsRequestsAlong() throws Exception {
        fill(100, 1_000);
        try (RawHttp2 client = raw()) {
            for (int i = 0; i < 50; i++) {
                client.ask(1 + 2 * i, "GET", "/api/replay/s", true);
            }
            Eventually.holds("they are there", () -> daemon.photon.log().stats().subscribers() == 50);
        }
        Eventually.holds("nothing is left", () -> daemon.photon.http().requests() == 0);
        Eventually.holds("no reader is left", () -> daemon.photon.log().stats().subscribers() == 0);
        assertEquals(0, daemon.photon.http().outboundBytes());
    }

    @Test
    void aLoginKeepsItsCookieOverTlsWhateverSchemeTheClientNames() throws Exception {
        HttpResponse<String> login = send(client(), daemon.request("/auth/login"));
        assertEquals(200, login.statusCode(), login.body());
        String cookie = login.headers().firstValue("set-cookie").orElseThrow();
        assertTrue(cookie.contains("; Secure"), cookie);
        assertFalse(login.headers().firstValue("connection").isPresent());
        assertNull(login.headers().firstValue("transfer-encoding").orElse(null));
    }
}
