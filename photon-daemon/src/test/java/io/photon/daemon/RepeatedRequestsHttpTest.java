// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.event.Event;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import io.photon.testing.Eventually;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Emits that come one after another over one connection with the same head: they go a short way, and no client sees a difference. */
@Timeout(90)
class RepeatedRequestsHttpTest {

    @TempDir
    Path dir;

    private Daemon daemon;

    @AfterEach
    void stop() {
        daemon.close();
    }

    /** An answer. @param headers by name, in lower case */
    private record Answer(String status, Map<String, String> headers, String body) {}

    /** One connection, over which requests are written as they are. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Line(Daemon daemon) throws IOException {
            socket = daemon.socket();
            in = new BufferedInputStream(socket.getInputStream());
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("closed after '" + line + "'");
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.UTF_8).stripTrailing();
        }

        Answer answer() throws IOException {
            String status = line();
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
            return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
        }

        Answer ask(String request) throws IOException {
            send(request);
            return answer();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private String post(String body, String... headers) {
        return "POST /api/event HTTP/1.1\r\nHost: localhost\r\n" + daemon.authorization()
                + "Content-Type: application/json\r\n" + String.join("", headers) + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private String event(int n) {
        return post(Daemon.event("s", n));
    }

    private long repeated() {
        return daemon.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("photon_http_requests_repeated_total "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private List<String> payloads() {
        return daemon.get("/api/replay/s?type=cold")
                .body()
                .lines()
                .filter(line -> line.contains("\"payload\""))
                .map(line -> line.replaceAll(".*\"n\":([0-9]+).*", "$1"))
                .toList();
    }

    private static List<String> numbers(int end) {
        return IntStream.range(0, end).mapToObj(String::valueOf).toList();
    }

    @Test
    void theyAreStoredInOrderAndAnsweredAsTheFirstOne() throws Exception {
        daemon = Daemon.memory(dir);
        Set<String> ids = new HashSet<>();
        try (Line line = new Line(daemon)) {
            Answer first = line.ask(event(0));
            for (int n = 1; n < 1_000; n++) {
                Answer next = line.ask(event(n));
                assertEquals("HTTP/1.1 200 OK", next.status());
                assertEquals(first.headers().keySet(), next.headers().keySet());
                for (String same : List.of("content-type", "cache-control", "x-content-type-options")) {
                    assertEquals(first.headers().get(same), next.headers().get(same));
                }
                assertTrue(
                        next.headers()
                                .get("date")
                                .matches("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT"),
                        next.toString());
                assertTrue(ids.add(next.headers().get("x-request-id")));
                assertTrue(next.body().contains("\"payload\":{\"n\":" + n + "},\"durability\":"), next.body());
                assertTrue(next.body().endsWith("}\n"));
            }
        }
        assertEquals(numbers(1_000), payloads());
        assertTrue(repeated() > 900, "went the short way: " + repeated());
        String metrics = daemon.get("/metrics").body();
        assertTrue(
                metrics.contains("photon_http_requests_total{code=\"200\",question=\"emit\"} 1000"),
                "each is counted once");
        Eventually.holds(
                "none is open but the one that asks",
                () -> daemon.get("/metrics").body().contains("photon_http_requests_open 1"));
    }

    @Test
    void oneThatIsWrongIsToldSoAndTheNextIsStored() throws Exception {
        daemon = Daemon.memory(dir);
        try (Line line = new Line(daemon)) {
            line.ask(event(0));
            line.ask(event(1));
            for (String wrong : List.of("{", "{}", "[]", "{\"stream-name\":\"s\"}", "\0", "{\"stream-name\":7}")) {
                Answer told = line.ask(post(wrong));
                assertEquals("HTTP/1.1 400 Bad Request", told.status(), wrong);
                assertTrue(told.body().contains("\"code\":\"bad-input\""), told.body());
                line.ask(event(2));
            }
        }
        assertEquals(List.of("0", "1", "2", "2", "2", "2", "2", "2"), payloads());
    }

    @Test
    void oneThatDiffersInAnythingIsLookedAtAsAWhole() throws Exception {
        daemon = Daemon.memory(dir);
        try (Line line = new Line(daemon)) {
            line.ask(event(0));
            line.ask(event(1));
            Answer conflict = line.ask(post(Daemon.event("s", 2), "Expect-Last-Order-Id: none\r\n"));
            assertEquals("HTTP/1.1 409 Conflict", conflict.status());
            line.ask(event(2));
            line.ask(event(3));
            Answer named = line.ask(post(Daemon.event("s", 4), "X-Request-Id: mine\r\n"));
            assertEquals("mine", named.headers().get("x-request-id"));
            Answer edn = line.ask(post(Daemon.event("s", 5), "Accept: application/edn\r\n"));
            assertEquals("application/edn", edn.headers().get("content-type"));
            Answer edns = line.ask(post(Daemon.event("s", 6), "Accept: application/edn\r\n"));
            assertEquals("application/edn", edns.headers().get("content-type"));
            Answer other = line.ask(event(7).replace("/api/event ", "/api/event/s "));
            assertTrue(other.body().contains("\"stream-name\":\"s\""), other.body());
            line.send(event(8).replace("Host: ", "Connection: close\r\nHost: "));
            line.answer();
            assertEquals(-1, line.in.read(), "closed as asked");
        }
        try (Line line = new Line(daemon)) {
            line.ask(post(Daemon.event("t", 0)));
            Answer stranger = line.ask(post(Daemon.event("s", 9)).replace("Token ", "Token x"));
            assertEquals("HTTP/1.1 401 Unauthorized", stranger.status());
        }
        assertEquals(numbers(9), payloads());
    }

    @Test
    void oneThatIsLongerThanAnEventMayBeIsRefused() throws Exception {
        HttpSettings http = HttpSettings.plain("localhost", 0);
        HttpSettings.Limits most = http.limits();
        daemon = Daemon.start(Daemon.config(
                dir,
                "memory",
                http.withLimits(new HttpSettings.Limits(
                        500, most.maxReaders(), most.maxHeadBytes(), most.maxConnections(), most.maxUploadBytes()))));
        try (Line line = new Line(daemon)) {
            line.ask(event(0));
            line.ask(event(1));
            Answer told = line.ask(post(Daemon.event("s", 2) + " ".repeat(500)));
            assertEquals("HTTP/1.1 413 Request Entity Too Large", told.status());
        }
        assertEquals(numbers(2), payloads());
    }

    @Test
    void theyMayComeInPiecesOrSeveralAtATime() throws Exception {
        daemon = Daemon.memory(dir);
        int n = 0;
        try (Line line = new Line(daemon)) {
            for (int round = 0; round < 30; round++) {
                line.ask(event(n++));
                line.ask(event(n++));
                String next = event(n++);
                int cut = 1 + round * (next.length() - 2) / 30;
                line.send(next.substring(0, cut));
                line.ask(next.substring(cut));
                line.ask(event(n++));
                line.send(event(n++) + event(n++) + event(n++));
                for (int i = 0; i < 3; i++) {
                    assertEquals("HTTP/1.1 200 OK", line.answer().status());
                }
                line.send("\r\n" + event(n++));
                line.answer();
            }
        }
        assertEquals(numbers(n), payloads());
    }

    @Test
    void whoWritesOnWithoutWaitingIsAnsweredInOrder() throws Exception {
        daemon = Daemon.start(Daemon.config(dir, "file", HttpSettings.plain("localhost", 0)));
        int many = 2_000;
        try (Line line = new Line(daemon)) {
            line.ask(event(0));
            Thread writer = new Thread(() -> {
                try {
                    for (int n = 1; n < many; n++) {
                        line.send(event(n));
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            for (int n = 1; n < many; n++) {
                Answer next = line.answer();
                assertTrue(next.body().contains("{\"n\":" + n + "}"), n + ": " + next);
            }
            writer.join();
        }
        assertEquals(numbers(many), payloads());
    }

    @Test
    void whoIsNoLongerLetInIsRefused() throws Exception {
        daemon = Daemon.memory(dir);
        new People(daemon).with("ann", "emit", "s");
        String authorization = "Authorization: " + Visitor.basic("ann", People.PASSWORD) + "\r\n";
        try (Line line = new Line(daemon)) {
            String mine = event(0).replace(daemon.authorization(), authorization);
            Answer first = line.ask(mine);
            assertEquals("HTTP/1.1 200 OK", first.status(), first.toString());
            assertEquals("HTTP/1.1 200 OK", line.ask(mine).status());
            Answer elsewhere = line.ask(post(Daemon.event("t", 0)).replace(daemon.authorization(), authorization));
            assertEquals("HTTP/1.1 403 Forbidden", elsewhere.status(), elsewhere.toString());
            assertEquals("HTTP/1.1 200 OK", line.ask(mine).status());
            assertEquals(200, daemon.delete("/api/user/ann").statusCode());
            Answer gone = line.ask(mine);
            assertEquals("HTTP/1.1 401 Unauthorized", gone.status(), gone.toString());
            assertTrue(gone.headers().get("www-authenticate").startsWith("Basic"), gone.toString());
        }
        assertEquals(3, payloads().size());
    }

    @Test
    void aConnectionInUseIsNotIdleAndOneThatIsIdleIsClosed() throws Exception {
        daemon = Daemon.start(Daemon.config(
                dir,
                "memory",
                HttpSettings.plain("localhost", 0)
                        .withTimes(new HttpSettings.Times(10_000, 3_000, 3_000, 3_000, 3_000, 600))));
        try (Line line = new Line(daemon)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
            int n = 0;
            while (System.nanoTime() < end) {
                assertEquals("HTTP/1.1 200 OK", line.ask(event(n++)).status());
            }
            assertTrue(repeated() > n / 2, n + ", of which a short way: " + repeated());
            assertEquals(-1, line.in.read(), "closed in the end");
        }
    }

    /** A store that waits, or fails, on demand. */
    private static final class Moody extends DelegatingStore {
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile StoreException failure;

