// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Pause;
import io.photon.testing.Seed;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projections and kill -9: the value is the fold of the replay, each event once and in order. */
class ProjectionKillSystemTest {

    private static final int CLIENTS = 4;
    /** After so long a snapshot was taken. */
    private static final int SNAPSHOT_MS = 5_500;

    private static final int LONG_ROUND = 2;
    private static final String NAME = "digest";
    /** Another order, a missing or a repeated event would give another digest. */
    private static final String REDUCTION = "function(prev, next) { prev.count++; prev.last = next['order-id'];"
            + " prev.digest = (prev.digest * 31 + next['order-id'] % 1000003) % 1000000007; return prev; }";

    @TempDir
    Path home;

    @Test
    void theValueIsTheFoldOfTheReplayHoweverOftenTheDaemonIsKilled() throws Exception {
        long seed = Seed.any();
        System.out.println("ProjectionKillSystemTest seed " + seed);
        Random random = new Random(seed);
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            create(daemon);
        }
        for (int round = 0; round < 5; round++) {
            try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
                int client = round;
                List<Thread> producers = Producer.start(IntStream.range(0, CLIENTS)
                        .mapToObj(n -> new Producer(daemon.http(), client + "-" + n, 100_000))
                        .toList());
                Pause.random(random, round == LONG_ROUND ? SNAPSHOT_MS : 200, 1_500);
                daemon.kill();
                for (Thread producer : producers) {
                    producer.join(30_000);
                }
            }
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            check(daemon);
            assertEquals(0, daemon.stop());
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            check(daemon);
        }
    }

    private static void create(DaemonProcess daemon) throws Exception {
        String request = HttpDoor.JSON.writeValueAsString(HttpDoor.JSON
                .createObjectNode()
                .put("projection-name", NAME)
                .put("stream-name", "__all__")
                .put("language", "javascript")
                .put("reduction", REDUCTION)
                .put("initial-value", "{\"count\":0,\"last\":0,\"digest\":7}"));
        HttpResponse<String> created = daemon.http().post("/api/projection", "application/json", request);
        assertEquals(200, created.statusCode(), created.body());
    }

    private static void check(DaemonProcess daemon) throws Exception {
        List<String> lines = daemon.http().replay("__all__");
        long digest = 7;
        long last = 0;
        for (String line : lines) {
            last = Producer.orderIdOf(line);
            digest = (digest * 31 + last % 1_000_003) % 1_000_000_007;
        }
        assertTrue(lines.size() > 100, "hardly anything was stored");
        daemon.http().json("/api/projection/" + NAME + "/wait?timeout=60000&at-least=" + last);
        JsonNode value = daemon.http().json("/api/projection/" + NAME + "/value");
        assertEquals(lines.size(), value.get("count").longValue());
        assertEquals(last, value.get("last").longValue());
        assertEquals(digest, value.get("digest").longValue());
    }
}
