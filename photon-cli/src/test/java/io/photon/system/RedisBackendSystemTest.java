// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Eventually;
import io.photon.testing.RedisProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program with the backend redis next to it, over a real Redis that forces each write. */
class RedisBackendSystemTest {

    @TempDir
    Path home;

    private RedisProcess redis;

    @BeforeEach
    void startRedis() throws IOException {
        RedisProcess.required();
        redis = RedisProcess.start(home.resolve("redis"), RedisProcess.DURABLE);
    }

    @AfterEach
    void stopRedis() {
        if (redis != null) {
            redis.close();
        }
    }

    private DaemonProcess serve(String name, String prefix) {
        return DaemonProcess.start(
                home.resolve(name),
                "-db.backend",
                "redis",
                "-redis.url",
                redis.url(),
                "-redis.prefix",
                prefix,
                "-node.address",
                "http://" + name + ":3000",
                "-events.port",
                "0",
                "-projections.port",
                "0");
    }

    private static String event(String stream, String payload) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":" + payload + "}";
    }

    @Test
    void eventsProjectionsAndBackupsOutliveARestart() throws Exception {
        String large = "\"" + "ä".repeat(1 << 20) + "\"";
        Path backup = home.resolve("backup");
        List<String> events;
        try (DaemonProcess daemon = serve("a", "a")) {
            HttpResponse<String> first = daemon.http().emit(event("größe/日", "1"));
            assertTrue(first.body().contains("\"durability\":\"fsync\""), first.body() + daemon.stderr());
            daemon.http().stored(event("large", large));
            daemon.http().stored(event("gone", "3"));
            count(daemon);
            Thread emitter = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    try {
                        daemon.http().stored(event("busy", String.valueOf(i)));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            emitter.start();
            Files.writeString(backup, daemon.http().get("/api/backup").body());
            emitter.join();
            assertEquals(200, daemon.http().delete("/api/stream/gone").statusCode());
            assertEquals("", redis.ask("HGET", "{a}:events", "3"));
            events = daemon.http().replay("__all__");
            assertEquals(204, events.size(), "two, 200, and what the projection and the deletion wrote");
            assertEquals(
                    "redis", daemon.http().json("/api/stats").at("/backend").asText());
            assertEquals(0, daemon.stop(), daemon::stderr);
        }
        try (DaemonProcess daemon = serve("a", "a")) {
            assertEquals(events, daemon.http().replay("__all__"));
            assertEquals(1, daemon.http().replay("größe/日").size());
            assertEquals(List.of(), daemon.http().replay("gone"));
            daemon.http().stored(event("busy", "200"));
            daemon.http()
                    .json("/api/projection/counted/wait?timeout=60000&at-least="
                            + Producer.orderIdOf(daemon.http().replay("busy").get(200)));
            JsonNode counted = daemon.http().json("/api/projection/counted/value");
            assertEquals(201, counted.get("busy").intValue(), counted.toString());
        }
        try (DaemonProcess daemon = serve("b", "b")) {
            HttpResponse<String> restored = daemon.http().upload("/api/restore", backup);
            assertEquals(200, restored.statusCode(), restored.body());
            String again = daemon.http().get("/api/backup").body();
            assertEquals(events(Files.readString(backup)), events(again));
            assertTrue(again.contains("\"gone\""), "deleted after the backup was begun");
        }
    }

    private static void count(DaemonProcess daemon) throws IOException {
        String request = HttpDoor.JSON.writeValueAsString(HttpDoor.JSON
                .createObjectNode()
                .put("projection-name", "counted")
                .put("stream-name", "busy")
                .put("language", "javascript")
                .put("reduction", "function (value, event) { value.busy++; return value; }")
                .put("initial-value", "{\"busy\":0}"));
        HttpResponse<String> created = daemon.http().post("/api/projection", "application/json", request);
        assertEquals(200, created.statusCode(), created.body());
    }

    private static List<String> events(String backup) {
        return backup.lines().filter(line -> line.contains("\"order-id\"")).toList();
    }

    @Test
    void oneWritesAnotherStandsByAndAServerThatWasGoneIsUsedAgain() throws Exception {
        try (DaemonProcess standby = takeTurns()) {
            redis.kill();
            HttpResponse<String> refused = standby.http().emit(event("s", "5"));
            assertEquals(503, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("Redis at " + redis.url()), refused.body());
            assertEquals(503, standby.http().get("/api/replay/s?type=cold").statusCode());
            redis.start();
            storeAtLast(standby, event("s", "6"));
            readableAtLast(standby);
            List<String> stored = standby.http().replay("s");
            assertTrue(stored.get(stored.size() - 1).endsWith("\"payload\":6}"), stored.toString());
            assertEquals(1, stored.stream().filter(line -> line.endsWith("6}")).count());
        }
    }

    /** @return the second Photon, which writes since the first has ended */
    private DaemonProcess takeTurns() throws Exception {
        try (DaemonProcess writer = serve("writer", "p")) {
            writer.http().stored(event("s", "1"));
            DaemonProcess standby = serve("standby", "p");
            HttpResponse<String> refused = standby.http().emit(event("s", "2"));
            assertFalse(refused.statusCode() == 200, refused.body());
            assertEquals(421, refused.statusCode(), refused.body());
            assertTrue(
                    refused.body().contains("another Photon writes to this store at http://writer:3000"),
                    refused.body());
            assertEquals(
                    "http://writer:3000",
                    refused.headers().firstValue("Location").orElse(""));
            assertEquals(1, standby.http().replay("s").size());
            assertEquals(0, writer.stop(), writer::stderr);
            storeAtLast(standby, event("s", "3"));
            assertEquals(2, standby.http().replay("s").size());
            return standby;
        }
    }

    /** Each refusal says that nothing was stored, so the next attempt doubles nothing. */
    private static void storeAtLast(DaemonProcess daemon, String event) throws IOException {
        Eventually.holds(
                () -> {
                    HttpResponse<String> answer = daemon.http().emit(event);
                    assertFalse(answer.body().contains("outcome-unknown"), answer.body());
                    return answer.statusCode() == 200;
                },
                daemon::stderr);
    }

    /** Reads have a connection of their own, which is tried again after a rest. */
    private static void readableAtLast(DaemonProcess daemon) throws IOException {
        Eventually.holds(() -> daemon.http().get("/api/replay/s?type=cold").statusCode() != 503, daemon::stderr);
    }

    @Test
    void whatKeepsADaemonFromStartingIsSaidWithoutTheSecret() throws Exception {
        redis.ask("CONFIG", "SET", "requirepass", "other");
        String url = redis.url().replace("//", "//:s3cret@");
        DaemonProcess refused = DaemonProcess.launch(home.resolve("c"), "-db.backend", "redis", "-redis.url", url);
        assertEquals(4, refused.awaitEnd(120), refused::stderr);
        assertTrue(refused.stderr().contains("does not know this user and password"), refused.stderr());
        assertFalse(refused.stderr().contains("s3cret"), refused.stderr());
        assertFalse(refused.stderr().contains("\tat "), refused.stderr());
    }
}
