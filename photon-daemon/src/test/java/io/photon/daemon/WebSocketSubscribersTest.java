// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 500 subscribers over WebSockets and TLS, and most of them are dead. */
@Timeout(240)
class WebSocketSubscribersTest {

    private static final int LIVING = 50;
    /** They asked for all events and read none. */
    private static final int FULL = 30;
    /** They asked for nothing, and answer no ping. */
    private static final int SILENT = 370;
    /** They went without a word to the WebSocket. */
    private static final int GONE = 50;

    private static final int EVENTS = 30;
    /** All events together are more than the system takes for one who reads nothing. */
    private static final int PAYLOAD_BYTES = 200_000;

    private static final long MOST_HELD = 64 << 20;
    private static final long MOST_MORE = 128 << 20;
    private static final int RECEIVE_BUFFER_BYTES = 16 << 10;
    private static final int PATIENCE_MS = 15_000;

    @TempDir
    Path dir;

    /** Without their TLS, whose end would be a word. */
    private final List<Socket> clients = new ArrayList<>();
    /** Held, since Java closes a forgotten one. */
    private final List<RawWebSocket> open = new ArrayList<>();

    private final ExecutorService readers = Executors.newFixedThreadPool(LIVING);
    private Path keystore;
    private SSLContext trusting;
    private HttpClient emitter;
    private Daemon daemon;

    @BeforeEach
    void makeKeys() throws Exception {
        keystore = ServerKeys.make(dir.resolve("keys.p12"), "CN=localhost", "EC");
        trusting = ServerKeys.trusting(keystore);
        emitter = HttpClient.newBuilder().sslContext(trusting).build();
    }

    private void start(HttpSettings http) {
        daemon = Daemon.start(Daemon.config(dir, "memory", http.withKeystore(keystore, "changeit")));
    }

    @AfterEach
    void stop() throws IOException {
        closeAll();
        readers.shutdownNow();
        daemon.close();
    }

    private void closeAll() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        clients.clear();
    }

    private long subscribers() {
        return daemon.photon.log().stats().subscribers();
    }

    private RawWebSocket open() throws IOException {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        plain.connect(new InetSocketAddress("127.0.0.1", daemon.photon.port()), 20_000);
        plain.setSoTimeout(60_000);
        Socket socket = trusting.getSocketFactory().createSocket(plain, "127.0.0.1", daemon.photon.port(), true);
        RawWebSocket client = RawWebSocket.shake(socket, "/ws/replay/s?type=hot", daemon.authorization());
        assertTrue(client.answer.startsWith("HTTP/1.1 101 "), client.answer);
        clients.add(plain);
        open.add(client);
        return client;
    }

    private List<RawWebSocket> open(int count) throws IOException {
        List<RawWebSocket> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(open());
        }
        return opened;
    }

    /** Opens those that live, each with a thread that reads, and answers pings, until it has got this many events. */
    private List<Future<Integer>> openLiving(int events) throws IOException {
        List<Future<Integer>> reading = new ArrayList<>();
        for (RawWebSocket client : open(LIVING)) {
            client.request(Long.MAX_VALUE);
            reading.add(readers.submit(() -> {
                for (int n = 0; n < events; n++) {
                    RawWebSocket.Frame frame = client.next();
                    assertEquals(RawWebSocket.TEXT, frame.opcode());
                    assertTrue(frame.text().contains("\"n\":" + n + ","), "not event " + n);
                }
                return events;
            }));
        }
        return reading;
    }

    private void openDead() throws IOException {
        for (RawWebSocket full : open(FULL)) {
            full.request(Long.MAX_VALUE);
        }
        open(SILENT);
        for (RawWebSocket gone : open(GONE)) {
            gone.request(Long.MAX_VALUE);
        }
    }

    /** The newest have gone. */
    private void leave() throws IOException {
        for (Socket gone : clients.subList(clients.size() - GONE, clients.size())) {
            gone.setSoLinger(true, 0);
            gone.close();
        }
    }

    private void emit(int n) throws Exception {
        String payload = "{\"n\":" + n + ",\"text\":\"" + "x".repeat(PAYLOAD_BYTES) + "\"}";
        HttpRequest request = daemon.request("/api/event/s")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"event-type\":\"T\",\"payload\":" + payload + "}"))
                .build();
        assertEquals(
                200, emitter.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void deadSubscribersHoldLittleMemoryAndTheLivingGetEveryEvent() throws Exception {
        start(HttpSettings.plain("localhost", 0));
        List<Future<Integer>> living = openLiving(EVENTS);
        openDead();
        assertEquals(LIVING + FULL + SILENT + GONE, clients.size());
        Eventually.within(60, () -> subscribers() == clients.size(), () -> "there are " + subscribers());
        long before = used();
        long mostHeld = 0;
        for (int n = 0; n < EVENTS; n++) {
            if (n == EVENTS / 2) {
                leave();
            }
            emit(n);
            mostHeld = Math.max(mostHeld, daemon.photon.http().outboundBytes());
        }
        for (Future<Integer> each : living) {
            assertEquals(EVENTS, each.get(60, TimeUnit.SECONDS));
        }
        long more = used() - before;
        assertTrue(daemon.photon.http().outboundBytes() > 0, "none of the dead is full");
        assertTrue(more < MOST_MORE, String.format(Locale.ROOT, "%,d bytes more", more));
        assertTrue(mostHeld < MOST_HELD, String.format(Locale.ROOT, "%,d bytes held", mostHeld));
        closeAll();
        Eventually.within(60, () -> subscribers() == 0, () -> "there are still " + subscribers());
        Eventually.holds("nothing is held for them", () -> daemon.photon.http().outboundBytes() == 0);
    }

    @Test
    void deadSubscribersAreCutOffAndTheLivingStay() throws Exception {
        start(HttpSettings.plain("localhost", 0)
                .withTimes(500, PATIENCE_MS, 900_000)
                .withWriteTimeout(PATIENCE_MS));
        List<Future<Integer>> living = openLiving(EVENTS);
        openDead();
        leave();
        for (int n = 0; n < EVENTS - 1; n++) {
            emit(n);
        }
        Eventually.within(120, () -> subscribers() == LIVING, () -> "there are " + subscribers());
        emit(EVENTS - 1);
        for (Future<Integer> each : living) {
            assertEquals(EVENTS, each.get(60, TimeUnit.SECONDS));
        }
        Eventually.holds(
                "nothing is held for the dead", () -> daemon.photon.http().outboundBytes() == 0);
    }
}
