// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.testing.Seed;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process ends in the middle of an operation, or a force of its fails; another starts on what the system's memory
 * still has, perhaps with a failing disk too; readers are served; then the power goes out.
 */
class ServedAfterRestartTest {

    private static final int START = 14;
    private static final int IMAGES = 3;
    private static final String DELETED = "s1";

    private final long seed = Seed.any();
    private final Random random = new Random(seed);
    private long deletedUpTo;
    private int restarts;

    @Test
    void whatAStartServesAfterAKillAtAnyOperationSurvivesAPowerCut() throws Exception {
        kills(5);
    }

    @Test
    @Tag("soak")
    void whatAStartServesAfterAKillAtEachOperationSurvivesAPowerCut() throws Exception {
        kills(1);
    }

    /** @param most operations to the next kill */
    private void kills(int most) throws Exception {
        long operations = operations();
        for (long operation = 1; operation < operations; operation += 1 + random.nextInt(most)) {
            FaultyDisk disk = new FaultyDisk();
            disk.stopAfter(operation);
            restart(disk, "killed at operation " + operation);
        }
        assertTrue(restarts > operations, "too little happened");
    }

    @Test
    void whatAStartServesAfterAFailedOperationAndAKillSurvivesAPowerCut() throws Exception {
        failuresAndKills(7);
    }

    @Test
    @Tag("soak")
    void whatAStartServesAfterAFailureOfEachOperationAndAKillSurvivesAPowerCut() throws Exception {
        failuresAndKills(1);
    }

    /** @param most operations to the next failure */
    private void failuresAndKills(int most) throws Exception {
        long operations = operations();
        for (long operation = 1; operation < operations; operation += 1 + random.nextInt(most)) {
            FaultyDisk disk = new FaultyDisk();
            disk.failOnceAfter(operation);
            restart(disk, "failed at operation " + operation);
            disk = new FaultyDisk();
            disk.failOnceAfter(operation);
            disk.stopAfter(operation + 1);
            restart(disk, "failed and killed at operation " + operation);
        }
        assertTrue(restarts > operations, "too little happened");
    }

    @Test
    void whatIsWrittenAfterADamagedEndIsDurableBeforeAStartServesIt() throws Exception {
        for (int operation = 1; operation < 16; operation++) {
            FaultyDisk disk = new FaultyDisk();
            FileEventStore store = StoreOnFaultyDisk.open(disk);
            store.append(StoreOnFaultyDisk.batch(random, 1, 3));
            store.append(StoreOnFaultyDisk.batch(random, 4, 1));
            store.close();
            disk.corrupt("00000001.log", disk.content("00000001.log").length - 3, new byte[] {1, 2, 3});
            FaultyDisk first = disk.copy();
            first.stopAfter(operation);
            try {
                StoreOnFaultyDisk.open(first).append(StoreOnFaultyDisk.batch(random, 5, 2));
            } catch (StoreException ended) {
                assertTrue(first.isStopped());
            }
            FaultyDisk second = first.afterKill();
            List<Event> served = patiently(second);
            for (int image = 0; image < 8; image++) {
                assertEquals(served, patiently(second.afterPowerCut(random)), "seed " + seed + ", " + operation);
            }
        }
    }

    @Test
    void aFileWhoseNameAFailedSyncMayHaveLostIsNotMadePartOfTheLog() throws Exception {
        for (int round = 0; round < 10; round++) {
            FaultyDisk disk = new FaultyDisk();
            FileEventStore store = StoreOnFaultyDisk.open(disk);
            List<Event> stored = StoreOnFaultyDisk.batch(random, 1, 3);
            store.append(stored);
            try (Staging staging = store.stage()) {
                staging.add(StoreOnFaultyDisk.batch(random, 4, 20));
                disk.failForces(1);
                assertThrows(IOException.class, disk::syncDirectory);
                StoreException refused = assertThrows(StoreException.class, () -> staging.publish(Fence.LOCAL));
                assertTrue(refused.getMessage().contains("a sync of the folder failed"), refused.getMessage());
            }
            FileEventStore next = StoreOnFaultyDisk.open(disk.afterPowerCut(random));
            assertEquals(stored, StoreOnFaultyDisk.all(next), "seed " + seed);
        }
    }

    private static List<Event> patiently(FaultyDisk disk) throws StoreException {
        return StoreOnFaultyDisk.patiently(StoreOnFaultyDisk.open(disk), StreamNames.ALL, Direction.FORWARDS).events;
    }

    /** Of a whole first life. */
    private long operations() {
        FaultyDisk disk = new FaultyDisk();
        live(disk);
        return disk.operations();
    }

    private void restart(FaultyDisk first, String what) throws StoreException {
        deletedUpTo = 0;
        live(first);
        for (int failing = 0; failing < START; failing++) {
            String where = "seed " + seed + ", " + what + ", then the start's operation " + failing + " failed";
            try {
                FaultyDisk second = first.afterKill();
                FileEventStore store;
                second.failOnceAfter(failing);
                try {
                    store = open(second);
                } catch (StoreException refused) {
                    second = second.afterKill();
                    store = open(second);
                }
                List<Event> served = StoreOnFaultyDisk.all(store);
                restarts++;
                for (int image = 0; image < IMAGES; image++) {
                    FileEventStore third = open(second.afterPowerCut(random));
                    assertEquals(served, StoreOnFaultyDisk.all(third), where);
                    assertEquals(List.of(), StoreOnFaultyDisk.verify(third), where);
                }
            } catch (StoreException e) {
                fail(where, e);
            }
        }
    }

    /** Appends, seals, a restore, a deletion; ends wherever the disk does. */
    private void live(FaultyDisk disk) {
        Random same = new Random(seed);
        try {
            FileEventStore store = StoreOnFaultyDisk.open(disk);
            StoreOnFaultyDisk.fill(store, same, 12);
            try (Staging staging = store.stage()) {
                staging.add(StoreOnFaultyDisk.batch(same, store.lastOrderId() + 1, 20));
                staging.publish(Fence.LOCAL);
            }
            StoreOnFaultyDisk.fill(store, same, 6);
            deletedUpTo = store.lastOrderId();
            store.hide(DELETED, deletedUpTo);
            StoreOnFaultyDisk.fill(store, same, 12);
            if (!disk.isStopped() && same.nextBoolean()) {
                store.close();
            }
        } catch (StoreException ended) {
            assertTrue(disk.operations() > 0);
        }
    }

    private FileEventStore open(FaultyDisk disk) throws StoreException {
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        if (deletedUpTo > 0) {
            store.hide(DELETED, deletedUpTo);
        }
        return store;
    }
}
