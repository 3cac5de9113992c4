// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.pace.BackgroundPace;
import io.photon.store.EventStore;
import io.photon.store.file.RecordSource;
import io.photon.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log is told of the database's rows, by the thread that has it open. */
@Timeout(120)
class LogCopiesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long FIRST = MirrorEvents.FIRST;

    @TempDir
    Path directory;

    private EventStore log;
    private MirrorThread mirror;
    private LogCopies copies;

    @BeforeEach
    void follow() throws Exception {
        MirrorFile file = new MirrorFile(directory.resolve("photon.h2"));
        Files.createDirectory(file.log());
        PairingMarker mark = PairingMarker.create(file.log(), PairingMarker.newStoreId());
        mark.save();
        log = H2Harness.LOGS.open(file.log(), RecordSource.NONE);
        MirrorOpening opening = new MirrorOpening(file, PATIENCE);
        PendingDatabase database = PendingDatabase.opening(opening, mark);
        copies = new LogCopies(mark, database, PATIENCE.toMillis());
        mirror = new MirrorThread(
                file,
                opening,
                mark,
                log,
                database.future(),
                H2Harness.asides(file, mark, log),
                0,
                BackgroundPace.unhurried());
        copies.handOver(mirror, log);
        mirror.start();
        for (Event event : List.of(MirrorEvents.event("kept", FIRST), MirrorEvents.event("deleted", FIRST + 1))) {
            log.append(List.of(event));
        }
        mirror.appended();
        assertTrue(mirror.meter().await(meter -> meter.head() == FIRST + 1, PATIENCE));
        copies.awaitDecided();
    }

    @AfterEach
    void close() throws Exception {
        mirror.stop(PATIENCE);
        log.close();
    }

    private List<Long> copied() throws Exception {
        return copies.between(0, Long.MAX_VALUE, 10).stream()
                .map(RecordSource.CopiedRecord::orderId)
                .toList();
    }

    @Test
    void rowsThatCannotBeReadJustNowAreNotRowsThatAreNotThere() throws Exception {
        assertEquals(List.of(FIRST, FIRST + 1), copied());
        String large = "x".repeat(20_000);
        for (int i = 10; i < 400; i++) { // more than H2 keeps in memory
            String json = "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":\"" + large + "\"}";
            log.append(List.of(MirrorEvents.parsed(FIRST + i, json)));
        }
        mirror.appended();
        assertTrue(mirror.meter().await(meter -> meter.head() == FIRST + 399, PATIENCE));
        mirror.database().close();
        RecordSource.Unreadable refused =
                assertThrows(RecordSource.Unreadable.class, () -> copies.between(0, Long.MAX_VALUE, 1_000));
        assertTrue(refused.getMessage().contains("just now"), refused.getMessage());
    }

    /** The file is closed and opened for that; nothing more is to come from it. */
    @Test
    void aDatabaseWhoseFileWasMadeAnewAfterADeletionIsTheOneThatIsAsked() throws Exception {
        assertFalse(copies.mayStillCome());
        log.hide("deleted", FIRST + 1);
        mirror.erase("deleted", FIRST + 1);
        Eventually.holds("it is erased", () -> mirror.erasuresPending() == 0);
        assertEquals(List.of(FIRST), copied());
        assertFalse(copies.mayStillCome());
    }
}
