// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static io.photon.result.Results.failure;
import static io.photon.result.Results.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.backup.format.BackupReader;
import io.photon.backup.format.BackupSummary;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.StoreException;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.FileEventStore;
import io.photon.store.testkit.Events;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in which three events are damaged, the last one among them: what its backups hold and what becomes of them. */
class BackupAroundDamageTest {

    private static final long FIRST = 1_700_000_000_000_000L;
    private static final BackupRequest SKIPPING = new BackupRequest(OptionalLong.empty(), true);
    private static final RestoreRequest CONSENT = new RestoreRequest(false, Long.MAX_VALUE, false, true);

    @TempDir
    Path scratch;

    private final List<Event> events = new ArrayList<>();
    private final List<Event> lost = new ArrayList<>();
    private House damaged;

    @BeforeEach
    void open() throws StoreException {
        for (int i = 0; i < 100; i++) {
            events.add(Events.event("s" + i % 3, FIRST + 10L * i));
        }
        lost.addAll(List.of(events.get(10), events.get(50), events.get(98)));
        damaged = new House(
                scratch, DamagedLog.of(events, new FileEventStore.Limits(4 * 1024, 16), lost.toArray(new Event[0])));
    }

    @AfterEach
    void close() throws StoreException {
        damaged.close();
    }

    private static BackupSummary summary(String backup) {
        byte[] bytes = backup.getBytes(StandardCharsets.UTF_8);
        BackupReader reader = new BackupReader(BackupReader.Options.standalone(true), lines -> Optional.empty());
        assertEquals(Optional.empty(), reader.feed(bytes, 0, bytes.length));
        return ok(reader.finish());
    }

    @Test
    void aBackupRefusesAtDamageAndSaysHowToLeaveItOut() {
        try (Backup backup = ok(damaged.backups.begin(BackupRequest.WHOLE))) {
            Result<Optional<byte[]>> next = backup.next();
            while (next instanceof Result.Ok<Optional<byte[]>> ok) {
                assertTrue(ok.value().isPresent(), "it had a trailer");
                next = backup.next();
            }
            Failure failure = failure(next);
            assertEquals(Failure.Kind.DAMAGED, failure.kind());
            assertTrue(failure.message().contains(".log"), failure.message());
            assertTrue(failure.hint().contains("--skip-damaged"), failure.hint());
        }
    }

    @Test
    void askedToItLeavesOutWhatIsDamagedAndNamesItInTheTrailer() {
        String backup = damaged.backup(SKIPPING);
        BackupSummary summary = summary(backup);
        assertEquals(97, summary.events());
        assertEquals(3, summary.gaps().size(), summary.gaps().toString());
        for (int i = 0; i < lost.size(); i++) {
            long id = lost.get(i).orderId();
            Gap gap = summary.gaps().get(i);
            assertTrue(gap.covers(id) && !gap.covers(id - 10) && !gap.covers(id + 10), gap + " for " + id);
        }
    }

    @Test
    void itIsRestoredWithConsentOnly() throws StoreException {
        String backup = damaged.backup(SKIPPING);
        try (House clone = new House(scratch)) {
            Failure failure = clone.refused(backup);
            assertEquals(Failure.Kind.VERIFICATION_FAILED, failure.kind());
            assertTrue(failure.message().contains("and in 2 more places"), failure.message());
            assertEquals(0, clone.log.head());
            assertEquals(97, ok(clone.tryRestore(backup, CONSENT)).restored());
            assertEquals(97, ok(clone.tryRestore(backup, CONSENT)).skipped());
        }
    }

    @Test
    void restoredIntoTheDamagedStoreItselfAllOfItIsThereAlready() {
        Restored restored = ok(damaged.tryRestore(damaged.backup(SKIPPING), CONSENT));
        assertEquals(97, restored.skipped());
        assertEquals(0, restored.restored());
    }

    @Test
    void aChainOfIncrementalBackupsGoesOverGaps() throws StoreException {
        StringBuilder chain = new StringBuilder();
        long from = 0;
        for (int round = 0; round < 3; round++) {
            String backup =
                    damaged.backup(new BackupRequest(from == 0 ? OptionalLong.empty() : OptionalLong.of(from), true));
            chain.append(backup);
            BackupSummary summary = summary(backup);
            from = Math.max(
                            summary.last(),
                            summary.gaps().stream().mapToLong(Gap::last).max().orElse(0))
                    + 1;
            damaged.emit("s0", Integer.toString(round));
        }
        try (House clone = new House(scratch)) {
            assertEquals(97 + 2, ok(clone.tryRestore(chain.toString(), CONSENT)).restored());
        }
    }
}