        Moody() {
            super(new MemoryEventStore());
        }

        @Override
        public void append(List<Event> batch, Fence fence) throws StoreException {
            try {
                assertTrue(gate.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw failure;
            }
            behind.append(batch, fence);
        }
    }

    @Test
    void whatTheLogRefusesIsAnsweredAsOnTheLongWay() throws Exception {
        Moody store = new Moody();
        daemon = Daemon.over(store, dir);
        try (Line line = new Line(daemon);
                Line other = new Line(daemon)) {
            line.ask(event(0));
            line.ask(event(1));
            for (StoreException.Kind kind :
                    List.of(StoreException.Kind.OUTCOME_UNKNOWN, StoreException.Kind.NO_SPACE)) {
                store.failure = new StoreException(kind, "injected");
                line.ask(event(1));
                long before = repeated();
                Answer shortWay = line.ask(event(2));
                assertEquals(before + 1, repeated(), "went the short way");
                Answer longWay = other.ask(event(2));
                assertNotEquals("HTTP/1.1 200 OK", longWay.status());
                assertEquals(longWay.status(), shortWay.status());
                assertEquals(longWay.body(), shortWay.body());
                assertEquals(longWay.headers().keySet(), shortWay.headers().keySet());
            }
        }
    }

    @Test
    void oneThatIsUnderWayIsAnsweredBeforeTheDoorCloses() throws Exception {
        Moody store = new Moody();
        daemon = Daemon.over(store, dir);
        try (Line line = new Line(daemon);
                Line other = new Line(daemon)) {
            line.ask(event(0));
            line.ask(event(1));
            other.ask(event(2));
            other.ask(event(3));
            store.gate = new CountDownLatch(1);
            line.send(event(4));
            other.send(event(5));
            Eventually.holds("both are under way", () -> daemon.photon.http().requests() == 2);
            Thread closing = new Thread(() -> daemon.close());
            closing.start();
            store.gate.countDown();
            assertEquals("HTTP/1.1 200 OK", line.answer().status());
            assertEquals("HTTP/1.1 200 OK", other.answer().status());
            closing.join(30_000);
            assertFalse(closing.isAlive());
        }
    }

