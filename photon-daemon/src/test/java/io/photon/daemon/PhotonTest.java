// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PhotonTest {

    @TempDir
    Path dir;

    private PhotonConfig config(String backend) {
        return Daemon.config(dir, backend, HttpSettings.plain("localhost", 0));
    }

    private static Failure refused(PhotonConfig config) {
        return assertInstanceOf(Result.Err.class, Photon.start(config)).failure();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void whatWasAnsweredIsThereAfterARestart(String backend) {
        String before;
        try (Daemon daemon = Daemon.start(config(backend))) {
            assertTrue(daemon.emit(Daemon.event("s", 1)).body().contains("\"durability\":\"fsync\""));
            daemon.events("/api/events", (Daemon.event("a/b", 2) + "\n").repeat(1_000));
            assertEquals(200, daemon.delete("/api/stream/s").statusCode());
            before = daemon.get("/api/replay/__all__?type=cold").body();
        }
        try (Daemon daemon = Daemon.start(config(backend))) {
            assertEquals(before, daemon.get("/api/replay/__all__?type=cold").body());
            assertEquals(1_001, before.lines().count());
            assertEquals(404, daemon.get("/api/stream/s").statusCode());
            assertTrue(
                    daemon.photon
                            .readyLine()
                            .matches("ready http://127\\.0\\.0\\.1:\\d+ backend=" + backend
                                    + " head=\\d{16} version=test password=default data=.*"),
                    daemon.photon.readyLine());
        }
    }

    @Test
    void aSecondDaemonOnTheSameStoreIsRefusedAndToldWhoHasIt() {
        try (Daemon daemon = Daemon.start(config("file"))) {
            Failure failure = refused(config("file"));
            assertEquals(Failure.Kind.CONFLICT, failure.kind());
            assertTrue(
                    failure.message()
                            .contains("process " + ProcessHandle.current().pid()),
                    failure.message());
            assertEquals(200, daemon.emit(Daemon.event("s", 1)).statusCode());
        }
        Daemon.start(config("file")).close();
    }

    @Test
    void aTakenPortIsNamedAndNothingStaysRunning() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpSettings http = HttpSettings.plain("127.0.0.1", taken.getLocalPort());
            Failure failure = refused(Daemon.config(dir, "file", http));
            assertTrue(failure.message().contains("127.0.0.1:" + taken.getLocalPort()), failure.message());
        }
        Daemon.start(config("file")).close();
    }

    @Test
    void anUnknownBackendIsRefused() {
        assertTrue(refused(config("paper")).message().contains("'paper'"));
    }

    @Test
    void aDataFolderThatIsAFileIsRefused() throws IOException {
        Files.writeString(dir.resolve("photon.log"), "not a folder");
        assertTrue(refused(config("file")).message().contains("photon.log"));
    }

    @Test
    void aStopAnswersWhatItTookInAndEndsSoon() {
        Daemon daemon = Daemon.start(config("file"));
        List<CompletableFuture<HttpResponse<String>>> answers = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> daemon.emit(Daemon.event("s", i))))
                .toList();
        Eventually.holds("the first", () -> daemon.photon.head() > 0);
        long before = System.nanoTime();
        daemon.close();
        assertTrue(System.nanoTime() - before < 25_000_000_000L);
        int stored = 0;
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            try {
                stored += answer.join().statusCode() == 200 ? 1 : 0;
            } catch (java.util.concurrent.CompletionException e) {
                assertTrue(e.getCause() instanceof AssertionError, e.toString()); // came too late
            }
        }
        try (Daemon again = Daemon.start(config("file"))) {
            long there = again.get("/api/replay/s?type=cold").body().lines().count();
            assertTrue(there >= stored, stored + " were answered, " + there + " are there");
        }
    }
}
