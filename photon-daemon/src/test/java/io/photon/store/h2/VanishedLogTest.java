// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.EventStore.StoreState.Condition;
import io.photon.store.StoreException;
import io.photon.store.h2.H2Options.Adopt;
import io.photon.store.testkit.Verified;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The log's folder is taken away under a running store, or parts are while it is stopped: the last copy is never lost. */
class VanishedLogTest extends TwoCopies {

    @Test
    void aRemovedLogFolderEndsWritingAtOnceAndEverythingComesBackAtTheNextStart() throws Exception {
        store.open();
        List<Event> events = store.append(FIRST, 5_000);
        store.awaitMirrored();
        removeLog();
        StoreException refused = assertThrows(StoreException.class, () -> store.append(FIRST + 6_000, 1));
        assertEquals(StoreException.Kind.READ_ONLY, refused.kind());
        assertTrue(refused.getMessage().contains(file.log().toString()), refused.getMessage());
        assertEquals(Condition.READ_ONLY, store.store().state().condition());
        assertTrue(store.store().state().reason().contains("take a backup"));
        assertEquals(events, store.events(), "what was stored is read on");
        store.close();
        assertEquals(List.of("photon.h2.mv.db"), names());
        store.open();
        assertEquals(events, store.events());
        store.close();
        assertEquals(events, store.rows());
        store.open();
        assertEquals(events, store.events(), "nor does the start after that lose any");
    }

    @Test
    void whatWasNotMirroredYetWhenTheFolderWentIsMirroredFromTheOpenFiles() throws Exception {
        store.open();
        List<Event> events = store.append(FIRST, 20_000);
        removeLog();
        assertThrows(StoreException.class, () -> store.append(FIRST + 30_000, 1));
        store.close();
        store.open();
        assertEquals(events, store.events());
    }

    @Test
    void aRemovedFolderIsNoticedWithoutAnAppendAndVerifyingSaysSo() throws Exception {
        store.open();
        store.append(FIRST, 100);
        removeLog();
        awaitReadOnly();
        List<String> damages = verified();
        assertEquals(1, damages.size(), damages.toString());
        assertTrue(damages.get(0).contains(file.log() + " is gone"), damages.toString());
    }

    @Test
    void verifyingNoticesItByItself() throws Exception {
        store.open();
        store.append(FIRST, 100);
        assertEquals(List.of(), verified());
        Files.delete(file.log().resolve("MANIFEST"));
        assertTrue(verified().get(0).contains("MANIFEST is gone"));
        assertEquals(Condition.READ_ONLY, store.store().state().condition());
    }

    @Test
    void aFolderThatWasRenamedCanBePutBackWithAllThatWasAnswered() throws Exception {
        store.open();
        List<Event> events = store.append(FIRST, 1_000);
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file.log(), elsewhere);
        assertThrows(StoreException.class, () -> store.append(FIRST + 2_000, 1));
        store.close();
        assertFalse(Files.exists(file.log()), "nothing was made in its place");
        Files.move(elsewhere, file.log());
        store.open();
        assertEquals(events, store.events(), "and nothing that was refused");
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void aFolderThatWasRenamedBeforeThereWasADatabaseCanBePutBack() throws Exception {
        store.open();
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file.log(), elsewhere);
        Eventually.holds("the database is made all the same", () -> Files.exists(file.path()));
        assertThrows(StoreException.class, () -> store.append(FIRST, 1));
        store.close();
        Files.move(elsewhere, file.log());
        store.open();
        List<Event> events = store.append(FIRST, 100);
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void anOlderFolderPutInItsPlaceIsNotWrittenTo() throws Exception {
        storeAndStop(100);
        Path copy = directory.resolve("copy");
        H2Harness.copyTree(file.log(), copy);
        store.open();
        List<Event> events = new ArrayList<>(store.events());
        events.addAll(store.append(FIRST + 100, 100));
        store.awaitMirrored();
        removeLog();
        H2Harness.copyTree(copy, file.log());
        assertThrows(StoreException.class, () -> store.append(FIRST + 2_000, 1));
        store.close();
        for (String name : List.of("MANIFEST", "CLEAN", "mirror.mark", "mirror.head", "00000001.log")) {
            assertEquals(-1, Files.mismatch(copy.resolve(name), file.log().resolve(name)), name);
        }
        assertThrows(StoreException.class, () -> store.open(), "the two do not belong together");
        store.open(Adopt.H2);
        assertEquals(events, store.events());
    }

