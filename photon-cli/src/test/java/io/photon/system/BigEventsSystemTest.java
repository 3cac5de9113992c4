// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * docs/reliability scenario 32: many readers of events that are nearly as long as one may be, in the heap that
 * everybody has.
 */
class BigEventsSystemTest {

    private static final int PAYLOAD_BYTES = 15_900_000;

    /** What the readers hold at one time is the same for any number of events: two at which a reader goes on to the next. */
    private static final int EVENTS = 3;

    private static final int READERS = 10;

    @TempDir
    Path home;

    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void tenReplaysOfTheLongestEventsEndWholeWhileLargeAndSmallOnesAreStored(String backend) throws Exception {
        tenReplays(backend, EVENTS);
    }

    @ParameterizedTest
    @Tag("soak")
    @ValueSource(strings = {"file", "h2"})
    void tenReplaysOfManyOfTheLongestEventsEndWhole(String backend) throws Exception {
        tenReplays(backend, 7 * EVENTS);
    }

    private void tenReplays(String backend, int events) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.startMeasured(home, "-db.backend", backend)) {
            List<String> stored = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                HttpResponse<String> answer = daemon.http().emit(event("big", (char) ('a' + i)));
                assertEquals(200, answer.statusCode());
                stored.add(sum(answer.body().replaceFirst(",\"durability\":\"\\w+\"}\n$", "}")));
            }
            List<Future<List<String>>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(pool.submit(() -> lines(daemon.http())));
            }
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger large = new AtomicInteger();
            Future<Integer> largeOnes = pool.submit(() -> emitUntil(over, daemon.http(), event("other", 'z'), large));
            Future<Integer> smallOnes = pool.submit(() -> emitUntil(
                    over, daemon.http(), "{\"stream-name\":\"small\",\"event-type\":\"T\",\"payload\":1}", null));
            for (Future<List<String>> reader : readers) {
                try {
                    assertEquals(stored, reader.get(240, TimeUnit.SECONDS));
                } catch (ExecutionException e) {
                    throw new AssertionError(daemon.stderr(), e);
                }
            }
            over.set(true);
            assertTrue(largeOnes.get(60, TimeUnit.SECONDS) > 0, "no large event was stored beside the replays");
            assertTrue(smallOnes.get(60, TimeUnit.SECONDS) > 5, "hardly a small event was stored beside the replays");

            Eventually.within(30, () -> held(daemon) == 0, () -> "still held: " + stats(daemon));
            assertEquals(0, stats(daemon).get("http").get("inbound-bytes").longValue());
            if (backend.equals("file")) { // the database of the other still writes
                long heap = Footprint.of(daemon).heapBytes();
                assertTrue(heap < 64L << 20, "live afterwards: " + heap);
            }
            // The mirror, which is in no hurry, may wait until others need less.
            assertEquals(
                    List.of(),
                    daemon.stderr()
                            .lines()
                            .filter(line -> line.contains("OutOfMemory") && !line.contains("WARN the mirror"))
                            .toList());
        }
    }

    private static String event(String stream, char letter) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":\""
                + String.valueOf(letter).repeat(PAYLOAD_BYTES) + "\"}";
    }

    /** One after another; each is stored, or cleanly refused when it is large. @return how many were stored */
    private static int emitUntil(AtomicBoolean over, HttpDoor door, String event, AtomicInteger refused)
            throws IOException {
        int stored = 0;
        while (!over.get()) {
            HttpResponse<String> answer = door.emit(event);
            if (answer.statusCode() == 503 && refused != null) {
                assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                assertTrue(answer.body().contains("too much is being sent at once"), answer.body());
                refused.incrementAndGet();
            } else {
                assertEquals(200, answer.statusCode());
                stored++;
            }
        }
        return stored;
    }

    private static JsonNode stats(DaemonProcess daemon) {
        try {
            return daemon.http().json("/api/stats");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long held(DaemonProcess daemon) {
        JsonNode memory = stats(daemon).get("memory");
        return memory.get("large-bytes").longValue() + memory.get("small-bytes").longValue();
    }

    /** The checksum of a line, and its length: a good digest would cost more than all else here. */
    private static String sum(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue() + " of " + bytes.length;
    }

    /** The checksums of a cold replay's lines, read as they come. */
    private static List<String> lines(HttpDoor door) throws Exception {
        List<String> sums = new ArrayList<>();
        CRC32 sum = new CRC32();
        long length = 0;
        byte[] piece = new byte[256 * 1024];
        try (InputStream body = door.open("/api/replay/big?type=cold")) {
            for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
                int from = 0;
                for (int i = 0; i < n; i++) {
                    if (piece[i] == '\n') {
                        sum.update(piece, from, i - from);
                        sums.add(sum.getValue() + " of " + (length + i - from));
                        sum.reset();
                        length = 0;
                        from = i + 1;
                    }
                }
                sum.update(piece, from, n - from);
                length += n - from;
            }
        }
        return sums;
    }
}
