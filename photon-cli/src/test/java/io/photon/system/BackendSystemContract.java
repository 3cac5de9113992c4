// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each backend in a jar of its own does for the built program; a server of its kind is running. */
abstract class BackendSystemContract {

    @TempDir
    Path files;

    /**
     * A daemon that has nothing on its machine, unless one of its name was there.
     *
     * @param name of the daemon, and of its folder
     * @param place of the events in the server: letters
     * @param more settings
     */
    abstract DaemonProcess serve(String name, String place, List<String> more);

    final DaemonProcess serve(String name, String place) {
        return serve(name, place, List.of());
    }

    /** What {@code /api/stats} calls it. */
    abstract String backend();

    /** What an answer promises here. */
    abstract String durability();

    /** Lets the server take requests and answer none, or go on as if no time had passed. */
    abstract void hang(boolean isHanging) throws IOException;

    /** How many letters of two bytes are in the payload of a large event. */
    int letters() {
        return 1 << 20;
    }

    /** Looks at the server, after the stream {@code gone}, which had the third event, was deleted. */
    void seeServer(DaemonProcess daemon, String place) throws IOException {}

    private static String event(String stream, String payload) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":" + payload + "}";
    }

    @Test
    void eventsProjectionsAndBackupsOutliveARestartAndWhatIsOnThisMachine() throws Exception {
        Path backup = files.resolve("backup");
        List<String> events;
        try (DaemonProcess daemon = serve("a", "kept")) {
            HttpResponse<String> first = daemon.http().emit(event("größe/日", "1"));
            assertTrue(
                    first.body().contains("\"durability\":\"" + durability() + "\""), first.body() + daemon.stderr());
            daemon.http().stored(event("large", "\"" + "ä".repeat(letters()) + "\""));
            daemon.http().stored(event("gone", "3"));
            count(daemon);
            Thread emitter = new Thread(() -> busy(daemon));
            emitter.start();
            Files.writeString(backup, daemon.http().get("/api/backup").body());
            emitter.join();
            assertEquals(200, daemon.http().delete("/api/stream/gone").statusCode());
            seeServer(daemon, "kept");
            events = daemon.http().replay("__all__");
            assertEquals(204, events.size(), "two, 200, and what the projection and the deletion wrote");
            assertEquals(
                    backend(), daemon.http().json("/api/stats").at("/backend").asText());
            assertEquals(0, daemon.stop(), daemon::stderr);
        }
        try (DaemonProcess daemon = serve("elsewhere", "kept")) {
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
        try (DaemonProcess daemon = serve("b", "restored")) {
            HttpResponse<String> restored = daemon.http().upload("/api/restore", backup);
            assertEquals(200, restored.statusCode(), restored.body());
            String again = daemon.http().get("/api/backup").body();
            assertEquals(events(Files.readString(backup)), events(again));
            assertEquals(1, daemon.http().replay("gone").size(), "deleted after the backup was begun");
        }
    }

    @Test
    void aFollowerOnItGoesOnFromItsHeadAfterARestartAndTakesOver() throws Exception {
        try (DaemonProcess primary = FollowerProcesses.primary(files.resolve("first"), "-db.backend", "memory")) {
            FollowerProcesses.fill(primary, "early", 300);
            try (DaemonProcess follower = following(primary)) {
                FollowerProcesses.awaitHead(follower, primary);
                assertEquals(421, follower.http().emit(event("s", "1")).statusCode());
                follower.kill();
            }
            FollowerProcesses.fill(primary, "late", 300);
            assertEquals(200, primary.http().delete("/api/stream/early1").statusCode());
            try (DaemonProcess follower = following(primary)) {
                FollowerProcesses.awaitHead(follower, primary);
                assertEquals(FollowerProcesses.backup(primary), FollowerProcesses.backup(follower));
                primary.kill();
                assertEquals(
                        200,
                        follower.http()
                                .post("/api/cluster/promote", "application/json", "")
                                .statusCode());
                follower.http().stored(event("s", "1"));
                assertEquals(1, follower.http().replay("s").size());
            }
        }
    }

    private DaemonProcess following(DaemonProcess primary) {
        return serve(
                "follows",
                "following",
                List.of(
                        "-node.name",
                        "second",
                        "-follow",
                        primary.http().base().toString(),
                        "-follow.token",
                        primary.http().token()));
    }

    @Test
    void aFollowerOfOneOnItHasTheSameEvents() throws Exception {
        try (DaemonProcess primary = serve("leads", "led", List.of("-node.name", "first"))) {
            FollowerProcesses.fill(primary, "early", 300);
            try (DaemonProcess follower = FollowerProcesses.follower(
                    files.resolve("second"), primary.http().base(), primary)) {
                FollowerProcesses.awaitHead(follower, primary);
                FollowerProcesses.fill(primary, "late", 300);
                assertEquals(200, primary.http().delete("/api/stream/early1").statusCode());
                FollowerProcesses.awaitHead(follower, primary);
                assertEquals(FollowerProcesses.backup(primary), FollowerProcesses.backup(follower));
                assertEquals(404, follower.http().get("/api/stream/early1").statusCode());
                assertEquals(421, follower.http().emit(event("s", "1")).statusCode());
            }
        }
    }

    @Test
    void expectedPositionsAreComparedAndABatchIsStoredWholeOrNotAtAll() throws Exception {
        try (DaemonProcess daemon = serve("expects", "expected")) {
            assertEquals(200, daemon.http().emit(numbered(1), "none").statusCode());
            HttpResponse<String> another = daemon.http().emit(numbered(2), "none");
            assertEquals(409, another.statusCode(), another.body());
            long last = Producer.orderIdOf(daemon.http().replay("n").get(0));
            assertEquals(
                    409,
                    daemon.http().emit(numbered(2), String.valueOf(last - 1)).statusCode());
            assertEquals(
                    200, daemon.http().emit(numbered(2), String.valueOf(last)).statusCode());

            String conflict = numbered(3) + "\n" + numbered(1).replace("\"payload\":1", "\"payload\":9") + "\n";
            HttpResponse<String> refused = atomic(daemon, conflict);
            assertTrue(refused.body().contains("\"code\":\"conflict\""), refused.body());
            assertEquals(2, daemon.http().replay("n").size(), "nothing of it was stored");
            HttpResponse<String> stored = atomic(daemon, numbered(3) + "\n" + numbered(4) + "\n");
            assertEquals(200, stored.statusCode(), stored.body());
            assertEquals(4, daemon.http().replay("n").size(), stored.body());
        }
    }

    private static HttpResponse<String> atomic(DaemonProcess daemon, String lines) throws IOException {
        return daemon.http().post("/api/events?atomic=true", "application/x-ndjson", lines);
    }

    @Test
    void whileItsServerHangsAppendsAreRefusedInTimeAndAfterwardsEachAnswerWasTrue() throws Exception {
        int last = 300;
        Map<Integer, HttpResponse<String>> refused = new ConcurrentHashMap<>();
        try (DaemonProcess daemon = serve("waits", "hanging")) {
            assertEquals(200, daemon.http().emit(numbered(0)).statusCode());
            ExecutorService clients = Executors.newFixedThreadPool(100);
            hang(true);
            try {
                List<Future<?>> asked = new ArrayList<>();
                for (int i = 1; i <= last; i++) {
                    int number = i;
                    asked.add(clients.submit(() -> {
                        refused.put(number, daemon.http().emit(numbered(number)));
                        return null;
                    }));
                }
                for (Future<?> each : asked) {
                    each.get(); // a client waits 60 s for one answer
                }
                assertEquals(503, daemon.http().get("/ready").statusCode());
                String metrics = daemon.http().get("/metrics").body();
                assertTrue(metrics.contains("\nphoton_store_reachable 0"), metrics);
            } finally {
                hang(false);
                clients.shutdownNow();
            }
            refused.forEach((number, answer) -> assertEquals(503, answer.statusCode(), answer.body()));
            Eventually.within(
                    60,
                    () -> daemon.http().emit(numbered(last + 1)).statusCode() == 200,
                    () -> "appends go on by themselves\n" + daemon.stderr());
            Eventually.within(
                    60, () -> daemon.http().get("/api/replay/n?type=cold").statusCode() == 200, daemon::stderr);
            List<Integer> stored = daemon.http().replay("n").stream()
                    .map(line -> Integer.parseInt(line.replaceFirst(".*\"payload\":(\\d+)}$", "$1")))
                    .toList();
            assertEquals(0, stored.get(0));
            assertEquals(last + 1, stored.get(stored.size() - 1));
            assertEquals(stored.size(), new HashSet<>(stored).size(), "none is there twice");
            stored.stream()
                    .filter(refused::containsKey)
                    .forEach(number -> assertTrue(
                            refused.get(number).body().contains("outcome-unknown"),
                            number + " is stored and was answered: "
                                    + refused.get(number).body()));
            assertTrue(daemon.http().get("/metrics").body().contains("\nphoton_store_reachable 1"), daemon::stderr);
        }
    }

    private static String numbered(int number) {
        return "{\"stream-name\":\"n\",\"event-type\":\"T\",\"local-id\":\"id-" + number + "\",\"payload\":" + number
                + "}";
    }

    private static void busy(DaemonProcess daemon) {
        for (int i = 0; i < 200; i++) {
            try {
                daemon.http().stored(event("busy", String.valueOf(i)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Begins projection {@code counted}: how many events are in stream {@code busy}. */
    static void count(DaemonProcess daemon) throws IOException {
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
}