    @Test
    void aClientThatDoesNotReadTheAnswersKeepsNoOtherWaiting() throws Exception {
        daemon = Daemon.memory(dir);
        String large = "x".repeat(11_000);
        String request = post("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + large + "\"}");
        try (Line line = new Line(daemon);
                Line other = new Line(daemon)) {
            line.ask(request);
            int sent = 0;
            long stored = 0;
            List<Long> counts = new ArrayList<>();
            // Each after the one before was stored, until the answers fill what the system holds, and then a few more.
            while (counts.size() < 2_000) {
                line.send(request);
                sent++;
                long wanted = sent;
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
                while (stored < wanted && System.nanoTime() < until) {
                    stored = events() - 1;
                }
                counts.add(stored);
                if (stored < wanted) {
                    break;
                }
            }
            assertTrue(stored < sent, "its answers never filled the system's buffers");
            assertEquals("HTTP/1.1 200 OK", other.ask(event(0)).status());
            for (int i = 0; i < sent; i++) {
                Answer answer = line.answer();
                assertTrue(answer.body().contains(large), i + " of " + sent);
            }
            assertEquals("HTTP/1.1 200 OK", line.ask(event(1)).status());
        }
    }

    private long events() {
        return (long) Double.parseDouble(daemon.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("photon_http_requests_total{code=\"200\",question=\"emit\"} "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("0"));
    }
}