    @Test
    void aNoteAlongsideTheLogThatCannotBeWrittenIsNoDamageOfTheDatabase() throws Exception {
        store.open();
        List<Event> events = new ArrayList<>(store.append(FIRST, 1_000));
        store.awaitFollowing();
        Path note = file.log().resolve("mirror.head");
        Files.delete(note);
        Files.createDirectory(note);
        events.addAll(store.append(FIRST + 1_000, 1_000));
        assertTrue(store.awaitMeter(meter -> meter.state().equals("waiting")));
        assertEquals(List.of("photon.h2.log", "photon.h2.mv.db"), names());
        Files.delete(note);
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void withNeitherLogNorDatabaseWhatWasSetAsideIsPutBack() throws Exception {
        List<Event> events = storeAndStop(500);
        Files.copy(file.path(), file.beside(".mv.db.damaged-1"));
        store.open();
        events = new ArrayList<>(events);
        events.addAll(store.append(FIRST + 500, 500));
        store.close();
        Files.move(file.path(), file.beside(".mv.db.damaged-2"));
        Files.writeString(file.beside(".mv.db.damaged-3"), "nothing of a database");
        removeLog();
        store.open();
        assertEquals(events, store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(
                List.of("photon.h2.log", "photon.h2.mv.db", "photon.h2.mv.db.damaged-1", "photon.h2.mv.db.damaged-3"),
                names(),
                "the others are not erased by this log, which knows nothing of them");
    }

    @Test
    void withNothingButWhatCannotBeReadNoEmptyStoreIsBegun() throws Exception {
        Files.writeString(file.beside(".mv.db.damaged-3"), "nothing of a database");
        StoreException refused = assertThrows(StoreException.class, () -> store.open());
        assertEquals(StoreException.Kind.REFUSED, refused.kind());
        assertTrue(refused.getMessage().contains(file.beside(".mv.db.damaged-3").toString()), refused.getMessage());
        assertEquals(List.of("photon.h2.mv.db.damaged-3"), names());
    }

    @Test
    void aLogThatLostItsEndWaitsForADatabaseInUseInsteadOfGoingOnWithoutIt() throws Exception {
        List<Event> events = storeAndStop(500);
        loseEndOfLog();
        Process holder = H2Harness.lock(file);
        try {
            StoreException refused = assertThrows(StoreException.class, () -> store.open());
            assertTrue(refused.getMessage().contains("cannot be asked"), refused.getMessage());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        store.open();
        assertEquals(events, store.events());
    }

    @Test
    void aLogThatLostItsEndAndTheNoteOfItTakesTheDatabasesWord() throws Exception {
        List<Event> events = storeAndStop(500);
        loseEndOfLog();
        Files.delete(file.log().resolve("mirror.head"));
        store.open();
        assertEquals(events, store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
    }

    @Test
    void aDamagedDatabaseIsNotReplacedWhileTheLogHasLostItsEnd() throws Exception {
        storeAndStop(500);
        loseEndOfLog();
        byte[] damaged = new byte[20_000];
        Files.write(file.path(), damaged);
        assertThrows(StoreException.class, () -> store.open());
        assertEquals(List.of("photon.h2.log", "photon.h2.mv.db"), names());
    }

    /** At once: files that are made in it concurrently would keep it. */
    private void removeLog() throws IOException {
        Path gone = directory.resolve("gone");
        Files.move(file.log(), gone);
        MirrorFile.eraseTree(gone);
    }

    /** As after a crash of a disk that promised more than it held. */
    private void loseEndOfLog() throws IOException {
        Files.delete(file.log().resolve("CLEAN"));
        try (FileChannel channel = FileChannel.open(file.log().resolve("00000001.log"), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    private void awaitReadOnly() {
        Eventually.holds("it is read-only", () -> store.store().state().condition() == Condition.READ_ONLY);
    }

    private List<String> verified() throws StoreException {
        return Verified.of(store.store()).damages().stream()
                .map(Object::toString)
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith("photon.h2"))
                    .sorted()
                    .toList();
        }
    }
}
