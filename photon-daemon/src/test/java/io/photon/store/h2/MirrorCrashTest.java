// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process killed in the middle of mirroring, then both copies compared. */
class MirrorCrashTest {

    @TempDir
    Path directory;

    private H2Harness store;

    @AfterEach
    void tearDown() throws Exception {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void afterEachKillBothCopiesHoldEverythingAnswered() throws Exception {
        rounds(5, System.nanoTime());
    }

    @Test
    @Tag("soak")
    void afterThreeHundredKillsBothCopiesHoldEverythingAnswered() throws Exception {
        rounds(Integer.getInteger("photon.kills", 300), System.nanoTime());
    }

    /** After so many kills a new store is begun: each round reads all of it. */
    private static final int KILLS_PER_STORE = 25;

    private void rounds(int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        MirrorFile file = null;
        for (int round = 0; round < rounds; round++) {
            String where = "seed " + seed + " round " + round;
            if (round % KILLS_PER_STORE == 0) {
                file = new MirrorFile(Files.createDirectory(directory.resolve("store-" + round))
                        .resolve("photon.h2"));
                store = new H2Harness(file);
            }
            long answered = killedWriter(file, random, random.nextInt(150));
            if (round % 4 == 3) {
                cut(file.path(), random);
            }
            store.open();
            H2Harness.Contents log = store.logContents();
            assertTrue(log.last() >= answered, where);
            // From the first to the last without a gap: exactly those that were given out. Killed before its first
            // answer, the first writer may have stored nothing.
            assertEquals(0, log.gaps(), where);
            assertEquals(log.last() == 0 ? 0 : log.last() - MirrorEvents.FIRST + 1, log.events(), where);
            store.awaitFollowing();
            store.close();
            assertEquals(log, store.rowContents(), where);
        }
    }

    /** Returns the last order-id that was answered before the kill. */
    private static long killedWriter(MirrorFile file, Random random, int answers) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        file.prefix().toString(),
                        String.valueOf(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long answered = 0;
        try (BufferedReader lines = writer.inputReader()) {
            String ready = lines.readLine();
            assertNotNull(ready, "the writer did not start");
            answered = Long.parseLong(ready.substring("ready ".length()));
            for (int i = 0; i < answers; i++) {
                answered = Long.parseLong(lines.readLine());
            }
            writer.destroyForcibly().waitFor();
        }
        return answered;
    }

    /** Cuts the end off, as a power cut may. */
    private static void cut(Path path, Random random) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(random.nextLong(channel.size() + 1));
        }
    }
}
