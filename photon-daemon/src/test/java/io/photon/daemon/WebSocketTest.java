// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.daemon.RawWebSocket.Frame;
import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import io.photon.testing.Seed;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replays with demand and messages a second, over WebSockets; and what breaks their protocol. */
@Timeout(60)
class WebSocketTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MIB = 1 << 20;

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        start(HttpSettings.plain("localhost", 0));
    }

    private void start(HttpSettings http) {
        if (daemon != null) {
            daemon.close();
        }
        daemon = Daemon.start(Daemon.config(dir, "memory", http));
    }

    @AfterEach
    void stop() {
        daemon.close();
        assertEquals(0, daemon.photon.http().requests());
        assertEquals(0, daemon.photon.http().outboundBytes());
    }

    private RawWebSocket open(String target, String... headers) throws IOException {
        RawWebSocket socket = RawWebSocket.open(daemon, target, headers);
        assertTrue(socket.answer.startsWith("HTTP/1.1 101 "), socket.answer);
        return socket;
    }

    private void emit(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(Daemon.event("s", i)).append('\n');
        }
        daemon.events("/api/events?ack=summary", lines.toString());
    }

    private long readers() throws IOException {
        return JSON.readTree(daemon.get("/api/stats").body())
                .at("/http/readers")
                .asLong();
    }

    private void awaitNoReader() {
        Eventually.holds("no reader is left", () -> {
            try {
                return readers() == 0;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static int n(Frame frame) throws IOException {
        return JSON.readTree(frame.text()).at("/payload/n").asInt(-1);
    }

    @Test
    void theHandshakeIsThatOfTheStandard() throws IOException {
        try (RawWebSocket socket = open("/ws/replay/s")) {
            assertTrue(socket.answer.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), socket.answer);
            assertTrue(
                    socket.answer.toLowerCase(java.util.Locale.ROOT).contains("upgrade: websocket\r\n"), socket.answer);
            assertEquals(1, readers());
        }
        awaitNoReader();
    }

    @Test
    void aReplaySendsWhatIsAskedForAndNoMore() throws IOException {
        emit(0, 5);
        try (RawWebSocket socket = open("/ws/replay/s?type=cold")) {
            socket.request(2);
            assertEquals(0, n(socket.next()));
            assertEquals(1, n(socket.next()));
            socket.send(RawWebSocket.PING, "still there?");
            Frame pong = socket.read(); // nothing came in between
            assertEquals(RawWebSocket.PONG, pong.opcode());
            assertEquals("still there?", pong.text());
            socket.request(1);
            socket.request(100);
            for (int i = 2; i < 5; i++) {
                assertEquals(i, n(socket.next()));
            }
            assertEquals("{\"complete\":{\"events\":5}}", socket.next().text());
            Frame close = socket.next();
            assertEquals(1000, close.code());
            assertEquals("complete", close.reason());
            socket.send(0x80 | RawWebSocket.CLOSE, close.content());
            assertTrue(socket.isAtEnd());
        }
        awaitNoReader();
    }

    @Test
    void aMessageIsTheEventsLineAndALiveReplayGoesOn() throws IOException {
        emit(0, 1);
        try (RawWebSocket socket = open("/ws/replay/s")) {
            socket.request(Long.MAX_VALUE);
            socket.request(Long.MAX_VALUE);
            assertEquals(
                    daemon.get("/api/replay/s?type=cold").body().strip(),
                    socket.next().text());
            emit(1, 1_000);
            for (int i = 1; i < 1_000; i++) {
                assertEquals(i, n(socket.next()));
            }
            socket.send(RawWebSocket.TEXT, "{\"cancel\":true}");
            Frame close = socket.next();
            assertEquals(1000, close.code());
            assertEquals("cancelled", close.reason());
        }
        awaitNoReader();
    }

    @Test
    void aHotReplayHasNoHistoryAndHasBegunWhenTheHandshakeIsOver() throws IOException {
        emit(0, 3);
        for (int i = 3; i < 53; i++) {
            try (RawWebSocket socket = open("/ws/replay/s?type=hot")) {
                emit(i, i + 1);
                socket.request(1);
                assertEquals(i, n(socket.next()));
            }
        }
        awaitNoReader();
    }

    @Test
    void theClientOfTheJdkIsServed() throws Exception {
        emit(0, 3);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Token " + daemon.photon.token())
                .buildAsync(
                        URI.create(daemon.photon.url().replace("http", "ws") + "/ws/replay/s?type=cold&from=0"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                heard.add(text.toString());
                                from.request(1);
                                return null;
                            }

                            @Override
                            public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                                heard.add(code + " " + reason);
                                return null;
                            }
                        })
                .get(30, TimeUnit.SECONDS);
        socket.sendText("{\"request\"", false);
        socket.sendText(":10}", true);
        for (int i = 0; i < 3; i++) {
            assertTrue(heard.poll(30, TimeUnit.SECONDS).contains("\"n\":" + i));
        }
        assertEquals("{\"complete\":{\"events\":3}}", heard.poll(30, TimeUnit.SECONDS));
        assertEquals("1000 complete", heard.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void whatIsRefusedIsRefusedBeforeThereIsAWebSocket() throws IOException {
        refused("HTTP/1.1 400 ", "/ws/replay/s?typ=cold");
        refused("HTTP/1.1 400 ", "/ws/replay/s?type=cool");
        refused("HTTP/1.1 403 ", "/ws/replay/s", "Origin: https://evil.example");
        refused("HTTP/1.1 404 ", "/ws/ws-projections?projection-name=none");
        refused("HTTP/1.1 404 ", "/ws/other");
        try (RawWebSocket stranger = RawWebSocket.shake(daemon.socket(), "/ws/replay/s", "")) {
            assertTrue(stranger.answer.startsWith("HTTP/1.1 401 "), stranger.answer);
        }
        assertEquals(426, daemon.get("/ws/replay/s").statusCode());
        refused("HTTP/1.1 400 ", "/ws/replay/s", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        String shake = "GET /ws/replay/s HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization()
                + "Connection: Upgrade, close\r\nUpgrade: websocket\r\n";
        String version = "Sec-WebSocket-Version: 13\r\n";
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        assertTrue(daemon.raw(shake + version + "\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(
                daemon.raw(shake + version + "Sec-WebSocket-Key: AAAA\r\n\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(daemon.raw(shake + key).contains("the version of the WebSocket is missing"));
        assertTrue(daemon.raw(shake.replace("1.1", "1.0") + version + key).startsWith("HTTP/1.0 426 "));
        open("/ws/replay/s", "Origin: http://localhost").close();
    }

    private void refused(String status, String target, String... headers) throws IOException {
        try (RawWebSocket socket = RawWebSocket.open(daemon, target, headers)) {
            assertTrue(socket.answer.startsWith(status), socket.answer);
        }
    }

    @Test
    void whatBreaksTheProtocolIsClosedWithItsCode() throws IOException {
        closed(1008, 0x81, "{\"request\":0}");
        closed(1008, 0x81, "{\"request\":1,\"cancel\":true}");
        closed(1008, 0x81, "{\"request\":1}{\"request\":1}"); // the second would be passed over, and waited for
        closed(1008, 0x81, "{\"request\":1,\"request\":2}");
        closed(1008, 0x81, "no JSON");
        closed(1003, 0x82, "{\"request\":1}");
        closed(1002, 0x80, "goes on with nothing");
        closed(1002, 0xc1, "a reserved bit");
        closed(1002, 0x83, "no such opcode");
        closed(1002, 0x09, "a ping in pieces");
        closed(1002, 0x89, "x".repeat(126));
        closed(1009, 0x81, "x".repeat(70_000));
        closed(1002, 0x88, "x");
        closed(1002, 0x88, "\u0003\u00ec".substring(0, 1) + "\u0001");
        try (RawWebSocket socket = open("/ws/replay/s")) {
            socket.sendRaw(new byte[] {(byte) 0x81, 2, '{', '}'}); // not masked
            assertEquals(1002, socket.next().code());
            assertTrue(socket.isAtEnd());
        }
        try (RawWebSocket socket = open("/ws/replay/s")) {
            socket.send(0x81, new byte[] {(byte) 0xff});
            assertEquals(1007, socket.next().code());
        }
        try (RawWebSocket socket = open("/ws/replay/s")) {
            socket.send(0x88, new byte[] {0x0f, (byte) 0xa0}); // 4000, a client's own
            assertEquals(4000, socket.next().code());
            assertTrue(socket.isAtEnd());
        }
        awaitNoReader();
    }

    private void closed(int code, int first, String content) throws IOException {
        try (RawWebSocket socket = open("/ws/replay/s")) {
            socket.send(first, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Frame close = socket.next();
            assertEquals(RawWebSocket.CLOSE, close.opcode());
            assertEquals(code, close.code(), content);
        }
    }

    @Test
    void aReaderThatStopsHoldsLittleAndGoesOnWhereItWas() throws IOException {
        String event = "{\"stream-name\":\"big\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(20_000) + "\"}\n";
        for (int i = 0; i < 20; i++) {
            daemon.events("/api/events?ack=summary", event.repeat(100));
        }
        try (RawWebSocket socket = open("/ws/replay/big?type=cold")) {
            socket.request(Long.MAX_VALUE);
            // Whatever the system's buffers take: more is asked for until at least this much waits.
            Eventually.holds("the socket is full", () -> daemon.photon.http().outboundBytes() > 96 << 10);
            assertTrue(
                    daemon.photon.http().outboundBytes() < MIB,
                    "" + daemon.photon.http().outboundBytes());
            int events = 0;
            Frame frame = socket.next();
            while (!frame.text().startsWith("{\"complete\"")) {
                events++;
                frame = socket.next();
            }
            assertEquals(2_000, events);
        }
    }

    @Test
    void oneThatIsGoneWithoutAWordIsCutOff() throws IOException {
        start(HttpSettings.plain("localhost", 0).withTimes(50, 300, 900_000));
        try (RawWebSocket dead = open("/ws/replay/s");
                RawWebSocket alive = open("/ws/replay/s")) {
            dead.request(1);
            alive.request(1);
            for (int pings = 0; pings < 12; pings++) {
                Frame ping = alive.read();
                assertEquals(RawWebSocket.PING, ping.opcode());
                alive.send(0x80 | RawWebSocket.PONG, ping.content());
            }
            assertEquals(RawWebSocket.PING, dead.read().opcode());
            assertTrue(dead.isAtEnd());
            emit(0, 1);
            assertEquals(0, n(alive.next()));
        }
    }

    @Test
    void aQuietReplayTellsHowFarItIsToThoseWhoAskForIt() throws IOException {
        start(HttpSettings.plain("localhost", 0).withTimes(50, 60_000, 900_000));
        emit(0, 3);
        try (RawWebSocket socket = open("/ws/replay/s?heartbeat=position&event-type=none")) {
            socket.request(1);
            JsonNode told = JSON.readTree(socket.next().text());
            assertTrue(told.path("position").asLong() > 0, told.toString());
        }
    }

    @Test
    void messagesComeEverySecond() throws IOException {
        emit(0, 1);
        try (RawWebSocket stats = open("/ws/ws-stats");
                RawWebSocket streams = open("/ws/ws-streams");
                RawWebSocket projections = open("/ws/ws-projections");
                RawWebSocket one = open("/ws/ws-projections?projection-name=__streams__")) {
            assertTrue(JSON.readTree(stats.next().text()).path("head").asLong() > 0);
            assertEquals(
                    "s",
                    JSON.readTree(streams.next().text())
                            .at("/streams/0/stream-name")
                            .asText());
            assertTrue(
                    JSON.readTree(projections.next().text()).path("projections").size() >= 2);
            assertTrue(JSON.readTree(one.next().text()).has("current-value"));
            emit(1, 3);
            assertEquals(
                    3,
                    JSON.readTree(streams.next().text())
                            .at("/streams/0/total-events")
                            .asInt());
            stats.next();
            stats.send(RawWebSocket.TEXT, "{}");
            assertEquals(1008, stats.next().code());
        }
        awaitNoReader();
    }

    @Test
    void theyCountAsReaders() throws IOException {
        start(HttpSettings.plain("localhost", 0).withReaders(1));
        try (RawWebSocket first = open("/ws/replay/s")) {
            first.request(1);
            refused("HTTP/1.1 503 ", "/ws/replay/s");
        }
        awaitNoReader();
        open("/ws/ws-stats").close();
    }

    /** Also to one that has its handshake's answer at this very moment. */
    @RepeatedTest(30)
    void aDaemonThatStopsSaysSo() throws IOException {
        try (RawWebSocket socket = open("/ws/replay/s")) {
            socket.request(1);
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(daemon::close);
            Frame close = socket.next();
            assertEquals(1001, close.code());
            assertEquals("Photon is stopping", close.reason());
            stopping.join();
        }
    }

    @Test
    void whateverFramesComeTheSocketIsClosedOrGoesOnAndNothingIsHeld() throws IOException {
        emit(0, 50);
        Random random = new Random(Seed.any());
        int rounds = Boolean.getBoolean("soak") ? 20_000 : 200;
        for (int i = 0; i < rounds; i++) {
            try (RawWebSocket socket = open("/ws/replay/s?type=cold")) {
                if (random.nextBoolean()) {
                    socket.request(1 + random.nextInt(60));
                }
                for (int frames = random.nextInt(5); frames >= 0; frames--) {
                    byte[] content =
                            new byte[List.of(0, 1, 2, 20, 125, 126, 300, 66_000).get(random.nextInt(8))];
                    random.nextBytes(content);
                    if (random.nextInt(4) == 0) {
                        socket.sendRaw(content);
                    } else {
                        socket.send(random.nextInt(256), content);
                    }
                }
            } catch (EOFException | SocketException e) {
                // closed while it was still sent to
            }
        }
        awaitNoReader();
        try (RawWebSocket socket = open("/ws/replay/s?type=cold")) {
            socket.request(1);
            assertEquals(0, n(socket.next()));
        }
    }

    @Test
    void nothingFollowsTheCloseFrameWhileEventsComeFromOtherThreads() throws IOException {
        emit(0, 3_000);
        for (int i = 0; i < 40; i++) {
            try (RawWebSocket socket = open("/ws/replay/s?type=cold")) {
                socket.request(100_000);
                for (int read = 0; read < 20 * i; read++) {
                    socket.next();
                }
                socket.send(RawWebSocket.TEXT, "no command");
                Frame frame = socket.next();
                while (frame.opcode() == RawWebSocket.TEXT) {
                    frame = socket.next();
                }
                assertEquals(RawWebSocket.CLOSE, frame.opcode());
                socket.send(RawWebSocket.CLOSE, "");
                assertTrue(socket.isAtEnd(), "something follows the close frame");
            }
        }
    }
}
