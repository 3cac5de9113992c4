// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.h2.H2Options.Adopt;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The database damaged in every way, rebuilt from the log. */
class DatabaseDamageTest extends TwoCopies {

    @Test
    void aDatabaseThatLostTheLastStartIsRebuiltAndNobodyIsAsked() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        store.open();
        List<Event> events = new ArrayList<>(store.append(FIRST, 500));
        store.close();
        store.open();
        store.awaitFollowing();
        events.addAll(store.append(FIRST + 500, 50));
        store.awaitMirrored();
        Path crashed = directory.resolve("crashed");
        Files.createDirectory(crashed);
        H2Harness.copyTree(file.log(), crashed.resolve("photon.h2.log"));
        byte[] database = Files.readAllBytes(file.path());
        store.close();
        for (int round = 0; round < 12; round++) {
            String where = "seed " + seed + " round " + round;
            Path again = Files.createDirectory(directory.resolve("round-" + round));
            MirrorFile cut = new MirrorFile(again.resolve("photon.h2"));
            H2Harness.copyTree(crashed.resolve("photon.h2.log"), cut.log());
            int lost = 1 + random.nextInt(round < 6 ? 16_384 : database.length - 1);
            Files.write(cut.path(), Arrays.copyOf(database, database.length - lost));
            H2Harness reopened = new H2Harness(cut);
            try {
                reopened.open(round % 2 == 0 ? Adopt.NONE : Adopt.H2);
                reopened.awaitFollowing();
                assertEquals(events, reopened.events(), where);
            } finally {
                reopened.close();
            }
            assertEquals(events, reopened.rows(), where);
        }
    }

    @Test
    void aByteFlippedInTheMarkItselfIsDamageAndNobodyIsAsked() throws Exception {
        List<Event> events = storeAndStop(100);
        for (int at : new int[] {3, 60, 3, 31, 44}) { // in the random text, in the head, …
            byte[] bytes = Files.readAllBytes(file.path());
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            String mark = PairingMarker.read(file.log()).expected();
            int found = text.lastIndexOf(mark);
            assertTrue(found > 0);
            bytes[found + at] = (byte) (bytes[found + at] == '1' ? '2' : '1');
            Files.write(file.path(), bytes);
            store.open();
            store.awaitFollowing();
            store.close();
            assertEquals(events, store.rows()); // which opens the file too, as a tool of somebody's does
        }
    }

    @Test
    void aDamagedDatabaseIsSetAsideRebuiltAndErased() throws Exception {
        List<Event> events = storeAndStop(1_000);
        byte[] bytes = Files.readAllBytes(file.path());
        Arrays.fill(bytes, 0, 12_288, (byte) 0);
        Files.write(file.path(), bytes);
        store.open();
        assertEquals(events, store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
        assertEquals(List.of(), asides(".damaged-"));
    }

    @Test
    void aDatabaseFlippedOrCutAnywhereEndsWithEverythingInBoth() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        List<Event> events = storeAndStop(1_000);
        for (int round = 0; round < 12; round++) {
            byte[] bytes = Files.readAllBytes(file.path());
            if (round % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (int flip = 0; flip < round; flip++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            Files.write(file.path(), bytes);
            String where = "seed " + seed + " round " + round;
            store.open();
            assertEquals(events, store.events(), where);
            store.awaitFollowing();
            store.close();
            assertEquals(events, store.rows(), where);
            assertEquals(List.of(), asides(".damaged-"), where);
        }
    }

    private List<Path> asides(String kind) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.getFileName().toString().contains(kind))
                    .toList();
        }
    }
}
