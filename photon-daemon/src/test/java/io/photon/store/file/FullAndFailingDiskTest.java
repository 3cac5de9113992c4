// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.photon.event.Event;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that are full or fail (docs/reliability scenarios 6 and 7), at every moment of the log's work. */
class FullAndFailingDiskTest {

    private final long seed = Seed.any();

    @Test
    void aFailedForceIsFinalAndReadingGoesOn() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        store.append(List.of(event("s", 1)));
        disk.failForces(1);
        StoreException failed = assertThrows(StoreException.class, () -> store.append(List.of(event("s", 2))));
        assertEquals(Kind.OUTCOME_UNKNOWN, failed.kind(), "some of it may be on the disk");
        StoreException later = assertThrows(StoreException.class, () -> store.append(List.of(event("s", 3))));
        assertEquals(Kind.READ_ONLY, later.kind(), "a force that works now proves nothing");
        assertEquals(Condition.READ_ONLY, store.state().condition());
        assertEquals(List.of(event("s", 1)), StoreOnFaultyDisk.all(store));
        assertEquals(1, store.lastOrderId());
        store.close();
        FileEventStore again = StoreOnFaultyDisk.open(disk.afterKill());
        assertEquals(List.of(event("s", 1)), StoreOnFaultyDisk.all(again), "what was refused is not stored");
        again.append(List.of(event("s", 4)));
        assertEquals(List.of(event("s", 1), event("s", 4)), StoreOnFaultyDisk.all(again));
    }

    @Test
    void aStartAfterAKillNeedsNoRoomToMakeTheEndDurable() throws Exception {
        for (int operation = 1; operation < 12; operation++) {
            FaultyDisk disk = new FaultyDisk();
            FileEventStore store = StoreOnFaultyDisk.open(disk);
            store.append(List.of(event("s", 1)));
            disk.stopAfter(operation);
            try {
                for (int id = 2; id < 12; id++) {
                    store.append(List.of(event("s", id)));
                }
            } catch (StoreException killed) {
                assertTrue(disk.isStopped());
            }
            FaultyDisk full = disk.afterKill();
            full.freeBytes(0);
            List<Event> served = StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(full));
            assertTrue(!served.isEmpty());
            for (int image = 0; image < 20; image++) {
                FaultyDisk found = full.afterPowerCut(new Random(seed + image));
                assertEquals(served, StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(found)), "seed " + seed);
            }
        }
    }

    @Test
    void aWriteThatFoundNoRoomGivesBackWhatItTook() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        store.append(List.of(event("s", 1)));
        int end = disk.content("00000001.log").length;
        disk.freeBytes(1_000);
        Event large = event("s", 2, null, "\"" + "x".repeat(3_000) + "\"");
        assertThrows(StoreException.class, () -> store.append(List.of(large)));
        assertTrue(disk.content("00000001.log").length <= end, "room that nothing uses");
        assertEquals(List.of(), disk.containing("xxx"), "bytes of an event that was refused");
    }

    @Test
    void anOldCopyOfTheManifestIsNeverUsed() throws Exception {
        for (int operation = 1; operation < 40; operation++) {
            FaultyDisk disk = new FaultyDisk();
            FileEventStore store = StoreOnFaultyDisk.open(disk);
            store.append(StoreOnFaultyDisk.batch(new Random(seed), 1, 12));
            disk.failOnceAfter(operation);
            try {
                store.append(StoreOnFaultyDisk.batch(new Random(seed), 13, 12));
            } catch (StoreException e) {
                continue;
            }
            List<Event> all = StoreOnFaultyDisk.all(store);
            FaultyDisk damaged = disk.copy();
            damaged.cut("MANIFEST", 10);
            try {
                assertEquals(all, StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(damaged)), "operation " + operation);
            } catch (StoreException e) {
                assertEquals(Kind.REFUSED, e.kind(), "without a copy nothing is guessed");
            }
        }
    }

    @Test
    void withTheDiskFullAppendsFailReplaysGoOnAndWritingResumesByItself() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        Event large = event("s", 2, null, "\"" + "x".repeat(3 << 20) + "\"");
        store.append(List.of(event("s", 1)));
        disk.freeBytes(1_000);
        for (int i = 0; i < 3; i++) {
            StoreException full = assertThrows(StoreException.class, () -> store.append(List.of(large)));
            assertEquals(Kind.NO_SPACE, full.kind());
            assertEquals(Condition.FULL, store.state().condition());
            assertEquals(List.of(event("s", 1)), StoreOnFaultyDisk.all(store));
        }
        assertEquals(List.of(event("s", 1)), StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(disk.copy())));
        disk.freeBytes(1 << 30);
        store.append(List.of(large));
        assertEquals(Condition.WRITABLE, store.state().condition());
        assertEquals(List.of(event("s", 1), large), StoreOnFaultyDisk.all(store));
    }

    /** One life of a store under some fault; everything answered is there afterwards. */
    private final class Life {
        private final Random random;
        private final FaultyDisk disk = new FaultyDisk();
        private final List<Event> answered = new ArrayList<>();
        private final List<Event> unknown = new ArrayList<>();
        private FileEventStore store;
        private long nextId = 1;
        private long deletedUpTo;

        Life(long seed) throws StoreException {
            random = new Random(seed);
            store = StoreOnFaultyDisk.open(disk);
        }

        void step(int step) throws StoreException {
            if (step == 20) {
                deletedUpTo = nextId - 1;
                answered.removeIf(event -> event.streamName().equals("s1"));
                store.hide("s1", deletedUpTo);
            } else if (step % 9 == 5) {
                stage();
            } else {
                List<Event> batch = batch();
                unknown.addAll(batch);
                store.append(batch);
                answer(batch);
            }
        }

        private List<Event> batch() {
            List<Event> batch = StoreOnFaultyDisk.batch(random, nextId, 1 + random.nextInt(4));
            nextId += batch.size();
            if (deletedUpTo > 0) {
                batch.removeIf(event -> event.streamName().equals("s1"));
            }
            return batch.isEmpty() ? batch() : batch;
        }

        private void stage() throws StoreException {
            try (Staging staging = store.stage()) {
                List<Event> staged = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    List<Event> batch = batch();
                    staging.add(batch);
                    staged.addAll(batch);
                }
                unknown.addAll(staged);
                staging.publish(Fence.LOCAL);
                answer(staged);
            }
        }

        private void answer(List<Event> events) {
            answered.addAll(events);
            unknown.removeAll(events);
        }

        /** @param strictly what was refused must not be there */
        void check(boolean strictly) throws StoreException {
            List<Event> found = StoreOnFaultyDisk.all(store);
            if (!strictly) {
                found.removeIf(unknown::contains);
            }
            assertEquals(answered, found);
        }

        void restart() throws StoreException {
            store = StoreOnFaultyDisk.open(disk);
            if (deletedUpTo > 0) {
                store.hide("s1", deletedUpTo);
            }
        }
    }

    @Test
    void aDiskThatFillsUpAtAnyMomentLosesNothingAndResumesWithoutARestart() throws Exception {
        for (int room = 0; room < 40_000; room += 211) {
            Life life = new Life(seed + room);
            try {
                life.disk.freeBytes(room);
                int refused = 0;
                for (int step = 0; step < 60; step++) {
                    try {
                        life.step(step);
                    } catch (StoreException e) {
                        assertEquals(Kind.NO_SPACE, e.kind(), e.getMessage());
                        life.check(true);
                        if (++refused == 3) {
                            life.disk.freeBytes(1 << 30);
                        }
                    }
                }
                life.check(true);
                life.disk.freeBytes(1 << 30);
                life.step(1);
                life.check(true);
                assertEquals(List.of(), StoreOnFaultyDisk.verify(life.store));
                life.store.close();
                life.restart();
                life.check(true);
                assertEquals(0, life.store.erasure().pendingStreams());
            } catch (StoreException | AssertionError e) {
                fail("seed " + seed + ", room " + room, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Input/output error", "No space left on device", "Too many open files"})
    void anErrorOfTheDiskAtAnyOperationLosesNothingThatWasAnswered(String error) throws Exception {
        for (int operation = 1; operation < 600; operation += 2) {
            Life life = new Life(seed);
            try {
                life.disk.failOnceAfter(operation, error);
                boolean stopped = false;
                for (int step = 0; step < 40; step++) {
                    try {
                        life.step(step);
                        assertTrue(!stopped || step == 20, "an append after READ_ONLY was answered");
                    } catch (StoreException e) {
                        stopped |= life.store.state().condition() == Condition.READ_ONLY;
                        life.check(false);
                    }
                }
                life.check(false);
                life.disk.failOnceAfter(Long.MAX_VALUE / 2);
                life.restart();
                life.check(false);
                List<Event> once = StoreOnFaultyDisk.all(life.store);
                life.store.append(List.of(event("s0", 5_000)));
                life.store.close();
                life.restart();
                once.add(event("s0", 5_000));
                assertEquals(once, StoreOnFaultyDisk.all(life.store));
                assertEquals(List.of(), StoreOnFaultyDisk.verify(life.store));
            } catch (StoreException | AssertionError e) {
                fail("seed " + seed + ", operation " + operation, e);
            }
        }
    }
}
