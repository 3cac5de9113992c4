// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import io.photon.testing.Seed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies of another time, files set aside, and a stop in the middle of a write: none of them may cost an event. */
@Timeout(120)
class StaleFilesTest {

    /** A fault at any moment, a power cut or not, and then the manifest itself damaged. */
    @Test
    void withTheManifestDamagedAfterAnotherFaultAStartHasEverythingOrSaysThatItHasNot() throws Exception {
        long seed = Seed.any();
        int opened = 0;
        for (int round = 0; round < 3_000; round++) {
            Random random = new Random(seed + round);
            String where = "seed " + seed + " round " + round;
            FaultyDisk disk = new FaultyDisk();
            List<Event> answered = new ArrayList<>();
            if (random.nextBoolean()) {
                disk.stopAfter(1 + random.nextInt(150));
            } else {
                disk.failOnceAfter(1 + random.nextInt(150), "No space left on device");
            }
            try {
                FileEventStore store = StoreOnFaultyDisk.open(disk);
                for (int i = 0; i < 40; i++) {
                    List<Event> batch = StoreOnFaultyDisk.batch(random, store.lastOrderId() + 1, 1 + random.nextInt(4));
                    try {
                        store.append(batch);
                        answered.addAll(batch);
                    } catch (StoreException e) {
                        assertTrue(e.getMessage() != null, where);
                    }
                }
            } catch (StoreException e) {
                assertTrue(answered.isEmpty(), where); // it could not even be begun
            }
            FaultyDisk found = disk.isStopped() ? disk.afterPowerCut(random) : disk.copy();
            if (!found.exists("MANIFEST")) {
                continue;
            }
            found.cut("MANIFEST", random.nextInt(20));
            FileEventStore again;
            try {
                again = StoreOnFaultyDisk.open(found);
            } catch (StoreException e) {
                assertEquals(StoreException.Kind.REFUSED, e.kind(), where + ": " + e);
                continue;
            }
            opened++;
            assertTrue(StoreOnFaultyDisk.all(again).containsAll(answered), where);
        }
        assertTrue(opened > 100, "the copy serves in most cases, not in " + opened);
    }

    @Test
    void aCopyOfTheManifestFromAnotherTimeIsMadeAnewAtAStart() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        StoreOnFaultyDisk.fill(store, new Random(1), 10);
        byte[] early = disk.content("MANIFEST.copy");
        StoreOnFaultyDisk.fill(store, new Random(2), 30);
        List<Event> events = StoreOnFaultyDisk.all(store);
        disk.delete("MANIFEST.copy");
        try (Disk.DiskFile copy = disk.create("MANIFEST.copy")) {
            copy.write(0, ByteBuffer.wrap(early));
        }
        FaultyDisk twice = disk.copy();
        StoreOnFaultyDisk.open(disk);
        disk.cut("MANIFEST", 10);
        assertEquals(events, StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(disk)));

        twice.cut("MANIFEST", 10);
        List<String> before = twice.list();
        StoreException refused = assertThrows(StoreException.class, () -> StoreOnFaultyDisk.open(twice));
        assertTrue(refused.isLoss(), "another copy may have it all");
        assertTrue(refused.getMessage().contains("does not name"), refused.getMessage());
        assertEquals(before, twice.list(), "nothing is touched");
    }

    @Test
    void aSegmentWithEventsAboveTheLogsEndIsNotPutAside() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        StoreOnFaultyDisk.fill(store, new Random(1), 10);
        byte[] early = disk.content("MANIFEST");
        StoreOnFaultyDisk.fill(store, new Random(2), 30);
        for (String name : List.of("MANIFEST", "MANIFEST.copy")) { // somebody put back a copy
            disk.delete(name);
            try (Disk.DiskFile file = disk.create(name)) {
                file.write(0, ByteBuffer.wrap(early));
            }
        }
        List<String> before = disk.list();
        StoreException refused = assertThrows(StoreException.class, () -> StoreOnFaultyDisk.open(disk));
        assertTrue(refused.getMessage().contains("put back the manifest"), refused.getMessage());
        assertEquals(before, disk.list());
    }

    @Test
    void aDeletionTakesItsEventsFromSegmentsThatWereSetAsideAndLeavesTheOthers() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        List<Event> events = StoreOnFaultyDisk.flat(StoreOnFaultyDisk.fill(store, new Random(1), 40));
        byte[] second = disk.content("00000002.log");
        store.close();
        try (Disk.DiskFile stray = disk.create("00000077.log")) {
            stray.write(0, ByteBuffer.wrap(second));
        }
        store = StoreOnFaultyDisk.open(disk);
        String deleted = events.stream()
                .filter(event -> contains(second, event))
                .findFirst()
                .orElseThrow()
                .streamName();
        store.hide(deleted, store.lastOrderId());
        assertEquals(0, store.erasure().pendingStreams());
        byte[] aside = disk.content("00000077.log.aside");
        for (Event event : events) {
            boolean stays = contains(second, event) && !event.streamName().equals(deleted);
            assertEquals(stays, contains(aside, event), "event " + event.orderId());
        }
        assertFalse(disk.exists("00000077.log.aside.new"));
    }

    private static boolean contains(byte[] bytes, Event event) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .contains(new String(event.line(), StandardCharsets.ISO_8859_1));
    }

    @Test
    void aFileThatCouldNotBeRemovedIsKnownAtTheNextStart() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        StoreOnFaultyDisk.fill(store, new Random(1), 40);
        List<Event> events = StoreOnFaultyDisk.all(store);
        disk.keep("00000001.log");
        store.hide(events.get(0).streamName(), store.lastOrderId());
        StoreOnFaultyDisk.fill(store, new Random(2), 40); // which writes the manifest anew
        assertTrue(disk.exists("00000001.log"));
        disk.keep("");
        StoreOnFaultyDisk.open(disk);
        assertFalse(disk.exists("00000001.log"));
        assertFalse(disk.exists("00000001.log.aside"), "deleted events stay nowhere");
    }

    @Test
    void aStopWhileAnAppendIsStalledChangesNothingUnderIt() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        List<Event> events = new ArrayList<>(StoreOnFaultyDisk.flat(StoreOnFaultyDisk.fill(store, new Random(1), 5)));
        List<Event> batch = StoreOnFaultyDisk.batch(new Random(3), store.lastOrderId() + 1, 3);
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        disk.duringNextForce(() -> {
            stalled.countDown();
            await(goOn);
        });
        CompletableFuture<Void> append = CompletableFuture.runAsync(() -> {
            try {
                store.append(batch);
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
        });
        await(stalled);
        byte[] before = disk.content(disk.list().stream()
                .filter(name -> name.endsWith(".log"))
                .reduce((a, b) -> b)
                .orElseThrow());
        store.close(50);
        assertFalse(disk.exists("CLEAN"), "no end is noted that may not be the end");
        String last = disk.list().stream()
                .filter(name -> name.endsWith(".log"))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertTrue(Arrays.equals(before, disk.content(last)), "nothing was cut under the write");
        goOn.countDown();
        append.get(60, TimeUnit.SECONDS); // it is answered as stored …
        events.addAll(batch);
        assertEquals(events, StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(disk.afterPowerCut(new Random(1)))));
    }

    @Test
    void anAppendThatComesAfterTheStopIsRefused() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        store.close();
        StoreException refused =
                assertThrows(StoreException.class, () -> store.append(StoreOnFaultyDisk.batch(new Random(3), 1, 3)));
        assertEquals(StoreException.Kind.CLOSED, refused.kind());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
