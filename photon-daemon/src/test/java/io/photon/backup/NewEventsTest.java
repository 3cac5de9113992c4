// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another client emits events of a restore while they are staged. */
class NewEventsTest {

    private static final RestoreRequest AS_NEW = new RestoreRequest(false, Long.MAX_VALUE, true, false);

    @TempDir
    Path scratch;

    private final House[] to = new House[1];
    private int emitted;
    private final InterruptedStore store = new InterruptedStore(this::emitOne);
    private int most;

    private void emitOne() {
        if (emitted < most) {
            to[0].emit("a", "" + emitted, "id-" + emitted);
            emitted++;
        }
    }

    private Result<Restored> restoreTen() throws StoreException {
        try (House from = new House(scratch)) {
            for (int i = 0; i < 10; i++) {
                from.emit("a", "" + i, "id-" + i);
            }
            return to[0].tryRestore(from.backup(), AS_NEW);
        }
    }

    @Test
    void oneEmittedInBetweenIsStoredOnceAndTheOthersAreRestored() throws StoreException {
        most = 1;
        try (House house = new House(scratch, store)) {
            to[0] = house;
            Restored restored = ok(restoreTen());
            assertEquals(9, restored.restored());
            assertEquals(1, restored.skipped());
            assertEquals(List.of(10, 9), store.staged);
            assertEquals(
                    10,
                    house.backup()
                            .lines()
                            .filter(line -> line.contains("\"id-"))
                            .count());
        }
    }

    @Test
    void aRestoreWhoseEventsAreEmittedEachTimeEndsAfterSixTimesWithNothingRestored() throws StoreException {
        most = 10;
        try (House house = new House(scratch, store)) {
            to[0] = house;
            Failure failure = failure(restoreTen());
            assertEquals(Failure.Kind.CONFLICT, failure.kind());
            assertTrue(failure.message().contains("was emitted during the restore"), failure.message());
            assertEquals(List.of(10, 9, 8, 7, 6, 5), store.staged);
            assertEquals(
                    6,
                    house.backup()
                            .lines()
                            .filter(line -> line.contains("\"id-"))
                            .count());
        }
    }
}
