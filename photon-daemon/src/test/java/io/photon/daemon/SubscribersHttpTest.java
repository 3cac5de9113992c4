// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import io.photon.testing.Pause;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many subscribers at once over Server-Sent Events and WebSockets, and among them those that take nothing any more. */
class SubscribersHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int EVENTS = 300;
    private static final int PAYLOAD = 20_000;
    /** Threads that come with the first subscribers and the work, whatever their number. */
    private static final int MORE_THREADS = 12;

    private static final long MOST_EACH = 512 << 10;

    @TempDir
    Path dir;

    private Daemon daemon;
    private final List<Closeable> open = new ArrayList<>();

    @Test
    @Timeout(180)
    void sixtyOfThemGetEverythingAndTheDeadOnesAreEnded() throws Exception {
        subscribe(60);
    }

    @Test
    @Tag("soak")
    @Timeout(900)
    void fiveHundredOfThemGetEverythingAndTheDeadOnesAreEnded() throws Exception {
        subscribe(500);
    }

    private void subscribe(int count) throws Exception {
        HttpSettings http = HttpSettings.plain("localhost", 0)
                .withTimes(500, 15_000, 900_000)
                .withWriteTimeout(15_000);
        daemon = Daemon.start(Daemon.config(dir, "memory", http));
        try {
            daemon.emit(Daemon.event("s", 0));
            int before = threads();
            List<CompletableFuture<Integer>> live = new ArrayList<>();
            int dead = 0;
            for (int i = 0; i < count; i++) {
                switch (i % 6) {
                    case 0, 1 -> live.add(reading(this::sse));
                    case 2, 3 -> live.add(reading(this::socket));
                    case 4 -> dead += silent("GET /api/replay/s?type=hot HTTP/1.1\r\nAccept: text/event-stream\r\n");
                    default -> dead += silentSocket();
                }
            }
            Eventually.holds("all have begun", () -> readers() == count);
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Long> most = reading(() -> {
                long peak = 0;
                while (!done.get()) {
                    peak = Math.max(peak, daemon.photon.http().outboundBytes());
                    Pause.millis(5);
                }
                return peak;
            });
            String line = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(PAYLOAD) + "\"}\n";
            assertEquals(
                    200,
                    daemon.events("/api/events?ack=summary", line.repeat(EVENTS))
                            .statusCode());
            for (CompletableFuture<Integer> each : live) {
                assertEquals(EVENTS, each.get());
            }
            int during = threads();
            int ended = dead;
            Eventually.holds("the " + dead + " that take nothing are ended", () -> readers() == count - ended);
            done.set(true);
            assertTrue(most.get() < count * MOST_EACH, "answers held " + most.get() + " bytes");
            assertTrue(during <= before + MORE_THREADS, count + " subscribers made " + before + " threads " + during);
            for (Closeable each : open) {
                each.close();
            }
            Eventually.holds(
                    "nothing is left of them",
                    () -> readers() == 0 && daemon.photon.http().outboundBytes() == 0);
        } finally {
            daemon.close();
        }
    }

    private int readers() throws IOException {
        return JSON.readTree(daemon.get("/api/stats").body())
                .at("/http/readers")
                .asInt();
    }

    /** Those of the test are not counted. */
    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("test-")
                        && !thread.getName().startsWith("HttpClient"))
                .count();
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> CompletableFuture<T> reading(Reading<T> reading) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(reading.read());
                    } catch (IOException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                "test-reader");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private synchronized <T extends Closeable> T keep(T one) {
        open.add(one);
        return one;
    }

    private int sse() throws IOException {
        BufferedReader lines = keep(new BufferedReader(new InputStreamReader(
                daemon.open("/api/replay/s?type=hot", "Accept", "text/event-stream"), StandardCharsets.UTF_8)));
        int events = 0;
        while (events < EVENTS) {
            String line = lines.readLine();
            assertTrue(line != null, "ended after " + events);
            events += line.startsWith("data: {\"order-id\"") ? 1 : 0;
        }
        return events;
    }

    private int socket() throws IOException {
        RawWebSocket socket = RawWebSocket.open(daemon, "/ws/replay/s?type=hot");
        keep(socket::close);
        socket.request(1_000_000);
        for (int events = 0; events < EVENTS; events++) {
            RawWebSocket.Frame frame = socket.next();
            assertEquals(RawWebSocket.TEXT, frame.opcode(), "ended after " + events + ": " + frame.text());
        }
        return EVENTS;
    }

    private Socket small() throws IOException {
        Socket socket = keep(new Socket());
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("127.0.0.1", daemon.photon.port()));
        return socket;
    }

    /** Asks, and then reads nothing. */
    private int silent(String request) throws IOException {
        String head = request + "Host: localhost\r\n" + daemon.authorization() + "\r\n";
        small().getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return 1;
    }

    private int silentSocket() throws IOException {
        RawWebSocket.shake(small(), "/ws/replay/s?type=hot", daemon.authorization())
                .request(1_000_000);
        return 1;
    }
}
