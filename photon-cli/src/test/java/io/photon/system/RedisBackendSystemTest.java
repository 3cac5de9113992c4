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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program with the backend redis next to it, over a real Redis that forces each write. */
class RedisBackendSystemTest extends BackendSystemContract {

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

    @Override
    DaemonProcess serve(String name, String prefix, List<String> more) {
        List<String> settings = new ArrayList<>(List.of(
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
                "0"));
        settings.addAll(more);
        return DaemonProcess.start(home.resolve(name), settings.toArray(String[]::new));
    }

    private static String event(String stream, String payload) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":" + payload + "}";
    }

    @Override
    String backend() {
        return "redis";
    }

    @Override
    void hang(boolean isHanging) throws IOException {
        redis.signal(isHanging ? "STOP" : "CONT");
    }

    @Override
    String durability() {
        return "fsync";
    }

    @Override
    void seeServer(DaemonProcess daemon, String place) throws IOException {
        assertEquals("", redis.ask("HGET", "{" + place + "}:events", "3"));
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
            standsByAndIsWell(standby);
            assertEquals(0, writer.stop(), writer::stderr);
            storeAtLast(standby, event("s", "3"));
            assertEquals(2, standby.http().replay("s").size());
            return standby;
        }
    }

    private void standsByAndIsWell(DaemonProcess standby) throws Exception {
        String metrics = standby.http().get("/metrics").body();
        assertTrue(metrics.contains("\nphoton_writable 1"), metrics);
        assertTrue(metrics.contains("\nphoton_node_info{role=\"standby\"} 1"), metrics);
        HttpResponse<String> ready = standby.http().get("/ready");
        assertEquals(503, ready.statusCode(), ready.body());
        assertTrue(ready.body().contains("\"another Photon writes to this store\""), ready.body());
        PhotonProcess doctor = PhotonProcess.run(
                home,
                standby.http(),
                "doctor",
                "-o",
                "json",
                "--url",
                standby.http().base().toString());
        JsonNode store = null;
        for (JsonNode finding : HttpDoor.JSON.readTree(doctor.out())) {
            store = finding.get("check").asText().equals("store") ? finding : store;
        }
        assertEquals("ok", store.get("status").asText(), doctor.out());
        assertTrue(store.get("found").asText().contains("redis, standby, "), doctor.out());
        assertTrue(store.get("found").asText().endsWith(": http://writer:3000 writes"), doctor.out());
    }

    @Test
    void whileRedisHangsMetricsStatisticsAndReadinessAreToldAtOnceAndSayThatItIsNotReached() throws Exception {
        try (DaemonProcess daemon = serve("a", "p")) {
            daemon.http().stored(event("s", "1"));
            hang(true);
            try {
                Eventually.holds(
                        () -> quick(daemon, "/metrics").body().contains("\nphoton_store_reachable 0"), daemon::stderr);
                HttpResponse<String> ready = quick(daemon, "/ready");
                assertEquals(503, ready.statusCode(), ready.body());
                assertTrue(ready.body().contains("has not answered for"), ready.body());
                assertFalse(ready.body().contains("restart"), ready.body());
                JsonNode stats =
                        HttpDoor.JSON.readTree(quick(daemon, "/api/stats").body());
                assertTrue(stats.at("/store/redis-trouble").asText().contains("answer"), stats.toString());
                assertEquals("read-only", stats.get("state").asText());
                assertTrue(quick(daemon, "/metrics").body().contains("\nphoton_writable 0"));
            } finally {
                hang(false);
            }
            Eventually.holds(() -> quick(daemon, "/ready").statusCode() == 200, daemon::stderr);
        }
    }

    private static HttpResponse<String> quick(DaemonProcess daemon, String path) throws IOException {
        long from = System.nanoTime();
        HttpResponse<String> answer = daemon.http().get(path);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        assertTrue(millis < 2_000, path + " took " + millis + " ms");
        return answer;
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

    /** Each event that is folded again is sent by the server once more. */
    @Test
    void projectionsGoOnFromTheirSnapshotsAfterARestartAndNotFromThoseOfAnotherStore() throws Exception {
        String payload = "\"" + "x".repeat(1_000) + "\"";
        long last = 0;
        try (DaemonProcess daemon = serve("keeps", "kept")) {
            for (int batch = 0; batch < 10; batch++) {
                HttpResponse<String> many = daemon.http()
                        .post("/api/events", "application/x-ndjson", (event("busy", payload) + "\n").repeat(500));
                assertEquals(200, many.statusCode(), many.body());
                last = Long.parseLong(many.body().replaceFirst("(?s).*\"order-id\":(\\d+).*", "$1"));
            }
            count(daemon);
            assertEquals(5_000, counted(daemon, last));
            assertEquals(0, daemon.stop(), daemon::stderr);
        }
        redis.ask("CONFIG", "RESETSTAT");
        try (DaemonProcess daemon = serve("keeps", "kept")) {
            assertEquals(5_000, counted(daemon, last));
            assertTrue(sentBytes() < 1_000_000, sentBytes() + " bytes were read of 5,000,000");
            try (DaemonProcess second = serve("keeps", "kept")) { // which finds the folder in use
                assertEquals(5_000, counted(second, last));
                assertTrue(sentBytes() > 5_000_000, sentBytes() + " bytes");
                assertTrue(second.stderr().contains("no snapshots of projections are kept in"), second::stderr);
            }
            assertEquals(0, daemon.stop(), daemon::stderr);
        }
        redis.ask("FLUSHALL");
        try (DaemonProcess daemon = serve("keeps", "kept")) {
            last = daemon.http().stored(event("busy", "1"));
            count(daemon);
            assertEquals(1, counted(daemon, last));
        }
    }

    /** The value when all up to an event is folded. */
    private static long counted(DaemonProcess daemon, long orderId) throws IOException {
        daemon.http().json("/api/projection/counted/wait?timeout=60000&at-least=" + orderId);
        return daemon.http().json("/api/projection/counted/value").get("busy").longValue();
    }

    private long sentBytes() throws IOException {
        return Long.parseLong(redis.ask("INFO", "stats").replaceAll("(?s).*total_net_output_bytes:(\\d+).*", "$1"));
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
