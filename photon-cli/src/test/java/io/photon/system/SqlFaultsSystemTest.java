// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.testing.Requirement;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SQL when something is wrong around it: a full disk, a stop, another daemon, queries that want everything. */
@Timeout(400)
class SqlFaultsSystemTest {

    private static final String ENDLESS = "SELECT hash('SHA256', 'x', 2000000000)";

    private static final String EVENT = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}";

    @TempDir
    Path home;

    private DaemonProcess start(String name, Path folder, String... options) throws IOException {
        return DaemonProcess.start(
                home.resolve(name),
                Map.of(),
                Stream.concat(
                                Stream.of(
                                        "-db.backend",
                                        "memory",
                                        "-sql.heap",
                                        "64MiB",
                                        "-sql.folder",
                                        folder.toString()),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private static HttpResponse<String> ask(DaemonProcess daemon, String sql) {
        try {
            return daemon.http().post("/api/sql", "application/sql", sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<HttpResponse<String>> asking(DaemonProcess daemon, String sql) {
        return CompletableFuture.supplyAsync(() -> ask(daemon, sql), command -> new Thread(command, "asks").start());
    }

    private static void assertContains(String rows, HttpResponse<String> answer) {
        assertTrue(answer.statusCode() == 200 && answer.body().contains(rows), answer.body());
    }

    private static void assertAnswers(DaemonProcess daemon) {
        assertContains("[42]", ask(daemon, "SELECT 40 + 2"));
    }

    /** The process that answers queries, once it computes. */
    private static ProcessHandle busy(DaemonProcess daemon) {
        Eventually.within(60, () -> newest(daemon) != null && ticks(newest(daemon)) >= 20, () -> "no query runs");
        return newest(daemon);
    }

    private static ProcessHandle newest(DaemonProcess daemon) {
        return ProcessHandle.of(daemon.pid())
                .orElseThrow()
                .children()
                .max(Comparator.comparing(each -> each.info().startInstant().orElse(Instant.MIN)))
                .orElse(null);
    }

    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[11]);
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    private static long folders(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.count();
        }
    }

    @Test
    void aFullDiskFailsTheQueryThatNeedsItAndNoOther() throws Exception {
        Path small = Files.createDirectories(home.resolve("small"));
        Requirement.met(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "photon-test", small.toString()) == 0,
                "mounting a tmpfs needs root");
        try (DaemonProcess daemon = start("full", small.resolve("sql"))) {
            assertAnswers(daemon);
            HttpResponse<String> answer =
                    ask(daemon, "SELECT x, repeat('y', 99) FROM system_range(1, 900000) ORDER BY -x");
            assertEquals(507, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("space") && answer.body().contains("sql.folder"), answer.body());
            assertAnswers(daemon);
            assertEquals(200, daemon.http().emit(EVENT).statusCode());
            fill(small.resolve("ballast"));
            newest(daemon).destroyForcibly();
            HttpResponse<String> next =
                    ask(daemon, "SELECT 40 + 2"); // of the one that was killed, or of one without any room
            assertTrue(List.of(200, 503, 507).contains(next.statusCode()), next.body());
            Files.delete(small.resolve("ballast"));
            Eventually.within(60, () -> ask(daemon, "SELECT 1").statusCode() == 200, () -> "no query is answered");
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    /** Leaves no room. */
    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[4_096]);
            }
        } catch (IOException e) {
            assertTrue(Files.exists(file), "" + e); // that is what it is for
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void aStopInTheMiddleOfAQueryIsQuietAndLeavesNoProcessAndNoFile() throws Exception {
        Path folder = home.resolve("sql");
        try (DaemonProcess daemon = start("stopped", folder)) {
            CompletableFuture<HttpResponse<String>> asked = asking(daemon, ENDLESS);
            ProcessHandle child = busy(daemon);
            assertEquals(0, daemon.stop());
            Eventually.within(20, () -> !child.isAlive(), () -> "the SQL process lives on");
            assertEquals(0, folders(folder));
            assertTrue(!daemon.stderr().contains("Exception"), daemon.stderr());
            assertTrue(
                    asked.handle((answer, failure) -> failure != null || answer.statusCode() == 503)
                            .get(),
                    () -> asked.join().body());
        }
    }

    @Test
    void twoDaemonsShareAFolderAndNoProcess() throws Exception {
        Path folder = home.resolve("sql");
        try (DaemonProcess one = start("one", folder);
                DaemonProcess other = start("other", folder)) {
            assertEquals(200, one.http().emit(EVENT).statusCode());
            assertContains("[1]", ask(one, "SELECT COUNT(*) FROM events"));
            assertContains("[0]", ask(other, "SELECT COUNT(*) FROM events"));
            assertEquals(2, folders(folder));
            CompletableFuture<HttpResponse<String>> asked = asking(one, ENDLESS);
            ProcessHandle child = busy(one);
            long before = newest(other).pid();
            child.destroyForcibly();
            HttpResponse<String> failed = asked.get();
            assertTrue(failed.statusCode() == 503 && failed.body().contains("exit code 137"), failed.body());
            assertAnswers(one);
            assertNotEquals(child.pid(), newest(one).pid());
            assertAnswers(other);
            assertEquals(before, newest(other).pid());
            one.kill();
            assertAnswers(other);
        }
        Eventually.within(20, () -> folders(folder) == 0, () -> "folders are left");
    }

    @Test
    void queriesThatWantEverythingFailWithTheirLimitAndTheNextIsAnswered() throws Exception {
        try (DaemonProcess daemon = start("greedy", home.resolve("sql"), "-sql.timeout", "3s")) {
            daemon.http().post("/api/events?ack=summary", "application/x-ndjson", (payload() + "\n").repeat(20_000));
            for (Map.Entry<String, List<String>> query : Map.of(
                            "SELECT secure_rand(2000000000)",
                            List.of("sql.heap"),
                            "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT COUNT(*) FROM t",
                            List.of("sql.heap", "3 s"),
                            "SELECT json_arrayagg(payload) FROM events",
                            List.of("sql.heap", "3 s"),
                            ENDLESS,
                            List.of("3 s"))
                    .entrySet()) {
                HttpResponse<String> answer = ask(daemon, query.getKey());
                assertTrue(
                        List.of(413, 504).contains(answer.statusCode())
                                && query.getValue().stream().anyMatch(answer.body()::contains),
                        query.getKey() + ": " + answer.body());
                assertAnswers(daemon);
                assertEquals(200, daemon.http().emit(EVENT).statusCode());
            }
        }
    }

    private static String payload() {
        return "{\"stream-name\":\"wide\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(2_000) + "\"}";
    }
}
