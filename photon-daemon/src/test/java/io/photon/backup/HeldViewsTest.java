// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Use;
import io.photon.result.Failure;
import io.photon.store.ForwardingReader;
import io.photon.store.Page;
import io.photon.store.PinnedView;
import io.photon.store.Pinning;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view that is held keeps the bytes of deleted events on disk; so none outlives its backup or restore. */
class HeldViewsTest {

    @TempDir
    Path scratch;

    private final CountingStore store = new CountingStore();
    private House house;

    /** Counts the views that are held; some of what they are asked fails. */
    private static final class CountingStore extends DelegatingStore {

        int held;
        boolean noPin;
        boolean noHead;
        boolean noRead;
        int emptyPages;

        CountingStore() {
            super(new MemoryEventStore());
        }

        private static void fail(boolean really) throws StoreException {
            if (really) {
                throw new StoreException(StoreException.Kind.FAILED, "the disk does not answer");
            }
        }

        @Override
        public Pinning pinning() {
            return () -> {
                fail(noPin);
                held++;
                return new View(behind.pinning().pin());
            };
        }

        private final class View extends ForwardingReader implements PinnedView {

            private final PinnedView view;

            View(PinnedView view) {
                super(view);
                this.view = view;
            }

            @Override
            public Page read(ReadRequest request) throws StoreException {
                fail(noRead);
                if (emptyPages-- > 0) {
                    return new Page(List.of(), request.from(), false);
                }
                return super.read(request);
            }

            @Override
            public long lastOrderId() throws StoreException {
                fail(noHead);
                return super.lastOrderId();
            }

            @Override
            public void close() {
                held--;
                view.close();
            }
        }
    }

    @BeforeEach
    void open() {
        house = new House(scratch, store);
        house.emit("a", "1");
    }

    @AfterEach
    void close() throws StoreException {
        house.close();
    }

    @Test
    void aBackupHoldsItsViewUntilItIsClosed() {
        Backup backup = ok(house.backups.begin(BackupRequest.WHOLE));
        ok(backup.next());
        assertEquals(1, store.held);
        backup.close();
        backup.close();
        assertEquals(0, store.held);
    }

    @Test
    void aBackupThatFailsReleasesItsViewAtOnce() {
        store.noRead = true;
        Backup backup = ok(house.backups.begin(BackupRequest.WHOLE));
        failure(backup.next());
        assertEquals(0, store.held);
        backup.close();
        assertEquals(0, store.held);
    }

    @Test
    void backupsThatCannotBeginTakeNoPlace() {
        store.noPin = true;
        for (int i = 0; i <= BackupService.MAX_RUNNING; i++) {
            Failure failure = failure(house.backups.begin(BackupRequest.WHOLE));
            assertTrue(failure.message().contains("does not answer"), failure.message());
        }
        store.noPin = false;
        assertTrue(house.backup().contains("\"payload\":1"));
    }

    @Test
    void aRestoreThatCannotBeginHoldsNoViewAndLetsTheNextOneIn() {
        store.noHead = true;
        failure(house.restores.begin(RestoreRequest.EXACT));
        assertEquals(0, store.held);
        store.noHead = false;
        assertEquals(1, house.restore(house.backup()).skipped());
        assertEquals(0, store.held);
    }

    @Test
    void aChunkHandedOutIsCountedByItsTakerAlone() {
        house.emit("large", "\"" + "x".repeat(300_000) + "\"");
        try (Backup backup = ok(house.backups.begin(BackupRequest.WHOLE))) {
            while (ok(backup.next()).isPresent()) {
                assertEquals(0, house.log.budget().usedBytes(Use.READS));
            }
        }
    }

    @Test
    void noChunkIsEmptyWhereAWholePageOfEventsWasDeleted() {
        store.emptyPages = 2;
        try (Backup backup = ok(house.backups.begin(BackupRequest.WHOLE))) {
            assertTrue(ok(backup.next()).orElseThrow().length > 0);
        }
    }
}
