// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.daemon.RawHttp2.Frame;
import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Very many subscribers over HTTP/2, some of them dead, and heads that want more memory than they have bytes. */
@Timeout(180)
class Http2SubscribersTest {

    private static final int CONNECTIONS = 10;
    private static final int STREAMS = 50;
    private static final int EVENTS = 30;
    /** Once in each event. */
    private static final String MARK = "\"event-type\":\"T\"";

    private static final String PAYLOAD = "x".repeat(20_000);

    @TempDir
    Path dir;

    private SSLContext trusting;
    private Daemon daemon;

    @BeforeEach
    void start() throws Exception {
        Path keystore = ServerKeys.usual(dir.resolve("keys.p12"));
        trusting = ServerKeys.trusting(keystore);
        daemon = Daemon.start(
                Daemon.config(dir, "memory", HttpSettings.plain("localhost", 0).withKeystore(keystore, "changeit")));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private RawHttp2 raw() throws IOException {
        return new RawHttp2(trusting, daemon.photon.port(), daemon.photon.token());
    }

    private void emit(HttpClient client) {
        String event = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + PAYLOAD + "\"}";
        HttpRequest request = daemon.request("/api/event")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        try {
            assertEquals(
                    200,
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no event was stored", e);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** 500 of them, and 450 are on connections that nothing is read from. */
    @Test
    void deadSubscribersHoldLittleMemoryAndTheLivingGetEveryEvent() throws Exception {
        List<RawHttp2> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawHttp2 client = raw();
                clients.add(client);
                for (int stream = 0; stream < STREAMS; stream++) {
                    client.ask(1 + 2 * stream, "GET", "/api/replay/s?type=hot", true, "accept", "text/event-stream");
                }
            }
            Eventually.within(
                    60,
                    () -> daemon.photon.log().stats().subscribers() == CONNECTIONS * STREAMS,
                    () -> "there are " + daemon.photon.log().stats().subscribers());
            long before = used();
            RawHttp2 living = clients.get(0);
            for (int stream = 0; stream < STREAMS; stream++) {
                living.window(1 + 2 * stream, 1 << 29);
            }
            living.window(0, 1 << 30);
            long[] most = new long[2];
            HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
            Thread emitter = new Thread(() -> {
                for (int i = 0; i < EVENTS; i++) {
                    emit(client);
                    most[0] = Math.max(most[0], daemon.photon.http().outboundBytes());
                    most[1]++;
                }
            });
            emitter.start();
            int seen = 0;
            Map<Integer, String> ends = new HashMap<>();
            while (seen < EVENTS * STREAMS && (emitter.isAlive() || most[1] == EVENTS)) {
                Frame frame = Objects.requireNonNull(living.next(), "the connection was closed");
                if (frame.type() == RawHttp2.DATA) {
                    String text = ends.getOrDefault(frame.stream(), "") + frame.text();
                    int at = text.indexOf(MARK);
                    for (; at >= 0; at = text.indexOf(MARK)) {
                        seen++;
                        text = text.substring(at + MARK.length());
                    }
                    ends.put(frame.stream(), text.substring(Math.max(0, text.length() - MARK.length())));
                }
            }
            emitter.join();
            assertEquals(EVENTS * STREAMS, seen);
            long more = used() - before;
            assertTrue(more < 128 << 20, String.format(Locale.ROOT, "%,d bytes more", more));
            assertTrue(most[0] < 128 << 20, String.format(Locale.ROOT, "%,d bytes held", most[0]));
        } finally {
            for (RawHttp2 client : clients) {
                client.close();
            }
        }
        Eventually.within(60, () -> daemon.photon.log().stats().subscribers() == 0, () -> "some are left");
        Eventually.holds("nothing is held for them", () -> daemon.photon.http().outboundBytes() == 0);
    }

    /** A large header that stands in the table of the connection once, and in the head by one byte each time. */
    @Test
    void aHeadThatNamesALargeHeaderAgainAndAgainIsRefused() throws Exception {
        long before = used();
        try (RawHttp2 client = raw()) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.writeBytes(client.head("GET", "/api/ping"));
            block.write(0x40); // literal, to be kept in the table: RFC 7541, 6.2.1
            RawHttp2.string(block, "x-large");
            RawHttp2.string(block, "v".repeat(3_500));
            for (int i = 0; i < 10_000; i++) {
                block.write(0x80 | 62); // the newest of the table
            }
            client.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, block.toByteArray());
            String answer = client.answer(1);
            assertTrue(answer.matches("(?s).*(too-large|GOAWAY|RST|CLOSED).*"), answer);
            assertTrue(used() - before < 32 << 20, "it is held");
        }
        try (RawHttp2 client = raw()) {
            client.ask(1, "GET", "/api/ping", true);
            assertTrue(client.answer(1).contains("\"auth\":\"ok\""));
        }
    }

    /** The table of what a client sends is as large as the daemon says, and of what it is sent no larger than that. */
    @Test
    void aClientDoesNotChooseHowLargeTheTablesOfHeadersAre() throws Exception {
        try (RawHttp2 client = raw()) {
            client.send(RawHttp2.SETTINGS, 0, 0, new byte[] {0, 1, 0x7f, -1, -1, -1}); // SETTINGS_HEADER_TABLE_SIZE
            for (int i = 0; i < 50; i++) {
                client.ask(1 + 2 * i, "GET", "/api/ping", true);
                assertTrue(client.answer(1 + 2 * i).contains("\"auth\":\"ok\""));
            }
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.writeBytes(new byte[] {0x3f, -1, -1, -1, 0x7f}); // a table of 268 million bytes: RFC 7541, 6.3
            block.writeBytes(client.head("GET", "/api/ping"));
            client.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 201, block.toByteArray());
            String answer = client.answer(201);
            assertTrue(answer.contains("GOAWAY") || answer.contains("CLOSED"), answer);
        }
    }
}
