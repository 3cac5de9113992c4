// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.CassandraProcess;
import io.photon.testing.Eventually;
import io.photon.testing.MongoProcess;
import io.photon.testing.RedisProcess;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the server that the events are in is full: nothing that was answered is lost, and appends go on by themselves when it
 * has room and runs again.
 */
class FullServerSystemTest {

    private static final int MOST = 20_000;
    private static final int BALLAST = 8 << 20;

    @TempDir
    Path home;

    /** What is done to one. */
    private interface Server extends AutoCloseable {
        void kill();

        void start() throws IOException;

        @Override
        void close();
    }

    private Path small;

    private Path mount(String size) throws Exception {
        small = Files.createDirectories(home.resolve("server"));
        Requirement.met(
                run("mount", "-t", "tmpfs", "-o", "size=" + size, "photon-test", small.toString()) == 0,
                "mounting a tmpfs needs root");
        return small;
    }

    @AfterEach
    void unmount() throws Exception {
        if (small != null) {
            run("umount", "-l", small.toString());
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void aRedisThatEndsForItsDiskIsFullHasAllThatWasAnswered() throws Exception {
        RedisProcess.required();
        RedisProcess redis = RedisProcess.start(mount("32m"), RedisProcess.DURABLE);
        fills(
                new Server() {
                    @Override
                    public void kill() {
                        redis.kill();
                    }

                    @Override
                    public void start() throws IOException {
                        redis.start();
                    }

                    @Override
                    public void close() {
                        redis.close();
                    }
                },
                "-db.backend",
                "redis",
                "-redis.url",
                redis.url());
    }

    @Test
    void aCassandraWhoseCommitLogHasNoRoomHasAllThatWasAnswered() throws Exception {
        CassandraProcess.required();
        CassandraProcess node = CassandraProcess.start(mount("160m"), CassandraProcess.DURABLE);
        fills(
                new Server() {
                    @Override
                    public void kill() {
                        node.kill();
                    }

                    @Override
                    public void start() throws IOException {
                        node.start();
                    }

                    @Override
                    public void close() {
                        node.close();
                    }
                },
                "-db.backend",
                "cassandra",
                "-cassandra.ip",
                node.address(),
                "-cassandra.port",
                String.valueOf(node.port()),
                "-cassandra.replication",
                "1",
                "-cassandra.user",
                "cassandra",
                "-cassandra.password-file",
                Files.writeString(home.resolve("password"), "cassandra\n").toString());
    }

    @Test
    void aMongoWhoseDiskIsFullHasAllThatWasAnswered() throws Exception {
        MongoProcess.required();
        MongoProcess mongo = MongoProcess.start(mount("48m"), MongoProcess.WITH_A_JOURNAL);
        fills(
                new Server() {
                    @Override
                    public void kill() {
                        mongo.kill();
                    }

                    @Override
                    public void start() throws IOException {
                        mongo.start();
                    }

                    @Override
                    public void close() {
                        mongo.close();
                    }
                },
                "-db.backend",
                "mongo",
                "-mongodb.host",
                mongo.host());
    }

    private void fills(Server server, String... settings) throws Exception {
        Path ballast = small.resolve("ballast");
        Files.write(ballast, new byte[BALLAST]);
        try (server;
                DaemonProcess daemon = DaemonProcess.start(home.resolve("photon"), settings)) {
            List<Integer> answered = new ArrayList<>();
            HttpResponse<String> answer = daemon.http().emit(event(0));
            while (answer.statusCode() == 200 && answered.size() < MOST) {
                answered.add(answered.size());
                answer = daemon.http().emit(event(answered.size()));
            }
            assertTrue(answer.statusCode() == 503 || answer.statusCode() == 507, answer.body());
            assertFalse(answer.body().contains("\tat "), answer.body());
            assertEquals(503, daemon.http().get("/ready").statusCode(), "it says that it does not append");

            Files.delete(ballast);
            server.kill();
            server.start();
            int next = answered.size();
            Eventually.within(
                    120,
                    () -> daemon.http().emit(event(next)).statusCode() == 200,
                    () -> "appends go on\n" + daemon.stderr());
            Eventually.within(
                    60, () -> daemon.http().get("/api/replay/s?type=cold").statusCode() == 200, daemon::stderr);
            List<Integer> stored = daemon.http().replay("s").stream()
                    .map(line -> Integer.parseInt(line.replaceFirst(".*\"n\":(\\d+),.*", "$1")))
                    .toList();
            assertEquals(stored.size(), new HashSet<>(stored).size(), "none is there twice");
            answered.add(next);
            assertEquals(answered, stored);
        }
    }

    private static String event(int number) {
        return "{\"stream-name\":\"s\",\"event-type\":\"T\",\"local-id\":\"id-" + number + "\",\"payload\":{\"n\":"
                + number + ",\"text\":\"" + "x".repeat(20_000) + "\"}}";
    }
}
