// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.disk.Folder;
import io.photon.store.file.disk.RealDisk;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of the log is gone, another one, or cannot be opened. */
class LostFolderTest {

    @TempDir
    Path directory;

    @Test
    void atWhateverMomentTheFolderVanishesNothingIsAnsweredAfterwardsAndAllThatWasIsReadOn() throws Exception {
        long seed = Seed.any();
        for (int round = 0; round < 200; round++) {
            Random random = new Random(seed + round);
            String where = "seed " + seed + " round " + round;
            FaultyDisk disk = new FaultyDisk();
            try (FileEventStore store = StoreOnFaultyDisk.open(disk)) {
                TreeMap<Long, List<Event>> stored = StoreOnFaultyDisk.fill(store, random, 1 + random.nextInt(30));
                List<Event> before = StoreOnFaultyDisk.flat(stored);
                disk.vanish();
                boolean looked = random.nextBoolean();
                if (looked) {
                    store.look();
                    assertEquals(Condition.READ_ONLY, store.state().condition(), where);
                }
                for (int i = 0; i < 3; i++) {
                    List<Event> batch = StoreOnFaultyDisk.batch(random, store.lastOrderId() + 1, 1);
                    StoreException refused = assertThrows(StoreException.class, () -> store.append(batch), where);
                    assertEquals(Kind.READ_ONLY, refused.kind(), where);
                }
                assertEquals(Condition.READ_ONLY, store.state().condition(), where);
                assertEquals(before, StoreOnFaultyDisk.all(store), where);
                assertFalse(StoreOnFaultyDisk.verify(store).isEmpty(), where);
            }
            assertFalse(disk.list().contains("CLEAN"), "it did not stop cleanly: " + where);
            try (FileEventStore store = StoreOnFaultyDisk.open(disk.copy())) { // put back
                assertEquals(
                        store.lastOrderId(),
                        StoreOnFaultyDisk.all(store).stream()
                                .mapToLong(Event::orderId)
                                .max()
                                .orElseThrow());
            }
        }
    }

    @Test
    void aFileThatCannotBeOpenedRefusesTheStartAndIsNoLoss() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (FileEventStore store = StoreOnFaultyDisk.open(disk)) {
            StoreOnFaultyDisk.fill(store, new Random(1), 40);
        }
        List<IOException> errors = List.of(
                new AccessDeniedException("disk/x"),
                new FileSystemLoopException("disk/x"),
                new FileSystemException("disk/x", null, "Too many open files"),
                new FileSystemException("disk/x", null, "Read-only file system"),
                new IOException("Input/output error"));
        for (String name : disk.list()) {
            for (IOException error : errors) {
                if (name.endsWith(".idx")) {
                    continue; // opened when it is used
                }
                FaultyDisk copy = disk.copy();
                copy.deny(name, error);
                StoreException refused =
                        assertThrows(StoreException.class, () -> StoreOnFaultyDisk.open(copy), name + " with " + error);
                assertEquals(Kind.REFUSED, refused.kind(), name + " with " + error);
                assertFalse(refused.isLoss(), name + " with " + error);
                for (String each : disk.list()) {
                    assertArrayEquals(disk.content(each), copy.content(each), each);
                }
            }
        }
    }

    @Test
    void aSegmentOrManifestThatIsMissingIsALoss() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (FileEventStore store = StoreOnFaultyDisk.open(disk)) {
            StoreOnFaultyDisk.fill(store, new Random(1), 40);
        }
        FaultyDisk without = disk.copy();
        without.delete("00000002.log");
        assertTrue(assertThrows(StoreException.class, () -> StoreOnFaultyDisk.open(without))
                .isLoss());
        FaultyDisk headless = disk.copy();
        headless.delete("MANIFEST");
        headless.delete("MANIFEST.copy");
        assertTrue(assertThrows(StoreException.class, () -> StoreOnFaultyDisk.open(headless))
                .isLoss());
    }

    @Test
    void aRealFolderThatIsReplacedIsNeitherWrittenNorRead() throws Exception {
        Path folder = directory.resolve("log");
        RealDisk disk = new RealDisk(folder);
        disk.create("a").close();
        Files.move(folder, directory.resolve("moved"));
        assertThrows(Folder.Lost.class, () -> disk.create("b"));
        Files.createDirectory(folder);
        assertThrows(Folder.Lost.class, () -> disk.create("b"));
        assertThrows(Folder.Lost.class, () -> disk.delete("a"));
        assertThrows(Folder.Lost.class, () -> disk.rename("a", "c"));
        assertThrows(Folder.Lost.class, disk::list);
        assertThrows(Folder.Lost.class, disk::syncDirectory);
        assertEquals(0, folder.toFile().list().length);
        Files.delete(folder);
        Files.move(directory.resolve("moved"), folder);
        assertEquals(List.of("a"), disk.list());
    }
}
