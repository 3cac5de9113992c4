// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/reliability scenarios 9 and 10: a backup clones the store exactly, or leaves nothing behind. */
class BackupSystemTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({"h2,file", "file,memory", "memory,h2"})
    void aBackupRestoredIntoAnotherBackendGivesTheIdenticalBackup(String from, String to) throws Exception {
        Path backup = home.resolve("backup");
        String first;
        try (DaemonProcess daemon = DaemonProcess.start(home.resolve("from"), "-db.backend", from)) {
            fill(daemon, 2_000);
            assertEquals(200, daemon.http().delete("/api/stream/a%2Fb").statusCode());
            fill(daemon, 300);
            first = daemon.http().get("/api/backup").body();
            Files.writeString(backup, first);
        }
        try (DaemonProcess daemon = DaemonProcess.start(home.resolve("to"), "-db.backend", to)) {
            assertEquals(200, daemon.http().upload("/api/restore", backup).statusCode());
            assertEquals(
                    comparable(first),
                    comparable(daemon.http().get("/api/backup").body()));
            HttpResponse<String> again = daemon.http().upload("/api/restore", backup);
            assertEquals(200, again.statusCode(), again.body());
            assertEquals(0, HttpDoor.JSON.readTree(again.body()).get("restored").intValue());
            assertEquals(
                    comparable(first),
                    comparable(daemon.http().get("/api/backup").body()));
        }
    }

    @Test
    void aBackupWithOneFlippedBitOrCutAnywhereIsRefusedAndLeavesNothingBehind() throws Exception {
        byte[] good;
        try (DaemonProcess daemon = DaemonProcess.start(home.resolve("from"), "-db.backend", "file")) {
            fill(daemon, 200);
            good = daemon.http().get("/api/backup").body().getBytes(StandardCharsets.UTF_8);
        }
        long seed = Seed.any();
        System.out.println("BackupSystemTest seed " + seed);
        Random random = new Random(seed);
        Path file = home.resolve("damaged");
        try (DaemonProcess daemon = DaemonProcess.start(home.resolve("to"), "-db.backend", "file")) {
            for (int i = 0; i < 150; i++) {
                byte[] bad = good.clone();
                int at = random.nextInt(bad.length - 1);
                if (i % 2 == 0) {
                    bad[at] ^= (byte) (1 << random.nextInt(8));
                } else {
                    bad = java.util.Arrays.copyOf(bad, at);
                }
                if (sameMeaning(bad, good)) {
                    continue;
                }
                Files.write(file, bad);
                HttpResponse<String> answer = daemon.http().upload("/api/restore", file);
                assertNotEquals(200, answer.statusCode(), "damage at byte " + at + " was not seen: " + answer.body());
                assertTrue(answer.body().contains("\"error\""), answer.body());
            }
            assertEquals(List.of(), daemon.http().replay("__all__"));
            Files.write(file, good);
            assertEquals(200, daemon.http().upload("/api/restore", file).statusCode());
            assertEquals(200, daemon.http().replay("__all__").size());
        }
    }

    @Test
    void aRestoreKilledHalfWayLeavesNothingAndCanBeRunAgain() throws Exception {
        Path backup = home.resolve("backup");
        String first;
        try (DaemonProcess daemon = DaemonProcess.start(home.resolve("from"), "-db.backend", "file")) {
            fill(daemon, 5_000);
            first = daemon.http().get("/api/backup").body();
            Files.writeString(backup, first);
        }
        Path to = home.resolve("to");
        for (int round = 0; round < 3; round++) {
            try (DaemonProcess daemon = DaemonProcess.start(to, "-db.backend", "file")) {
                assertEquals(List.of(), daemon.http().replay("__all__"));
                HalfUpload.send(daemon.http(), "/api/restore", Files.readAllBytes(backup), 400_000 + 100_000 * round);
                daemon.kill();
            }
        }
        try (DaemonProcess daemon = DaemonProcess.start(to, "-db.backend", "file")) {
            assertEquals(200, daemon.http().upload("/api/restore", backup).statusCode());
            assertEquals(
                    comparable(first),
                    comparable(daemon.http().get("/api/backup").body()));
        }
    }

    private static void fill(DaemonProcess daemon, int events) throws Exception {
        StringBuilder lines = new StringBuilder();
        Documents documents = new Documents(events);
        String[] streams = {"orders", "a/b", "größe und\\\"mehr\\\"", "x"};
        for (int i = 0; i < events; i++) {
            lines.append("{\"stream-name\":\"")
                    .append(streams[i % streams.length])
                    .append("\",\"event-type\":\"E")
                    .append(i % 7)
                    .append("\",\"extra\":")
                    .append(i)
                    .append(",\"payload\":")
                    .append(documents.next())
                    .append("}\n");
        }
        HttpResponse<String> answer =
                daemon.http().post("/api/events?ack=summary", "application/x-ndjson", lines.toString());
        assertEquals(200, answer.statusCode(), answer.body());
    }

    /** A cut that takes only the last line break is no damage. */
    /** Whether only line ends differ, or one time of making stands for another: nothing proves that one. */
    private static boolean sameMeaning(byte[] bad, byte[] good) {
        return comparable(new String(bad, StandardCharsets.UTF_8).strip())
                .equals(comparable(new String(good, StandardCharsets.UTF_8).strip()));
    }

    private static String comparable(String backup) {
        return backup.replaceFirst("\"created\":\"[-0-9T:.]*Z\"", "\"created\":\"\"");
    }
}
