// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.CassandraProcess;
import io.photon.testing.Eventually;
import io.photon.testing.MongoProcess;
import io.photon.testing.RedisProcess;
import io.photon.testing.riak.RiakLikeServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code photon migrate} between real stores, in processes of their own. */
class MigrateSystemTest {

    private static final HttpDoor NO_DOOR = new HttpDoor(URI.create("http://localhost:1"), "");

    private static final int LIMIT_S = 120;

    @TempDir
    Path home;

    private DaemonProcess serve(String name, String... settings) {
        return serveIn(home.resolve(name), settings);
    }

    private static DaemonProcess serveIn(Path folder, String... settings) {
        List<String> all = new ArrayList<>(List.of("-events.port", "0", "-projections.port", "0"));
        all.addAll(Arrays.asList(settings));
        return DaemonProcess.start(folder, all.toArray(String[]::new));
    }

    private PhotonProcess photon(String... words) throws Exception {
        return PhotonProcess.run(home, NO_DOOR, words);
    }

    private JsonNode migrated(String... words) throws Exception {
        PhotonProcess done = photon(words);
        assertEquals(0, done.code(), done.toString());
        assertFalse(done.err().contains(" INFO "), done::toString);
        return HttpDoor.JSON.readTree(done.out());
    }

    private static void fill(DaemonProcess daemon, int events, int size) throws Exception {
        String text = "ä".repeat(size / 2);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < events; i++) {
            lines.append("{\"stream-name\":\"")
                    .append(i % 3 == 0 ? "größe/\\\"" : "s" + i % 7)
                    .append("\",\"event-type\":\"T\",\"local-id\":\"")
                    .append(System.nanoTime())
                    .append("\",\"payload\":{\"n\":")
                    .append(i)
                    .append(".50,\"text\":\"")
                    .append(text)
                    .append("\"}}\n");
            if (lines.length() > 1 << 20 || i == events - 1) {
                HttpResponse<String> answer =
                        daemon.http().post("/api/events?ack=summary", "application/x-ndjson", lines.toString());
                assertEquals(200, answer.statusCode(), answer.body());
                lines.setLength(0);
            }
        }
    }

    /** The lines of a backup, and what its trailer says of them. */
    private static List<String> backup(DaemonProcess daemon) throws Exception {
        return daemon.http()
                .get("/api/backup")
                .body()
                .lines()
                .map(line -> line.replaceFirst("\"created\":\"[-0-9T:.]*Z\"", ""))
                .toList();
    }

    private static void same(List<String> expected, List<String> found) {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            assertEquals(expected.get(i), found.get(i), "line " + (i + 1));
        }
        assertEquals(expected.size(), found.size(), "lines");
    }

    private static final String PROJECTION =
            "{\"projection-name\":\"p\",\"stream-name\":\"s1\",\"language\":\"jq\",\"reduction\":\". + 1\",\"initial-value\":\"0\"}";

    /** What the tests move. It is the same for most of them, so it is made once: each has a copy. */
    @TempDir
    static Path made;

    private static List<String> madeBackup = List.of();

    private static void make() throws Exception {
        try (DaemonProcess daemon = serveIn(made.resolve("a"))) {
            fill(daemon, 3_000, 40);
            assertEquals(
                    200,
                    daemon.http()
                            .post("/api/projection", "application/json", PROJECTION)
                            .statusCode());
            assertEquals(200, daemon.http().delete("/api/stream/s2").statusCode());
            fill(daemon, 300, 2_000);
            List<String> backup = backup(daemon);
            assertEquals(0, daemon.stop(), daemon::stderr);
            madeBackup = backup;
        }
    }

    /** @return what a backup of the store shows */
    private List<String> filledH2() throws Exception {
        if (madeBackup.isEmpty()) {
            make();
        }
        Path from = made.resolve("a");
        try (Stream<Path> found = Files.walk(from)) {
            for (Path each : found.toList()) {
                Files.copy(each, home.resolve("a").resolve(from.relativize(each)));
            }
        }
        return madeBackup;
    }

    private String h2(String name) {
        return "h2.path=" + home.resolve(name).resolve("data/photon/photon.h2");
    }

    private String file(String name) {
        return "data.path=" + home.resolve(name).resolve("data/photon");
    }

    @Test
    void fromH2OverFilesAndRedisBackToH2TheBackupIsTheSameByteForByte() throws Exception {
        RedisProcess.required();
        List<String> backup = filledH2();
        try (RedisProcess redis = RedisProcess.start(home.resolve("redis"), RedisProcess.DURABLE)) {
            String url = "redis.url=" + redis.url();
            Path proof = home.resolve("proof.ndjson");
            JsonNode first = migrated(
                    "migrate", "--from", "h2", h2("a"), "--to", "file", file("b"), "--report", proof.toString());
            assertEquals(backup.size() - 1, first.get("copied").intValue(), "a line for each event, and the trailer");
            assertTrue(first.get("identical").booleanValue());
            List<String> proofs = Files.readAllLines(proof);
            assertEquals(first.get("streams").intValue(), proofs.size() - 1);
            assertTrue(proofs.get(0).startsWith("{\"stream-name\":\"__config__\",\"total-events\":"), proofs.get(0));
            assertEquals(first, HttpDoor.JSON.readTree(proofs.get(proofs.size() - 1)));
            JsonNode second = migrated("migrate", "--from", "file", file("b"), "--to", "redis", url);
            JsonNode third = migrated("migrate", "--from", "redis", url, "--to", "h2", h2("c"));
            assertEquals(first.get("sum"), second.get("sum"));
            assertEquals(first.get("sum"), third.get("sum"));
            try (DaemonProcess daemon = serve("c")) {
                same(backup, backup(daemon));
                daemon.http()
                        .json("/api/projection/p/wait?timeout=60000&at-least="
                                + daemon.http().json("/api/stats").get("head"));
                long kept = daemon.http().replay("s1").size();
                assertEquals(kept, daemon.http().json("/api/projection/p/value").longValue());
            }
        }
    }

    @Test
    void fromH2OverMongoBackToH2TheBackupIsTheSameByteForByte() throws Exception {
        MongoProcess.required();
        List<String> backup = filledH2();
        try (MongoProcess mongo = MongoProcess.start(home.resolve("mongo"), MongoProcess.WITH_A_JOURNAL)) {
            String host = "mongodb.host=" + mongo.host();
            String cache = "mongodb.cache=" + home.resolve("cache");
            JsonNode first = migrated("migrate", "--from", "h2", h2("a"), "--to", "mongo", host, cache);
            assertTrue(first.get("identical").booleanValue());
            JsonNode second = migrated("migrate", "--from", "mongo", host, cache, "--to", "h2", h2("c"));
            assertEquals(first.get("sum"), second.get("sum"));
            try (DaemonProcess daemon = serve("c")) {
                same(backup, backup(daemon));
            }
        }
    }

    /** The way round over all that run here as they are. */
    @Test
    void fromH2OverCassandraFilesRedisAndMongoBackToH2TheBackupIsTheSameByteForByte() throws Exception {
        CassandraProcess.required();
        RedisProcess.required();
        MongoProcess.required();
        List<String> backup = filledH2();
        try (CassandraProcess node = CassandraProcess.start(home.resolve("cassandra"), CassandraProcess.DURABLE);
                RedisProcess redis = RedisProcess.start(home.resolve("redis"), RedisProcess.DURABLE);
                MongoProcess mongo = MongoProcess.start(home.resolve("mongo"), MongoProcess.WITH_A_JOURNAL)) {
            Path password = Files.writeString(home.resolve("cassandra.pass"), "cassandra\n");
            List<List<String>> stores = List.of(
                    List.of("h2", h2("a")),
                    List.of(
                            "cassandra",
                            "cassandra.ip=" + node.address(),
                            "cassandra.port=" + node.port(),
                            "cassandra.replication=1",
                            "cassandra.user=cassandra",
                            "cassandra.password-file=" + password,
                            "cassandra.cache=" + home.resolve("cassandra-cache")),
                    List.of("file", file("b")),
                    List.of("redis", "redis.url=" + redis.url()),
                    List.of("mongo", "mongodb.host=" + mongo.host(), "mongodb.cache=" + home.resolve("mongo-cache")),
                    List.of("h2", h2("c")));
            Set<JsonNode> sums = new HashSet<>();
            for (int i = 1; i < stores.size(); i++) {
                List<String> words = new ArrayList<>(List.of("migrate", "--from"));
                words.addAll(stores.get(i - 1));
                words.add("--to");
                words.addAll(stores.get(i));
                sums.add(migrated(words.toArray(String[]::new)).get("sum"));
            }
            assertEquals(1, sums.size(), sums.toString());
            try (DaemonProcess daemon = serve("c")) {
                same(backup, backup(daemon));
            }
        }
    }

    @Test
    void fromH2OverRiakBackToH2TheBackupIsTheSameByteForByte() throws Exception {
        List<String> backup = filledH2();
        try (RiakLikeServer riak = RiakLikeServer.start()) {
            String node = "riak.node.1=" + riak.address() + ":" + riak.port();
            String cache = "riak.cache=" + home.resolve("cache");
            JsonNode first = migrated("migrate", "--from", "h2", h2("a"), "--to", "riak", node, cache);
            assertTrue(first.get("identical").booleanValue());
            JsonNode second = migrated("migrate", "--from", "riak", node, cache, "--to", "h2", h2("c"));
            assertEquals(first.get("sum"), second.get("sum"));
            try (DaemonProcess daemon = serve("c")) {
                same(backup, backup(daemon));
            }
        }
    }

    private Process start(String... words) throws Exception {
        List<String> command = new ArrayList<>(PhotonJar.command());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PHOTON_") || name.equals("MUON_URL"));
        return builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("migrate.out").toFile())
                .start();
    }

    /** Bytes of files of the log: of those that are its own, or of those that are only staged. */
    private static long bytes(Path log, boolean staged) throws Exception {
        if (!Files.isDirectory(log)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(log)) {
            long sum = 0;
            for (Path file : files.toList()) {
                boolean isStaged = file.getFileName().toString().startsWith("staged-");
                sum += isStaged == staged ? file.toFile().length() : 0; // 0 for one that is gone by now
            }
            return sum;
        }
    }

    @Test
    void killedInTheMiddleAgainAndAgainItGoesOnAndTheBackupIsTheSame() throws Exception {
        List<String> backup;
        try (DaemonProcess daemon = serve("a", "-db.backend", "file")) {
            fill(daemon, 20_000, 4_000);
            backup = backup(daemon);
            daemon.stop();
        }
        Path log = home.resolve("b/data/photon/photon.h2.log");
        assertEquals(0, killed(log, true, backup.size() - 1), "nothing was published yet");
        long found = killed(log, false, backup.size() - 1);
        assertTrue(found > 0, "a piece was published");
        JsonNode moved = migrated("migrate", "--from", "file", file("a"), "--to", "h2", h2("b"));
        assertEquals(found, moved.get("found").longValue(), "what was there was not copied again");
        assertEquals(backup.size() - 1, moved.get("events").intValue());
        try (DaemonProcess daemon = serve("b")) {
            same(backup, backup(daemon));
        }
    }

    /** Kills a migration once there is something. @return how many events are there afterwards, by a dry run */
    private long killed(Path log, boolean onceStaged, int events) throws Exception {
        Process migrating = start("migrate", "--from", "file", file("a"), "--to", "h2", h2("b"));
        Eventually.within(
                LIMIT_S,
                () -> !migrating.isAlive() || bytes(log, onceStaged) > 1 << 20,
                () -> "the target does not grow");
        migrating.destroyForcibly();
        assertTrue(migrating.waitFor(30, TimeUnit.SECONDS));
        JsonNode looked = migrated("migrate", "--dry-run", "--from", "file", file("a"), "--to", "h2", h2("b"));
        assertEquals(
                events, looked.get("found").intValue() + looked.get("to-copy").intValue());
        return looked.get("found").longValue();
    }

    @Test
    void anEventThatWasChangedInTheTargetIsFound() throws Exception {
        RedisProcess.required();
        filledH2();
        try (RedisProcess redis = RedisProcess.start(home.resolve("redis"), RedisProcess.DURABLE)) {
            String url = "redis.url=" + redis.url();
            migrated("migrate", "--from", "h2", h2("a"), "--to", "redis", url);
            String stored = redis.ask("HGET", "{photon}:events", "2");
            assertTrue(stored.contains("\"n\":1.50"), stored);
            redis.ask("HSET", "{photon}:events", "2", stored.replace("\"n\":1.50", "\"n\":1.51"));
            PhotonProcess found = photon("migrate", "--from", "h2", h2("a"), "--to", "redis", url);
            assertEquals(7, found.code(), found.toString());
            assertTrue(found.err().contains("of stream 's1' is another in redis"), found.err());
            redis.ask("HSET", "{photon}:events", "2", stored);
            migrated("migrate", "--from", "h2", h2("a"), "--to", "redis", url);
        }
    }

    @Test
    void aRunningDaemonIsFollowedThenRefusesAppendsAndNoAnsweredEventIsMissing() throws Exception {
        try (DaemonProcess daemon = serve("a")) {
            fill(daemon, 5_000, 100);
            AtomicBoolean stop = new AtomicBoolean();
            List<String> answered = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; !stop.get(); i++) {
                        HttpResponse<String> answer = daemon.http()
                                .emit("{\"stream-name\":\"busy\",\"event-type\":\"T\",\"payload\":" + i + "}");
                        if (answer.statusCode() == 200) {
                            answered.add("\"payload\":" + i + "}");
                        } else {
                            refused.add(answer.statusCode() + " " + answer.body());
                        }
                    }
                } catch (Exception e) {
                    refused.add(e.toString());
                }
            });
            writer.start();
            PhotonProcess done;
            try {
                done = PhotonProcess.run(
                        home,
                        daemon.http(),
                        "migrate",
                        "--from",
                        daemon.http().base().toString(),
                        "--to",
                        "file",
                        file("b"));
            } finally {
                stop.set(true);
                writer.join();
            }
            assertEquals(0, done.code(), done.toString());
            JsonNode moved = HttpDoor.JSON.readTree(done.out());
            assertTrue(moved.get("writers-stopped-ms").longValue() < 20_000, moved.toString());
            assertTrue(answered.size() > 0, "the writer wrote");
            for (String one : new TreeSet<>(refused)) {
                assertTrue(one.startsWith("503 {\"error\":\"appends are paused: events are moved to file in "), one);
            }
            HttpResponse<String> last =
                    daemon.http().emit("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}");
            assertEquals(503, last.statusCode(), "it stays so: " + last.body());
            List<String> backup = backup(daemon);
            try (DaemonProcess other = serve("b", "-db.backend", "file")) {
                same(backup, backup(other));
                List<String> busy = other.http().replay("busy");
                assertEquals(answered.size(), busy.size());
                for (int i = 0; i < busy.size(); i++) {
                    assertTrue(busy.get(i).endsWith(answered.get(i)), busy.get(i));
                }
                other.http().stored("{\"stream-name\":\"busy\",\"event-type\":\"T\",\"payload\":1}");
            }
            HttpResponse<String> resumed = daemon.http().post("/api/appends/resume", "application/json", "");
            assertEquals(200, resumed.statusCode(), resumed.body());
            daemon.http().stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}");
        }
    }

    @Test
    void wrongRequestsAreRefusedWithWhatToDoAndNothingIsLost() throws Exception {
        List<String> backup = filledH2();
        refused(2, "--from and --to are the same store: h2 in ", "h2", h2("a"), "--to", "h2", h2("a"));
        String inside = "file.path=" + home.resolve("a/data/photon/photon.h2.log/copy");
        refused(2, "--to is a folder within --from: file in ", "h2", h2("a"), "--to", "file", inside);
        refused(2, "--to is memory", "h2", h2("a"), "--to", "memory");
        refused(2, "there is no setting h2.pat", "h2", "h2.pat=x", "--to", "file", file("b"));
        refused(2, "'x', which is not a setting", "h2", h2("a"), "--to", "file", "x");
        refused(2, "db.backend is cabinet", "h2", h2("a"), "--to", "cabinet");
        refused(2, "--to is a URL", "h2", h2("a"), "--to", "http://localhost:1");
        refused(3, "there is no file store in ", "file", file("nowhere"), "--to", "file", file("b"));
        refused(
                6,
                "Redis at redis://localhost:1 cannot be reached",
                "h2",
                h2("a"),
                "--to",
                "redis",
                "redis.url=redis://localhost:1");
        JsonNode looked = migrated("migrate", "--dry-run", "--from", "h2", h2("a"), "--to", "file", file("b"));
        assertEquals(0, looked.get("found").intValue(), looked.toString());
        assertEquals(backup.size() - 1, looked.get("to-copy").intValue(), looked.toString());
        assertFalse(Files.exists(home.resolve("b")), "nothing was begun");
        try (DaemonProcess other = serve("c", "-db.backend", "file")) {
            other.http().stored("{\"stream-name\":\"mine\",\"event-type\":\"T\",\"payload\":1}");
            refused(4, "is in use by process " + other.pid(), "h2", h2("a"), "--to", "file", file("c"));
            other.stop();
        }
        refused(4, "it is not a copy that was broken off", "h2", h2("a"), "--to", "file", file("c"));
        try (DaemonProcess other = serve("c", "-db.backend", "file")) {
            assertEquals(1, other.http().replay("__all__").size());
        }
        try (DaemonProcess daemon = serve("a")) {
            refused(4, "is in use by process " + daemon.pid(), "h2", h2("a"), "--to", "file", file("b"));
            PhotonProcess unknown = PhotonProcess.run(
                    home,
                    new HttpDoor(URI.create("http://localhost:1"), "wrong"),
                    "migrate",
                    "--from",
                    daemon.http().base().toString(),
                    "--to",
                    "file",
                    file("d"));
            assertEquals(5, unknown.code(), unknown.toString());
            same(backup, backup(daemon));
        }
    }

    private void refused(int code, String why, String... sourceAndTarget) throws Exception {
        List<String> words = new ArrayList<>(List.of("migrate", "--from"));
        words.addAll(List.of(sourceAndTarget));
        PhotonProcess refused = photon(words.toArray(String[]::new));
        assertEquals(code, refused.code(), refused.toString());
        assertTrue(refused.err().contains(why), refused.err());
        assertTrue(refused.err().contains("hint: "), refused.err());
        assertFalse(refused.err().contains("\tat "), refused.err());
    }
}
