// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Requirement;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/reliability scenario 7, on a small file system of its own. */
class DiskFullSystemTest {

    @TempDir
    Path home;

    private Path small;

    @BeforeEach
    void mountASmallFileSystem() throws Exception {
        small = Files.createDirectories(home.resolve("data"));
        Requirement.met(
                run("mount", "-t", "tmpfs", "-o", "size=16m", "photon-test", small.toString()) == 0,
                "mounting a tmpfs needs root");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", small.toString());
    }

    @ParameterizedTest
    @CsvSource({"file, ''", "h2, ''", "file, de_DE"})
    void aFullDiskRefusesAppendsServesReplaysAndTakesEventsAgainWhenThereIsRoom(String backend, String language)
            throws Exception {
        // The system's words of a full disk are in the language of the process.
        Map<String, String> environment =
                language.isEmpty() ? Map.of() : Locales.make(home.resolve("locales"), language, "UTF-8");
        List<Long> stored = new ArrayList<>();
        try (DaemonProcess daemon = DaemonProcess.start(home, environment, "-db.backend", backend)) {
            Path ballast = small.resolve("ballast");
            Files.write(ballast, new byte[6 << 20]);
            String event = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(20_000) + "\"}";
            HttpResponse<String> answer = daemon.http().emit(event);
            for (int i = 0; i < 2_000 && answer.statusCode() == 200; i++) {
                stored.add(HttpDoor.JSON.readTree(answer.body()).get("order-id").longValue());
                answer = daemon.http().emit(event);
            }
            assertEquals(507, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("space"), answer.body());
            assertEquals(stored, ids(daemon), "replays go on while the disk is full");
            assertEquals(503, daemon.http().get("/ready").statusCode());

            Files.delete(ballast);
            stored.add(daemon.http().stored(event));
            assertEquals(stored, ids(daemon), "writing resumes without a restart");
            daemon.kill();
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            assertEquals(stored, ids(daemon), "a restart after a full disk finds everything");
        }
    }

    /** docs/reliability scenario 8: the disk of the one who takes the backup. */
    @Test
    void aBackupOntoAFullDiskFailsAndWhatItLeavesIsNamedIncomplete() throws Exception {
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        try (DaemonProcess daemon = DaemonProcess.start(elsewhere, "-db.backend", "file")) {
            String line = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + "x".repeat(20_000) + "\"}\n";
            Path upload = elsewhere.resolve("upload");
            Files.writeString(upload, line.repeat(1_200)); // 24 MB do not fit into 16
            assertEquals(
                    200, daemon.http().upload("/api/events?ack=summary", upload).statusCode());
            String url = daemon.http().base().toString();
            Path file = small.resolve("whole.backup");

            PhotonProcess refused =
                    PhotonProcess.run(elsewhere, daemon.http(), "backup", "--url", url, "--file", file.toString());
            assertEquals(6, refused.code(), refused.err());
            assertTrue(refused.err().contains("space"), refused.err());
            try (Stream<Path> left = Files.list(small)) {
                assertEquals(List.of(), left.toList(), "neither the file nor a piece of it");
            }

            Path piece = small.resolve("piece.backup");
            refused = PhotonProcess.runInto(piece, elsewhere, daemon.http(), "backup", "--url", url);
            assertEquals(6, refused.code(), refused.err());
            assertTrue(refused.err().contains("space"), refused.err());
            PhotonProcess verified = PhotonProcess.run(elsewhere, daemon.http(), "verify", piece.toString());
            assertEquals(7, verified.code(), verified.err());
            assertTrue(verified.err().contains("without a trailer"), verified.err());
            PhotonProcess restored =
                    PhotonProcess.run(elsewhere, daemon.http(), "restore", "--url", url, piece.toString());
            assertEquals(7, restored.code(), restored.err());
        }
    }

    private static List<Long> ids(DaemonProcess daemon) throws IOException {
        return daemon.http().replay("s").stream().map(Producer::orderIdOf).toList();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
