// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.CassandraProcess;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program with the backend cassandra next to it, over a real Cassandra that forces each write. */
class CassandraBackendSystemTest extends BackendSystemContract {

    @TempDir
    static Path home;

    private static CassandraProcess cassandra;
    private static Path password;

    @BeforeAll
    static void startCassandra() throws IOException {
        CassandraProcess.required();
        cassandra = CassandraProcess.start(home.resolve("cassandra"), CassandraProcess.DURABLE);
        password = Files.writeString(home.resolve("password"), "cassandra\n");
    }

    @AfterAll
    static void stopCassandra() {
        if (cassandra != null) {
            cassandra.close();
        }
    }

    private static String[] settings(String keyspace, Path passwordFile) {
        return new String[] {
            "-db.backend",
            "cassandra",
            "-cassandra.ip",
            cassandra.address(),
            "-cassandra.port",
            String.valueOf(cassandra.port()),
            "-cassandra.keyspace",
            keyspace,
            "-cassandra.replication",
            "1",
            "-cassandra.user",
            "cassandra",
            "-cassandra.password-file",
            passwordFile.toString(),
            "-events.port",
            "0",
            "-projections.port",
            "0"
        };
    }

    @Override
    DaemonProcess serve(String name, String keyspace, List<String> more) {
        List<String> settings = new ArrayList<>(List.of(settings(keyspace, password)));
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
        return "cassandra";
    }

    @Override
    void hang(boolean isHanging) throws IOException {
        cassandra.signal(isHanging ? "STOP" : "CONT");
    }

    @Override
    String durability() {
        return "fsync";
    }

    @Test
    void anotherWritesWhenTheWriterIsKilledOrHangsAndWhatWasAnsweredIsThereOnce() throws Exception {
        List<Long> answered = new ArrayList<>();
        DaemonProcess first = serve("first", "shared");
        try (DaemonProcess second = serve("second", "shared")) {
            for (long i = 1; i <= 20; i++) {
                first.http().stored(event("s", String.valueOf(i)));
                answered.add(i);
            }
            HttpResponse<String> refused = second.http().emit(event("s", "0"));
            assertEquals(421, refused.statusCode(), refused.body());
            assertTrue(
                    refused.body().contains("another Photon writes to this store at http://first:3000"),
                    refused.body());
            assertEquals(20, second.http().replay("s").size());
            first.kill();
            assertTrue(storedAtLast(second, 21) < 20_000, "another takes over within seconds");
            answered.add(21L);
            try (DaemonProcess third = serve("third", "shared")) {
                signal(second, "STOP");
                storedAtLast(third, 22);
                answered.add(22L);
                signal(second, "CONT");
                HttpResponse<String> late = second.http().emit(event("s", "23"));
                assertFalse(late.statusCode() == 200, late.body());
                storedAtLast(third, 24);
                answered.add(24L);
                assertEquals(answered, payloads(third));
                awaitAll(second, answered);
            }
        } finally {
            first.close();
        }
    }

    private static void signal(DaemonProcess daemon, String signal) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, String.valueOf(daemon.pid()))
                        .start()
                        .waitFor());
    }

    /** @return how long it took, in ms */
    private static long storedAtLast(DaemonProcess daemon, long number) {
        long from = System.nanoTime();
        String[] refused = {""};
        Eventually.within( // another process may hold the lease
                60,
                () -> {
                    HttpResponse<String> answer = daemon.http().emit(event("s", String.valueOf(number)));
                    refused[0] = answer.body();
                    return answer.statusCode() == 200;
                },
                () -> refused[0] + daemon.stderr());
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    }

    private static List<Long> payloads(DaemonProcess daemon) throws IOException {
        return daemon.http().replay("s").stream()
                .map(line -> Long.parseLong(line.replaceFirst(".*\"payload\":([0-9]+).*", "$1")))
                .toList();
    }

    private static void awaitAll(DaemonProcess daemon, List<Long> expected) throws IOException {
        Eventually.happens(60, () -> payloads(daemon).equals(expected)); // it has just gone on
        assertEquals(expected, payloads(daemon));
    }

    @Test
    void whatKeepsADaemonFromStartingIsSaidWithoutTheSecret() throws Exception {
        Path wrong = Files.writeString(home.resolve("wrong"), "s3cret\n");
        DaemonProcess refused = DaemonProcess.launch(home.resolve("c"), settings("p", wrong));
        assertEquals(4, refused.awaitEnd(120), refused::stderr);
        assertTrue(refused.stderr().contains("does not know user 'cassandra' with this password"), refused.stderr());
        assertFalse(refused.stderr().contains("s3cret"), refused.stderr());
        assertFalse(refused.stderr().contains("\tat "), refused.stderr());
    }
}
