// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.rabbit.FreePort;
import io.photon.testing.Eventually;
import io.photon.testing.MongoProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program with the backend mongo next to it, over a server that speaks as MongoDB and says that it has a journal. */
class MongoBackendSystemTest extends BackendSystemContract {

    private static final HttpDoor NO_DOOR = new HttpDoor(URI.create("http://localhost:1"), "");

    @TempDir
    static Path home;

    /** One server for all tests, each of which has a database of its own in it and leaves it running. */
    private static MongoProcess mongo;

    @BeforeAll
    static void startMongo() throws IOException {
        MongoProcess.required();
        mongo = MongoProcess.start(home.resolve("mongo"), MongoProcess.WITH_A_JOURNAL);
    }

    @AfterAll
    static void stopMongo() {
        if (mongo != null) {
            mongo.close();
        }
    }

    private static String[] settings(String host, String database) {
        return new String[] {
            "-db.backend",
            "mongodb", // as 0.9 called it
            "-mongodb.host",
            host,
            "-mongodb.database",
            database,
            "-events.port",
            "0",
            "-projections.port",
            "0"
        };
    }

    @Override
    DaemonProcess serve(String name, String database, List<String> more) {
        List<String> settings = new ArrayList<>(List.of(settings(mongo.host(), database)));
        settings.addAll(List.of("-node.address", "http://" + name + ":3000"));
        settings.addAll(more);
        return DaemonProcess.start(home.resolve(name), settings.toArray(String[]::new));
    }

