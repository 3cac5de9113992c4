// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventStore;
import io.photon.store.Fence;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.testkit.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StagingBesideAppendsTest {

    @Test
    void eventsAppendedWhileARestoreIsStagedAreFoundFromAnyPageAfterTheNextStart() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (EventStore store = open(disk)) {
            store.append(List.of(event("s", 1, "a", "1")));
            try (Staging staging = store.staging().stage()) {
                staging.add(List.of(event("s", 100, "z", "1")));
                for (int id = 2; id < 10; id++) {
                    store.append(List.of(event("s", id, "b" + id, "1")));
                }
                staging.publish(Fence.LOCAL);
            }
        }
        try (EventStore store = open(disk)) {
            List<Long> ids = new ArrayList<>();
            Page page;
            long cursor = 0;
            do {
                page = store.read(
                        new ReadRequest(StreamNames.ALL, cursor, Long.MAX_VALUE, Direction.FORWARDS, 1, 64 * 1024));
                page.events().stream().map(Event::orderId).forEach(ids::add);
                cursor = page.cursor();
            } while (!page.end());
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 100L), ids);
            for (int id = 2; id < 10; id++) {
                assertTrue(store.findByLocalId("s", "b" + id).isPresent());
            }
            assertEquals(List.of(), Verified.of(store).damages());
        }
    }

    @Test
    void aRestoreWhoseFirstEventHasTheOrderIdOfTheHeadIsNotPublished() throws Exception {
        try (FileEventStore store = open(new FaultyDisk());
                Staging staging = store.staging().stage()) {
            staging.add(List.of(event("s", 5, "z", "1")));
            store.append(List.of(event("s", 5, "a", "1")));
            assertEquals(
                    StoreException.Kind.CONFLICT,
                    assertThrows(StoreException.class, () -> staging.publish(Fence.LOCAL))
                            .kind());
            assertEquals(List.of(event("s", 5, "a", "1")), StoreOnFaultyDisk.all(store));
        }
    }

    @Test
    void ofManyThatWantToStageAtTheSameMomentOneIsLetIn() throws Exception {
        int many = 4;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        CyclicBarrier start = new CyclicBarrier(many);
        try (FileEventStore store = open(new FaultyDisk())) {
            for (int round = 0; round < 5_000; round++) {
                List<Future<Staging>> asked = new ArrayList<>();
                for (int i = 0; i < many; i++) {
                    asked.add(threads.submit(() -> {
                        start.await();
                        return stagedOrNull(store);
                    }));
                }
                List<Staging> letIn = new ArrayList<>();
                for (Future<Staging> each : asked) {
                    Staging staging = each.get(30, TimeUnit.SECONDS);
                    if (staging != null) {
                        letIn.add(staging);
                    }
                }
                letIn.forEach(Staging::close); // only now, or another would be let in after it
                assertEquals(1, letIn.size(), "in round " + round);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Staging stagedOrNull(FileEventStore store) throws StoreException {
        try {
            return store.stage();
        } catch (StoreException e) {
            assertEquals(StoreException.Kind.CONFLICT, e.kind());
            return null;
        }
    }

    @Test
    void whoGivesUpWaitingForThePublishingDoesNotTakeTheFilesFromIt() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (FileEventStore store = open(disk)) {
            Staging staging = store.staging().stage();
            staging.add(List.of(event("s", 100, "z", "1")));
            Thread impatient = new Thread(staging::close, "impatient");
            disk.duringNextSync(() -> {
                impatient.start();
                while (impatient.getState() != Thread.State.BLOCKED
                        && impatient.getState() != Thread.State.TERMINATED) {
                    Thread.onSpinWait();
                }
            });
            staging.publish(Fence.LOCAL);
            impatient.join(10_000);
            assertEquals(Thread.State.TERMINATED, impatient.getState());
            assertEquals(List.of(event("s", 100, "z", "1")), StoreOnFaultyDisk.all(store));
        }
        try (FileEventStore store = open(disk)) {
            assertEquals(List.of(event("s", 100, "z", "1")), StoreOnFaultyDisk.all(store));
        }
    }

    private static FileEventStore open(FaultyDisk disk) throws Exception {
        return FileEventStore.open(disk, FileEventStore.Limits.DEFAULT, RecordSource.NONE, Runnable::run);
    }
}
