// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** An error (memory that ran out, say) in the work of the background: it is done all the same, later, and nothing stays over. */
class ErrorsInTheBackgroundTest {

    /** More than the operations of an erasure, or of an index, here. */
    private static final int OPERATIONS = 40;

    /** More than the times that an erasure here makes names durable. */
    private static final int SYNCS = 10;

    private static final Event KEPT = event("kept", 1, "k", "\"kept\"");
    private static final Event GONE = event("gone", 2, "g", "\"secret\"");

    /** A log whose background work is done when the test says so. */
    private static final class Log {
        final FaultyDisk disk = new FaultyDisk();
        final BlockingQueue<Runnable> background = new LinkedBlockingQueue<>();
        final FileEventStore store;

        Log() throws StoreException {
            store = FileEventStore.open(disk, StoreOnFaultyDisk.TINY, RecordSource.NONE, background::add);
        }

        void work() {
            for (Runnable task = background.poll(); task != null; task = background.poll()) {
                task.run();
            }
        }

        boolean isReadOnly() {
            return store.state().condition() == Condition.READ_ONLY;
        }
    }

    /** The log, of which an erasure is to be done. */
    private static Log erasing() throws StoreException {
        Log log = new Log();
        log.work();
        log.store.append(List.of(KEPT, GONE));
        log.store.hide("gone", GONE.orderId());
        return log;
    }

    private static long segmentFiles(FaultyDisk disk) {
        return disk.list().stream().filter(name -> name.endsWith(".log")).count();
    }

    @Test
    void anErasureIsTriedAgainAfterAnErrorAndLeavesNoFileOver() throws StoreException {
        List<Log> logs = new ArrayList<>();
        for (int at = 1; at <= OPERATIONS; at++) {
            Log log = erasing();
            log.disk.errorOnceAfter(at);
            log.work();
            logs.add(log);
        }
        Eventually.holds(
                () -> {
                    logs.forEach(Log::work);
                    return logs.stream()
                            .allMatch(log ->
                                    log.isReadOnly() || log.store.erasure().pendingStreams() == 0);
                },
                () -> "after an error at one of these operations nothing is erased: "
                        + logs.stream()
                                .filter(log -> log.store.erasure().pendingStreams() > 0)
                                .map(log -> logs.indexOf(log) + 1)
                                .toList());
        long readOnly = logs.stream().filter(Log::isReadOnly).count();
        assertTrue(readOnly > 0 && readOnly < OPERATIONS / 2, readOnly + " were broken off in the step itself");
        for (Log log : logs) {
            if (!log.isReadOnly()) {
                assertEquals(List.of(), log.disk.containing("secret"));
                assertEquals(log.store.segments().size(), segmentFiles(log.disk), () -> "" + log.disk.list());
            }
            assertEquals(List.of(KEPT), StoreOnFaultyDisk.all(log.store));
        }
    }

    @Test
    void aLogWhoseManifestMayBeTheOldOrTheNewOneStartsAgainWithWhatItHad() throws StoreException {
        for (int sync = 1; sync < SYNCS; sync++) {
            Log log = erasing();
            failAt(sync, log.disk);
            log.work();
            List<Event> found = StoreOnFaultyDisk.all(StoreOnFaultyDisk.open(log.disk.copy()));
            assertTrue(found.remove(KEPT) && (found.isEmpty() || found.equals(List.of(GONE))), () -> "" + found);
        }
    }

    @Test
    void aLogWhoseManifestMayBeTheOldOrTheNewOneIsNotRewrittenAgainAndAgain() throws StoreException {
        int broken = 0;
        for (int sync = 1; sync < SYNCS; sync++) {
            Log log = erasing();
            failAt(sync, log.disk);
            log.work();
            if (log.isReadOnly()) {
                broken++;
                long operations = log.disk.operations();
                log.store.hide("gone", GONE.orderId()); // wakes the erasure
                log.work();
                assertEquals(operations, log.disk.operations(), "it goes on in vain");
            }
        }
        assertTrue(broken > 0);
    }

    private static void failAt(int sync, FaultyDisk disk) {
        disk.duringNextSync(() -> {
            if (sync == 1) {
                throw new IllegalStateException("injected: while names are made durable");
            }
            failAt(sync - 1, disk);
        });
    }

    @Test
    void theIndexOfASealedSegmentIsWrittenAgainAfterAnError() throws StoreException {
        List<Log> logs = new ArrayList<>();
        for (int at = 1; at <= OPERATIONS / 4; at++) {
            Log log = new Log();
            log.work();
            for (int id = 1; id <= StoreOnFaultyDisk.TINY.segmentEvents() + 1; id++) {
                log.store.append(List.of(event("s", id)));
            }
            assertEquals(2, log.store.segments().size());
            log.disk.errorOnceAfter(at);
            log.work();
            logs.add(log);
        }
        Eventually.holds(
                () -> {
                    logs.forEach(Log::work);
                    return logs.stream()
                            .allMatch(log -> indexIsInAFile(log.store.segments().get(0)));
                },
                () -> "an index stays in memory");
    }

    private static boolean indexIsInAFile(Segment segment) {
        try {
            return segment.index() instanceof IndexFile;
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theIndexOfARestoredSegmentThatCouldNotBeWrittenIsWrittenOnceTheRestoreIsPublished() throws StoreException {
        Log log = new Log();
        log.work();
        int full = StoreOnFaultyDisk.TINY.segmentEvents();
        List<Event> events = new ArrayList<>();
        for (int id = 1; id <= full; id++) {
            events.add(event("s", id));
        }
        try (Staging staging = log.store.stage()) {
            staging.add(events);
            log.disk.failOnceAfter(3); // the segment is finished with two; then its index is written
            staging.add(List.of(event("s", full + 1)));
            assertFalse(log.disk.list().stream().anyMatch(name -> name.matches("staged-.*\\.idx")), "no error came");
            staging.publish(Fence.LOCAL);
        }
        Eventually.holds(
                () -> {
                    log.work();
                    return indexIsInAFile(log.store.segments().get(1));
                },
                () -> "the index stays in memory");
        events.add(event("s", full + 1));
        assertEquals(events, StoreOnFaultyDisk.all(log.store));
    }
}