    private static String event(String stream, String payload) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"local-id\":\"id-" + payload
                + "\",\"payload\":" + payload + "}";
    }

    @Override
    String backend() {
        return "mongo";
    }

    @Override
    void hang(boolean isHanging) throws IOException {
        mongo.signal(isHanging ? "STOP" : "CONT");
    }

    @Override
    String durability() {
        return "fsync";
    }

    @Override
    int letters() {
        return 7 << 20;
    }

    @Test
    void anotherWritesWhenTheWriterIsKilledAndAServerThatWasGoneIsUsedAgain() throws Exception {
        DaemonProcess first = serve("first", "shared");
        try (DaemonProcess second = serve("second", "shared")) {
            first.http().stored(event("s", "1"));
            HttpResponse<String> refused = second.http().emit(event("s", "2"));
            assertEquals(421, refused.statusCode(), refused.body());
            assertTrue(
                    refused.body().contains("another Photon writes to this store at http://first:3000"),
                    refused.body());
            first.kill();
            storedAtLast(second, "3");
            mongo.kill();
            HttpResponse<String> gone = second.http().emit(event("s", "4"));
            assertEquals(503, gone.statusCode(), gone.body());
            assertTrue(gone.body().contains("MongoDB at " + mongo.host()), gone.body());
            assertEquals(2, second.http().replay("s").size(), "from the copy");
            mongo.start();
            storedAtLast(second, "5");
            List<String> stored = second.http().replay("s");
            assertEquals(
                    1,
                    stored.stream()
                            .filter(line -> line.endsWith("\"payload\":5}"))
                            .count());
        } finally {
            first.close();
        }
    }

    private DaemonProcess forwarding(String name, int port) {
        List<String> settings = new ArrayList<>(List.of(settings(mongo.host(), "forwarded")));
        settings.addAll(List.of("-rest.port", String.valueOf(port), "-node.name", name));
        settings.addAll(List.of("-node.address", "http://127.0.0.1:" + port, "-follow.forward", "true"));
        settings.addAll(List.of("-follow.user", "admin", "-follow.pass", "p4010n"));
        return DaemonProcess.start(home.resolve("forwarding-" + name), settings.toArray(String[]::new));
    }

    @Test
    void aStandbySendsAppendsOnToTheWriterInOrderAndEachSaysWhoWrites() throws Exception {
        int port = FreePort.next();
        DaemonProcess first = forwarding("first", port);
        try (DaemonProcess second = forwarding("second", FreePort.next())) {
            HttpResponse<String> sent = second.http().emit(event("s", "1"));
            assertEquals(200, sent.statusCode(), sent.body());
            assertEquals(1, second.http().replay("s").size(), "who has the answer finds the event");
            StringBuilder lines = new StringBuilder();
            for (int i = 2; i <= 500; i++) {
                lines.append(event("s", String.valueOf(i))).append('\n');
            }
            HttpResponse<String> many = second.http().post("/api/events", "application/x-ndjson", lines.toString());
            assertEquals(
                    499,
                    many.body()
                            .lines()
                            .filter(line -> line.contains("order-id"))
                            .count(),
                    many.body());
            assertEquals(first.http().replay("s"), second.http().replay("s"));
            List<String> stored = second.http().replay("s");
            for (int i = 1; i <= 500; i++) {
                assertTrue(stored.get(i - 1).endsWith("\"payload\":" + i + "}"), stored.get(i - 1));
            }
            HttpResponse<String> again = second.http().emit(event("s", "1"));
            assertTrue(again.body().contains("\"duplicate\":true"), again.body());
            assertEquals(409, second.http().emit(event("s", "0"), "none").statusCode());
            JsonNode standby = second.http().json("/api/cluster");
            assertEquals("standby", standby.get("role").asText());
            assertEquals("http://127.0.0.1:" + port, standby.get("primary").asText());
            assertEquals(
                    "primary", first.http().json("/api/cluster").get("role").asText());
            PhotonProcess shown = PhotonProcess.run(
                    home,
                    second.http(),
                    "cluster",
                    "status",
                    "-o",
                    "table",
                    "--url",
                    second.http().base().toString());
            assertTrue(shown.out().contains("standby") && shown.out().contains("writer"), shown.toString());
            first.kill();
            storedAtLast(second, "501");
            assertEquals(
                    "primary", second.http().json("/api/cluster").get("role").asText());
        } finally {
            first.close();
        }
    }

    /** Each has an id of its own, so it is stored once. */
    private static void storedAtLast(DaemonProcess daemon, String payload) throws IOException {
        Eventually.holds(() -> daemon.http().emit(event("s", payload)).statusCode() == 200, daemon::stderr);
    }

    @Test
    void theHistoryOfARunInWhichTheServerIsKilledAndStandsStillIsRight() throws Exception {
        Path history = home.resolve("history.ndjson");
        try (DaemonProcess daemon = serve("measured", "measured")) {
            CompletableFuture<PhotonProcess> bench = CompletableFuture.supplyAsync(() -> measured(daemon, history));
            for (int fault = 0; fault < 3 && !bench.isDone(); fault++) {
                long before = appended(daemon);
                Eventually.within(
                        60,
                        () -> bench.isDone() || appended(daemon) > before + 100,
                        () -> "nothing is emitted " + daemon.stderr());
                if (fault == 1) {
                    mongo.signal("STOP");
                    Eventually.holds(() -> daemon.http().emit(event("s", "1")).statusCode() != 200, daemon::stderr);
                    mongo.signal("CONT");
                } else {
                    mongo.kill();
                    mongo.start();
                }
            }
            assertEquals(
                    8,
                    bench.get(180, TimeUnit.SECONDS).code(),
                    () -> bench.join().toString());
        }
        PhotonProcess checked = PhotonProcess.run(home, NO_DOOR, "check-history", history.toString());
        assertEquals(0, checked.code(), checked.toString());
        JsonNode verdict = HttpDoor.JSON.readTree(checked.out());
        assertTrue(verdict.get("correct").booleanValue(), checked.out());
        assertTrue(verdict.get("ok").longValue() > 200, checked.out());
        assertTrue(verdict.get("failed").longValue() > 0, "refused while the server was gone: " + checked.out());
    }

    private PhotonProcess measured(DaemonProcess daemon, Path history) {
        try {
            return PhotonProcess.run(
                    home,
                    daemon.http(),
                    "bench",
                    "emit",
                    "--warmup",
                    "0s",
                    "--duration",
                    "25s",
                    "--rate",
                    "200/s", // what is stored between two faults, not all that the three processes can do
                    "--history",
                    history.toString(),
                    "--url",
                    daemon.http().base().toString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long appended(DaemonProcess daemon) throws Exception {
        return daemon.http().json("/api/stats").at("/log/appended").asLong();
    }

    @Test
    void whatKeepsADaemonFromStartingIsSaidWithoutTheSecret() throws Exception {
        String url = "mongodb://photon:s3cret@" + mongo.host() + "/";
        DaemonProcess refused = DaemonProcess.launch(home.resolve("c"), settings(url, "p"));
        assertEquals(4, refused.awaitEnd(120), refused::stderr);
        assertTrue(
                refused.stderr().contains("MongoDB at " + mongo.host() + " does not let a user in"), refused.stderr());
        assertFalse(refused.stderr().contains("s3cret"), refused.stderr());
        assertFalse(refused.stderr().contains("\tat "), refused.stderr());
    }
}
