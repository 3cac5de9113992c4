// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/reliability scenarios 4 and 5, and the two copies of the default backend. */
class DamageSystemTest {

    /** Some eighty pages of database and blocks of log: a damage seldom hits the first or the last. */
    private static final int EVENTS = 1_000;

    @TempDir
    Path home;

    private final long seed = Seed.any();
    private final Random random = new Random(seed);

    @Test
    void aDeletedDatabaseIsRebuiltFromTheLogAndADeletedLogFromTheDatabase() throws Exception {
        List<String> before = filled();
        delete(database());
        assertEquals(before, afterRestart());
        try (Stream<Path> files = Files.walk(log())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        assertEquals(before, afterRestart());
    }

    @Test
    void bitsFlippedAndTailsCutInTheLogAreHealedFromTheDatabase() throws Exception {
        System.out.println("DamageSystemTest seed " + seed);
        List<String> before = filled();
        for (int round = 0; round < 6; round++) {
            Path segment = largest(log(), ".log");
            long size = Files.size(segment);
            if (round % 2 == 0) {
                flip(segment, 4_096 + random.nextLong(size - 4_096));
            } else {
                cut(segment, size - 1 - random.nextLong(size / 2));
            }
            assertEquals(before, afterRestart(), "round " + round);
        }
    }

    @Test
    void aDatabaseDamagedAnywhereIsRebuiltFromTheLog() throws Exception {
        System.out.println("DamageSystemTest seed " + seed);
        List<String> before = filled();
        for (int round = 0; round < 6; round++) {
            long size = Files.size(database());
            if (round % 2 == 0) {
                for (int i = 0; i < 50; i++) {
                    flip(database(), random.nextLong(size));
                }
            } else {
                cut(database(), random.nextLong(size));
            }
            assertEquals(before, afterRestart(), "round " + round);
        }
    }

    @Test
    void aFlippedBitInTheLogAloneIsNamedAndNeverServed() throws Exception {
        System.out.println("DamageSystemTest seed " + seed);
        List<String> before = filled("file");
        Path segment = largest(home.resolve("data"), ".log");
        long at = Files.size(segment) / 2;
        flip(segment, at);
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            String verified = daemon.http().get("/api/verify").body();
            assertTrue(verified.contains(segment.getFileName().toString()), verified);
            List<String> served = new ArrayList<>();
            try (var lines = new java.io.BufferedReader(new java.io.InputStreamReader(
                    daemon.http().open("/api/replay/__all__?type=cold"), java.nio.charset.StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    served.add(line);
                }
            } catch (IOException e) {
                // The replay ends broken, not complete: that is what the reader is meant to notice.
                System.out.println("the replay ended with " + e.getMessage());
            }
            assertTrue(served.size() < before.size(), "a damaged event was served");
            assertTrue(served.get(served.size() - 1).contains("\"error\""), served.get(served.size() - 1));
            assertEquals(before.subList(0, served.size() - 1), served.subList(0, served.size() - 1));
        }
    }

    private List<String> filled() throws IOException {
        return filled("h2");
    }

    private List<String> filled(String backend) throws IOException {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            for (int batch = 0; batch < EVENTS / 100; batch++) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < 100; i++) {
                    lines.append("{\"stream-name\":\"s")
                            .append(i % 10)
                            .append("\",\"event-type\":\"T\",\"payload\":\"")
                            .append("p".repeat(random.nextInt(600)))
                            .append("\"}\n");
                }
                assertEquals(
                        200,
                        daemon.http()
                                .post("/api/events?ack=summary", "application/x-ndjson", lines.toString())
                                .statusCode());
            }
            List<String> lines = daemon.http().replay("__all__");
            assertEquals(EVENTS, lines.size());
            assertEquals(0, daemon.stop(), daemon.stderr());
            return lines;
        }
    }

    private List<String> afterRestart() throws IOException {
        try (DaemonProcess daemon = DaemonProcess.start(home)) {
            List<String> lines = daemon.http().replay("__all__");
            assertEquals(0, daemon.stop(), daemon.stderr());
            return lines;
        }
    }

    private Path database() {
        return home.resolve("data/photon/photon.h2.mv.db");
    }

    private Path log() {
        return home.resolve("data/photon/photon.h2.log");
    }

    private static Path largest(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1 << random.nextInt(8));
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
    }

    private static void delete(Path file) throws IOException {
        assertTrue(Files.deleteIfExists(file), "no " + file);
    }
}
