// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Pause;
import io.photon.testing.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything at once, and kill -9: emits, batches, deletions, restores, readers and a projection, against a model. */
class EverythingKillSystemTest {

    private static final int LANES = 4;
    private static final long MODULUS = 1_000_000_007L;
    private static final String REDUCTION = "function(prev, next) { prev.count++;"
            + " prev.digest = (prev.digest * 31 + next['order-id'] % 1000003) % 1000000007; return prev; }";

    @TempDir
    Path home;

    private List<Lane> lanes;
    private long highest;

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void whatAModelPromisesIsThereAfterEachKill(String backend) throws Exception {
        live(backend, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    @Tag("soak")
    void whatAModelPromisesIsThereAfterEachOfManyKills(String backend) throws Exception {
        live(backend, Integer.getInteger("photon.kills", 150));
    }

    private void live(String backend, int rounds) throws Exception {
        long seed = Seed.any();
        System.out.println("EverythingKillSystemTest " + backend + " seed " + seed);
        Random random = new Random(seed);
        lanes = IntStream.range(0, LANES)
                .mapToObj(n -> new Lane("lane-" + n, random.nextLong()))
                .toList();
        try (DaemonProcess daemon = start(backend)) {
            create(daemon);
        }
        byte[] backup = null;
        for (int round = 0; round < rounds; round++) {
            try (DaemonProcess daemon = start(backend)) {
                check(daemon, "round " + round);
                if (backup != null) {
                    restoreAgain(daemon, backup);
                }
                if (round % 5 == 0) {
                    backup = daemon.http().get("/api/backup").body().getBytes(StandardCharsets.UTF_8);
                }
                workAndEnd(daemon, random);
            }
        }
        try (DaemonProcess daemon = start(backend)) {
            check(daemon, "the end");
            assertEquals(0, daemon.stop(), daemon::stderr);
        }
    }

    private DaemonProcess start(String backend) {
        return DaemonProcess.start(home, "-db.backend", backend);
    }

    private static void create(DaemonProcess daemon) throws IOException {
        String request = HttpDoor.JSON.writeValueAsString(HttpDoor.JSON
                .createObjectNode()
                .put("projection-name", "digest")
                .put("stream-name", "__all__")
                .put("language", "javascript")
                .put("reduction", REDUCTION)
                .put("initial-value", "{\"count\":0,\"digest\":7}"));
        HttpResponse<String> created = daemon.http().post("/api/projection", "application/json", request);
        assertEquals(200, created.statusCode(), created.body());
    }

    private void workAndEnd(DaemonProcess daemon, Random random) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<List<Long>> reader = new CompletableFuture<>();
        Thread reading = new Thread(() -> reader.complete(read(daemon)), "reader");
        reading.start();
        List<Thread> threads =
                lanes.stream().map(lane -> lane.start(daemon.http(), over)).toList();
        Pause.random(random, 200, 1_200);
        if (random.nextInt(4) == 0) {
            over.set(true);
            assertEquals(0, daemon.stop(), daemon::stderr);
        } else {
            daemon.kill();
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join(90_000);
        }
        seen.addAll(reader.get(90, TimeUnit.SECONDS));
        lanes.forEach(lane -> assertEquals(List.of(), lane.unexpected(), lane.stream()));
    }

    /** What the live reader of the last round was given, in its order. */
    private final List<Long> seen = new ArrayList<>();

    private List<Long> read(DaemonProcess daemon) {
        List<Long> got = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                daemon.http().open("/api/replay/__all__?type=hot-cold&from=" + (highest + 1)),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"order-id\":") && line.endsWith("}")) {
                    got.add(Producer.orderIdOf(line));
                }
            }
        } catch (IOException e) {
            return got; // it was killed in the middle of a line
        }
        return got;
    }

    private void check(DaemonProcess daemon, String when) throws Exception {
        List<String> lines = daemon.http().replay("__all__");
        Map<String, List<String>> keys = new HashMap<>();
        Set<Long> stored = new HashSet<>();
        long last = 0;
        long digest = 7;
        for (String line : lines) {
            long orderId = Producer.orderIdOf(line);
            assertTrue(orderId > last, () -> when + ": order-ids do not rise at " + orderId);
            last = orderId;
            stored.add(orderId);
            digest = (digest * 31 + orderId % 1_000_003) % MODULUS;
            String stream = HttpDoor.JSON.readTree(line).get("stream-name").asText();
            if (stream.startsWith("lane-")) {
                keys.computeIfAbsent(stream, name -> new ArrayList<>()).add(Producer.keyOf(line));
            }
        }
        for (Lane lane : lanes) {
            List<String> held = keys.getOrDefault(lane.stream(), List.of());
            String wrong = lane.settle(held);
            assertTrue(wrong == null, () -> when + ": " + wrong);
            List<String> alone = daemon.http().replay(lane.stream()).stream()
                    .map(Producer::keyOf)
                    .toList();
            assertEquals(held, alone, () -> when + ": the stream alone is another than in __all__");
        }
        checkReader(stored, when);
        highest = last;
        JsonNode verified =
                HttpDoor.JSON.readTree(lastLine(daemon.http().get("/api/verify").body()));
        assertTrue(verified.path("complete").asBoolean(verified.path("ok").asBoolean()), when + ": " + verified);
        daemon.http().json("/api/projection/digest/wait?timeout=60000&at-least=" + last);
        JsonNode value = daemon.http().json("/api/projection/digest/value");
        assertEquals(lines.size(), value.get("count").longValue(), when);
        assertEquals(digest, value.get("digest").longValue(), when);
    }

    private static String lastLine(String text) {
        String[] lines = text.strip().split("\n");
        return lines[lines.length - 1];
    }

    /** In order, once, and nothing between its first and its last that is stored was left out. */
    private void checkReader(Set<Long> stored, String when) {
        long before = 0;
        for (long orderId : seen) {
            assertTrue(orderId > before, when + ": the reader got " + orderId + " after " + before);
            before = orderId;
        }
        if (!seen.isEmpty()) {
            long from = highest;
            long to = before;
            Set<Long> missed = new HashSet<>(stored);
            missed.removeIf(orderId -> orderId <= from || orderId > to);
            missed.removeAll(seen);
            assertEquals(Set.of(), missed, when + ": the reader missed events");
        }
        seen.clear();
    }

    /** A backup of an earlier moment adds nothing: all of it is there, or deleted since. */
    private static void restoreAgain(DaemonProcess daemon, byte[] backup) throws IOException {
        HttpResponse<String> answer =
                daemon.http().post("/api/restore", "application/x-ndjson", new String(backup, StandardCharsets.UTF_8));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(0, HttpDoor.JSON.readTree(answer.body()).get("restored").asInt(), answer.body());
    }
}
