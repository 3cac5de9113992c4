// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.file.disk.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database may carry each mark that was announced since the last one that was confirmed, and no other. */
class PairingMarkerTest {

    private static final String STORE = "photon-store-0123456789abcdef";
    private static final long FIRST = 1_764_000_000_000_000L;
    private static final long NOW_MS = 1_764_000_000_000L;

    @TempDir
    Path directory;

    private MirrorFile file;
    private H2Harness store;

    @BeforeEach
    void place() throws IOException {
        file = new MirrorFile(directory.resolve("photon.h2"));
        store = new H2Harness(file);
        Files.createDirectories(file.log());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static String newMark() {
        return PairingMarker.newMark(NOW_MS, 0, false);
    }

    private PairingMarker read() throws IOException {
        PairingMarker mark = PairingMarker.read(file.log());
        assertTrue(mark != null);
        return mark;
    }

    private MirrorFile.Look look() throws IOException {
        return file.look(STORE);
    }

    @Test
    void whatWasAnnouncedAgreesUntilAnotherIsConfirmed() throws Exception {
        String first = newMark();
        String second = newMark();
        PairingMarker mark = PairingMarker.create(file.log(), STORE);
        mark.announce(first);
        mark.announce(second);
        assertTrue(read().agrees(first), "the second had not come into the database yet");
        assertTrue(read().agrees(second));
        assertFalse(read().agrees(newMark()));
        mark.confirm(second, look());
        assertTrue(read().agrees(second));
        assertFalse(read().agrees(first), "a copy of before");
    }

    /** As after a power cut, which forgets what was not forced. */
    @Test
    void anOlderNoteOfTheMirrorsHeadDoesNotTakeBackWhatTheMarkSays() throws Exception {
        PairingMarker mark = PairingMarker.create(file.log(), STORE);
        mark.confirm(PairingMarker.newMark(NOW_MS, FIRST + 500, false), look());
        mark.mirrored(FIRST + 100, 101);
        assertEquals(FIRST + 500, read().vouched());
        mark.mirrored(FIRST + 600, 601);
        assertEquals(FIRST + 600, read().vouched());
    }

    @Test
    void aDatabaseThatWasGivenUpIsNotExpectedAnyMore() throws Exception {
        String confirmed = PairingMarker.newMark(NOW_MS, FIRST + 500, false);
        String announced = newMark();
        PairingMarker mark = PairingMarker.create(file.log(), STORE);
        mark.confirm(confirmed, look());
        mark.announce(announced);
        mark.noteAhead(FIRST + 700);
        assertEquals(FIRST + 700, read().ahead());
        mark.forsake(FIRST + 100);
        assertEquals(FIRST + 100, read().vouched());
        assertEquals(0, read().ahead());
        assertFalse(read().agrees(confirmed));
        assertFalse(read().agrees(announced));
    }

    @Test
    void aThousandAnnouncementsAreNotAllKept() throws Exception {
        PairingMarker mark = PairingMarker.create(file.log(), STORE);
        String last = newMark();
        for (int i = 0; i < 1_000; i++) {
            last = newMark();
            mark.announce(last);
        }
        assertTrue(read().agrees(last));
        assertTrue(Files.size(file.log().resolve("mirror.mark")) < 4_096);
    }

    /** The folder is renamed between a mark that came into the database and its confirmation; the database is made anew then. */
    @Test
    void aDatabaseMadeWhileTheFolderWasElsewhereAgreesWhenItIsBack() throws Exception {
        String announced = newMark();
        PairingMarker mark = PairingMarker.create(file.log(), STORE);
        mark.announce(announced);
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file.log(), elsewhere);
        MirrorFile.Look look = look();
        assertThrows(Folder.Lost.class, () -> mark.confirm(announced, look));
        String made = mark.unannounced(NOW_MS);
        Files.move(elsewhere, file.log());
        assertTrue(read().agrees(made));
        assertFalse(read().agrees(newMark() + " after " + newMark().substring(0, 32)));
    }

    /** As kill -9 leaves it in the first start of a store, when the database is new and its second mark has been announced. */
    @Test
    void aKillBetweenTheFirstTwoMarksOfADatabaseKeepsNoStoreFromOpening() throws Exception {
        store.open();
        List<Event> events = store.append(FIRST, 100);
        store.awaitFollowing();
        store.close();
        String id = new MirrorOpening(file, Duration.ofSeconds(20)).readStoreId();
        for (String name : List.of("mirror.mark", "mirror.mark.copy", "mirror.head")) {
            Files.delete(file.log().resolve(name));
        }
        Files.delete(file.path());
        String first = newMark();
        PairingMarker mark = PairingMarker.create(file.log(), id);
        mark.announce(first);
        new MirrorOpening(file, Duration.ofSeconds(20)).create(id, first).close();
        mark.announce(newMark());
        store.open();
        assertEquals(events, store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
    }
}
