// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.log.DeletionFold;
import io.photon.store.StoreException;
import io.photon.store.h2.H2Options.Adopt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules by which log and database heal each other, one test each. */
class H2EventStoreHealingTest extends TwoCopies {

    @Test
    void whatIsAppendedIsMirrored() throws Exception {
        store.open();
        List<Event> events = store.append(FIRST, 5_000);
        store.awaitMirrored();
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void mirroringGoesOnWhereItEnded() throws Exception {
        storeAndStop(100);
        store.open();
        store.append(FIRST + 100, 100);
        store.close();
        assertEquals(200, store.rows().size());
    }

    @Test
    void aDeletedDatabaseIsRebuiltFromTheLog() throws Exception {
        List<Event> events = storeAndStop(3_000);
        Files.delete(file.path());
        store.open();
        assertEquals(events, store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void aLogThatIsGoneAfterACleanStopIsRebuiltWholeFromTheDatabase() throws Exception {
        List<Event> events = storeAndStop(3_000);
        MirrorFile.eraseTree(file.log());
        store.open();
        assertEquals(events, store.events());
        store.append(FIRST + 3_000, 10);
        store.close();
        assertEquals(3_010, store.rows().size());
    }

    @Test
    void aLogDirectoryThatWasEmptiedIsRebuiltToo() throws Exception {
        List<Event> events = storeAndStop(300);
        MirrorFile.eraseTree(file.log());
        Files.createDirectory(file.log());
        store.open();
        assertEquals(events, store.events());
    }

    @Test
    void aRebuildOfTheLogThatWasKilledBeginsAgain() throws Exception {
        List<Event> events = storeAndStop(300);
        MirrorFile.eraseTree(file.log());
        Files.createDirectory(file.beside(".log.rebuild"));
        Files.writeString(file.beside(".log.rebuild").resolve("00000001.log"), "half a segment");
        store.open();
        assertEquals(events, store.events());
        assertFalse(Files.exists(file.beside(".log.rebuild")));
    }

    @Test
    void aCopyOfTheDatabaseThatWasPutBackIsRefusedAndBothAnswersAreNamed() throws Exception {
        storeAndStop(100);
        byte[] copy = Files.readAllBytes(file.path());
        store.open();
        store.append(FIRST + 100, 100);
        store.close();
        Files.write(file.path(), copy);
        StoreException refused = assertThrows(StoreException.class, () -> store.open());
        assertEquals(StoreException.Kind.REFUSED, refused.kind());
        for (String expected : List.of(
                file.path().toString(),
                "--adopt log",
                "--adopt h2",
                "events up to " + (FIRST + 99),
                "events up to " + (FIRST + 199))) {
            assertTrue(refused.getMessage().contains(expected), refused.getMessage());
        }
        for (int i = 0; i < 10; i++) { // each of these starts opens the file, for which H2 writes a version
            assertThrows(StoreException.class, () -> store.open(), "asking changes nothing, time " + i);
        }
    }

    @Test
    void adoptingTheLogRebuildsTheDatabaseAndKeepsTheCopy() throws Exception {
        aCopyOfTheDatabaseThatWasPutBackIsRefusedAndBothAnswersAreNamed();
        store.open(Adopt.LOG);
        assertEquals(200, store.events().size());
        store.awaitFollowing();
        store.close();
        assertEquals(200, store.rows().size());
        assertEquals(1, asides(".replaced-").size());
        store.open();
    }

    @Test
    void adoptingTheDatabaseGoesBackToItsStateAndKeepsTheLog() throws Exception {
        aCopyOfTheDatabaseThatWasPutBackIsRefusedAndBothAnswersAreNamed();
        store.open(Adopt.H2);
        assertEquals(100, store.events().size());
        store.append(FIRST + 500, 1);
        store.close();
        assertEquals(101, store.rows().size());
        assertEquals(1, asides(".log.replaced-").size());
        store.open();
        assertEquals(101, store.events().size());
    }

    /** As a power cut leaves it: the log knows of the start, the database's file has lost it. */
    @Test
    void adoptingAnOlderDatabaseBringsNoDeletedStreamBack() throws Exception {
        List<Event> kept = divergeByADeletion();
        store.open(Adopt.H2);
        DeletionFold.apply(store.store()); // as wiring does before any door opens
        assertEquals(kept, store.events());
        store.awaitErased();
        store.close();
        assertEquals(kept, store.rows());
    }

    @Test
    void adoptingChangesNothingWhenBothBelongTogether() throws Exception {
        storeAndStop(100);
        for (Adopt adopt : Adopt.values()) {
            store.open(adopt);
            assertEquals(100, store.events().size());
            store.close();
            assertEquals(100, store.rows().size());
        }
        assertEquals(List.of(), asides(".replaced-"));
    }

    @Test
    void anOlderLogThatWasPutBackIsRefused() throws Exception {
        storeAndStop(100);
        Path copy = directory.resolve("copy");
        H2Harness.copyTree(file.log(), copy);
        store.open();
        store.append(FIRST + 100, 100);
        store.close();
        MirrorFile.eraseTree(file.log());
        Files.move(copy, file.log());
        assertThrows(StoreException.class, () -> store.open());
        store.open(Adopt.H2);
        assertEquals(200, store.events().size());
    }

    @Test
    void aLogWithoutAMarkBesideADatabaseIsRefused() throws Exception {
        storeAndStop(100);
        Files.delete(file.log().resolve("mirror.mark"));
        Files.delete(file.log().resolve("mirror.mark.copy"));
        StoreException refused = assertThrows(StoreException.class, () -> store.open());
        assertTrue(refused.getMessage().contains("carries no mark"), refused.getMessage());
        store.open(Adopt.LOG);
        assertEquals(100, store.events().size());
        store.awaitFollowing();
    }

    @Test
    void aDamagedMarkIsReadFromItsCopy() throws Exception {
        storeAndStop(100);
        for (String name : List.of("mirror.mark", "mirror.mark.copy")) {
            Path mark = file.log().resolve(name);
            byte[] bytes = Files.readAllBytes(mark);
            for (int at = 0; at < bytes.length; at += 40) {
                byte[] flipped = bytes.clone();
                flipped[at] ^= 4;
                Files.write(mark, flipped);
                assertNotNull(PairingMarker.read(file.log()), name + " flipped at " + at);
            }
            store.open();
            assertEquals(100, store.events().size());
            store.awaitFollowing();
            store.close();
            Files.delete(mark);
            store.open();
            store.close();
            assertTrue(Files.exists(mark), "it is written again");
        }
    }

    @Test
    void aForeignFileIsRefusedNamedAndNotTouched() throws Exception {
        Files.writeString(file.path(), "not yours");
        StoreException refused = assertThrows(StoreException.class, () -> store.open());
        assertEquals(StoreException.Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains(file.path() + " is not a database of Photon"), refused.getMessage());
        assertTrue(refused.getMessage().contains("muon replay __all__"), refused.getMessage());
        assertEquals("not yours", Files.readString(file.path()));
    }

    @Test
    void aForeignFileBesideALogIsRefusedToo() throws Exception {
        storeAndStop(10);
        Files.writeString(file.path(), "not yours");
        assertThrows(StoreException.class, () -> store.open());
        assertThrows(StoreException.class, () -> store.open(Adopt.LOG));
        assertEquals("not yours", Files.readString(file.path()));
    }

    @Test
    void aLockedDatabaseIsMirroredIntoWhenItIsFree() throws Exception {
        storeAndStop(100);
        Process holder = H2Harness.lock(file);
        try {
            store.open();
            store.append(FIRST + 100, 100);
            assertEquals(200, store.events().size());
            assertTrue(store.awaitMeter(meter -> meter.state().equals("locked")));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        store.awaitFollowing();
        store.close();
        assertEquals(200, store.rows().size());
    }

    @Test
    void aStopWhileTheDatabaseIsLockedLeavesBothFit() throws Exception {
        storeAndStop(100);
        Process holder = H2Harness.lock(file);
        try {
            store.open();
            store.append(FIRST + 100, 100);
            store.close();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        store.open();
        store.awaitFollowing();
        store.close();
        assertEquals(200, store.rows().size());
    }

    @Test
    void rowsTheLogDoesNotHaveAreTrimmed() throws Exception {
        List<Event> events = storeAndStop(100);
        sql("INSERT INTO events (\"order-id\", \"event-time\", \"stream-name\", \"event-type\", \"payload\","
                + " photon_previous, photon_crc) VALUES (" + (FIRST + 500) + ", 1, 's', 't', '1', " + (FIRST + 99)
                + ", 1)");
        sql("INSERT INTO events (\"order-id\", \"event-time\", \"stream-name\", \"event-type\", \"payload\","
                + " photon_previous, photon_crc) VALUES (" + (FIRST - 5) + ", 1, 's', 't', '1', 0, 1)");
        store.open();
        store.awaitFollowing();
        assertEquals(events, store.events());
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void aRowThatSomebodyChangedIsNoticed() throws Exception {
        List<Event> events = storeAndStop(100);
        sql("UPDATE events SET \"payload\" = '2' WHERE \"order-id\" = " + (FIRST + 50));
        store.open();
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void aDeletedStreamLeavesNoBytesAndStaysDeleted() throws Exception {
        store.open();
        List<Event> kept = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            String stream = i % 2 == 0 ? "kept" : "secret-" + i % 5;
            Event event = MirrorEvents.event(stream, FIRST + i);
            store.store().append(List.of(event));
            if (i % 2 == 0) {
                kept.add(event);
            }
        }
        Files.writeString(file.beside(".mv.db.damaged-1"), "secret-1");
        store.awaitMirrored();
        for (int i = 0; i < 5; i++) {
            store.store().hide("secret-" + i, FIRST + 1_000);
        }
        // A deletion reaches up to its own position in the log.
        store.store().append(List.of(MirrorEvents.event("__config__", FIRST + 1_001)));
        kept.add(MirrorEvents.event("__config__", FIRST + 1_001));
        assertEquals(kept, store.events());
        store.awaitErased();
        store.close();
        assertEquals(kept, store.rows());
        String bytes = Files.readString(file.path(), StandardCharsets.ISO_8859_1);
        // photon_erased and __config__ know the names; of the events nothing is left.
        for (int i = 1; i < 600; i += 2) {
            assertFalse(bytes.contains("id-" + (FIRST + i)), "event " + i + " is still in the file");
        }
        assertEquals(List.of(), asides(".damaged-"));
        store.open();
        store.awaitFollowing();
        store.close();
        assertEquals(kept, store.rows());
    }

    @Test
    void whatAStopLeftUncopiedTheNextStartCopies() throws Exception {
        store.open(new H2Options(file.prefix(), Duration.ofSeconds(20), Duration.ZERO, Adopt.NONE));
        store.append(FIRST, 20_000);
        store.close();
        store.open();
        store.awaitMirrored();
        store.close();
        assertEquals(20_000, store.rows().size());
    }

    @Test
    void theStatsTellHowFarTheMirrorIs() throws Exception {
        store.open();
        store.append(FIRST, 10);
        store.awaitMirrored();
        assertEquals(FIRST + 9, store.store().stats().get("mirror-head"));
        assertEquals(0L, store.store().stats().get("mirror-lag-ms"));
    }

    private void sql(String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
            connection.createStatement().execute(statement);
        }
    }

    private List<Path> asides(String kind) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.getFileName().toString().contains(kind))
                    .toList();
        }
    }
}
