// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/reliability scenario 15: forty readers, of which ten take a byte a second and five are stopped processes. */
class SlowConsumersSystemTest {

    private static final int FAST = 25;
    private static final int SLOW = 10;
    private static final int STOPPED = 5;
    private static final int PAYLOAD_BYTES = 16_000;
    private static final String REPLAY = "/api/replay/__all__?type=hot-cold&limit=";

    @TempDir
    Path home;

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final ScheduledExecutorService byteASecond = Executors.newScheduledThreadPool(1);
    private final List<InputStream> slow = new ArrayList<>();
    private final List<Process> stopped = new ArrayList<>();

    @AfterEach
    void end() {
        byteASecond.shutdownNow();
        pool.shutdownNow();
        stopped.forEach(Process::destroyForcibly);
    }

    /** The backlog of the slow, 15 × 24 MB, would fill the daemon's 256 MB of heap. */
    @Test
    void slowAndStoppedReadersHoldNobodyUpCostNoMemoryAndMissNothing() throws Exception {
        writeBesideSlowReaders(1_500);
    }

    @Test
    @Tag("soak")
    void slowAndStoppedReadersMissNothingOfAGigabyte() throws Exception {
        writeBesideSlowReaders(64_000);
    }

    private void writeBesideSlowReaders(int events) throws Exception {
        Requirement.met(
                Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.exists(Path.of(folder, "curl"))),
                "a reader that can be stopped is a process: apt install curl");
        try (DaemonProcess daemon = DaemonProcess.startMeasured(home, "-db.backend", "file")) {
            List<Future<List<Long>>> fast = new ArrayList<>();
            for (int i = 0; i < FAST; i++) {
                InputStream body = daemon.http().open(REPLAY + events);
                fast.add(pool.submit(() -> ids(body)));
            }
            for (int i = 0; i < SLOW; i++) {
                InputStream body = daemon.http().open(REPLAY + events);
                slow.add(body);
                byteASecond.scheduleAtFixedRate(() -> readOne(body), 1, 1, TimeUnit.SECONDS);
            }
            for (int i = 0; i < STOPPED; i++) {
                stopped.add(curl(daemon.http(), i, events));
            }
            Eventually.within(
                    60, () -> subscribers(daemon) == FAST + SLOW + STOPPED, () -> "not all readers are there");
            signal("STOP");

            List<Long> stored = write(daemon.http(), events);
            for (Future<List<Long>> reader : fast) {
                assertEquals(stored, reader.get(120, TimeUnit.SECONDS));
            }
            long heap = Footprint.of(daemon).heapBytes();
            assertTrue(heap < 128L << 20, "heap in use beside slow readers: " + heap);
            assertEquals(SLOW + STOPPED, subscribers(daemon), "nobody was dropped");

            // The patience of the slow ends: everything they have not read yet comes, in order and once.
            signal("CONT");
            byteASecond.shutdownNow();
            assertTrue(byteASecond.awaitTermination(10, TimeUnit.SECONDS));
            for (Future<List<Long>> reader : slow.subList(0, 3).stream()
                    .map(body -> pool.submit(() -> ids(body)))
                    .toList()) {
                List<Long> seen = reader.get(120, TimeUnit.SECONDS);
                // The bytes read one at a time, at most a line's beginning, are missing in front.
                assertEquals(stored.subList(stored.size() - seen.size(), stored.size()), seen);
                assertTrue(seen.size() >= stored.size() - 1, seen.size() + " of " + stored.size());
            }
            for (int i = 0; i < STOPPED; i++) {
                assertTrue(stopped.get(i).waitFor(60, TimeUnit.SECONDS), "a reader that went on does not end");
                assertEquals(0, stopped.get(i).exitValue());
                try (InputStream read = Files.newInputStream(home.resolve("curl-" + i))) {
                    assertEquals(stored, ids(read));
                }
            }
            for (InputStream body : slow) {
                body.close();
            }
        }
    }

    private static List<Long> write(HttpDoor door, int events) throws Exception {
        List<Long> stored = new ArrayList<>();
        String line =
                "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(PAYLOAD_BYTES) + "\"}\n";
        for (int sent = 0; sent < events; sent += 50) {
            long start = System.nanoTime();
            HttpResponse<String> answer = door.post("/api/events", "application/x-ndjson", line.repeat(50));
            assertEquals(200, answer.statusCode(), answer.body());
            answer.body().lines().map(Producer::orderIdOf).forEach(stored::add);
            long tookMs = (System.nanoTime() - start) / 1_000_000;
            assertTrue(tookMs < 10_000, "fifty events took " + tookMs + " ms beside slow readers");
        }
        return stored;
    }

    private static int subscribers(DaemonProcess daemon) throws IOException {
        return daemon.http().json("/api/stats").get("log").get("subscribers").intValue();
    }

    private static void readOne(InputStream body) {
        try {
            body.read();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a slow reader was cut off", e);
        }
    }

    private static List<Long> ids(InputStream body) throws IOException {
        List<Long> seen = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"order-id\"")) {
                    seen.add(Producer.orderIdOf(line));
                }
            }
        }
        return seen;
    }

    private Process curl(HttpDoor door, int number, int events) throws IOException {
        return new ProcessBuilder(
                        "curl",
                        "-sfN",
                        "-H",
                        "Authorization: Bearer " + door.token(),
                        "-o",
                        home.resolve("curl-" + number).toString(),
                        door.base() + REPLAY + events)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("curl-" + number + ".said").toFile())
                .start();
    }

    private void signal(String name) throws Exception {
        for (Process process : stopped) {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertEquals(0, code, "kill -" + name);
        }
    }
}
