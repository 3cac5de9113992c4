// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.h2.H2Options.Adopt;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database could not be opened while events were answered, and then a second thing goes wrong: nothing is given up unasked. */
class LastCopyTest extends TwoCopies {

    /** The database says that it was stopped with everything, which was true once. */
    @ParameterizedTest
    @CsvSource({
        "stopped, MANIFEST MANIFEST.copy",
        "stopped, 00000001.log",
        "killed, MANIFEST MANIFEST.copy",
        "killed, 00000001.log"
    })
    void aDamagedLogIsNotReplacedByADatabaseThatMissedTheLastRun(String ended, String lost) throws Exception {
        List<Event> events = new ArrayList<>(storeAndStop(100));
        Path killed = directory.resolve("killed");
        Process holder = H2Harness.lock(file);
        try {
            store.open();
            events.addAll(store.append(FIRST + 100, 100));
            H2Harness.copyTree(file.log(), killed);
            store.close();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        if (ended.equals("killed")) {
            MirrorFile.eraseTree(file.log());
            Files.move(killed, file.log());
        }
        for (String name : lost.split(" ")) {
            Files.move(file.log().resolve(name), directory.resolve(name));
        }
        for (int i = 0; i < 2; i++) { // asking changes nothing
            StoreException refused = assertThrows(StoreException.class, () -> store.open());
            assertTrue(refused.getMessage().contains("--adopt h2"), refused.getMessage());
            assertTrue(refused.getMessage().contains("up to " + (FIRST + 99)), refused.getMessage());
        }
        for (String name : lost.split(" ")) {
            Files.move(directory.resolve(name), file.log().resolve(name));
        }
        store.open();
        assertEquals(events, store.events(), "with what was lost put back");
        store.awaitFollowing();
        store.close();
        assertEquals(events, store.rows());
        assertEquals(List.of(), file.logsAside());
    }

    @Test
    void whoSaysSoGoesOnWithWhatTheDatabaseHas() throws Exception {
        List<Event> events = storeAndStop(100);
        Process holder = H2Harness.lock(file);
        try {
            store.open();
            store.append(FIRST + 100, 100);
            store.close();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        Files.delete(file.log().resolve("MANIFEST"));
        Files.delete(file.log().resolve("MANIFEST.copy"));
        store.open(Adopt.H2);
        assertEquals(events, store.events());
        assertEquals(1, file.logsAside().size(), "the log that was given up is kept");
    }

    /** The events that log and database have in common, those that only the database has, those that only the log has. */
    private record Parted(List<Event> both, List<Event> mirrored, List<Event> later) {

        List<Event> ofDatabase() {
            return joined(both, mirrored);
        }

        List<Event> ofLog() {
            return joined(both, later);
        }

        private static List<Event> joined(List<Event> a, List<Event> b) {
            List<Event> all = new ArrayList<>(a);
            all.addAll(b);
            return all;
        }
    }

    /**
     * The log is put back from a copy of the same run, which the database's mark does not tell, and goes on while the
     * database is locked.
     *
     * @param next the order-id of what is appended then, or 0
     * @param seen whether the mirror can open the database before the store is closed
     */
    private Parted partedWays(long next, boolean seen) throws Exception {
        store.open();
        List<Event> both = store.append(FIRST, 100);
        store.awaitFollowing();
        Path older = directory.resolve("older");
        H2Harness.copyTree(file.log(), older);
        List<Event> mirrored = store.append(FIRST + 100, 50);
        store.awaitMirrored();
        byte[] database = databaseWith(FIRST + 149);
        store.close();
        MirrorFile.eraseTree(file.log());
        Files.move(older, file.log());
        Files.write(file.path(), database);
        List<Event> later = List.of();
        Process holder = H2Harness.lock(file);
        try {
            store.open();
            if (next > 0) {
                later = store.append(next, 1);
            }
            if (seen) {
                holder.destroyForcibly().waitFor();
                Eventually.holds(
                        "it is noted", () -> PairingMarker.read(file.log()).ahead() == FIRST + 149);
            }
            store.close();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        return new Parted(both, mirrored, later);
    }

    /** The database's file in the middle of a run, as soon as it has all up to an order-id. */
    private byte[] databaseWith(long head) throws Exception {
        MirrorFile copy = new MirrorFile(directory.resolve("copy.h2"));
        byte[][] bytes = new byte[1][];
        Eventually.holds("it is written", () -> {
            bytes[0] = Files.readAllBytes(file.path());
            Files.write(copy.path(), bytes[0]);
            MirrorOpening opening = new MirrorOpening(copy, Duration.ofSeconds(20));
            try (MirrorDatabase rows = ((Opened.Open) opening.open(opening.readStoreId(), null)).database()) {
                return rows.head() >= head;
            }
        });
        return bytes[0];
    }

    @ParameterizedTest
    @CsvSource({"400, true", "400, false", "120, false"}) // above the rows, and among them
    void rowsThatOnlyTheDatabaseHasAreNotTakenAwayWhenTheLogHasGoneOn(int next, boolean seen) throws Exception {
        Parted parted = partedWays(FIRST + next, seen);
        for (int i = 0; i < 2; i++) { // asking changes nothing
            StoreException refused = assertThrows(StoreException.class, () -> store.open());
            for (String expected : List.of("--adopt log", "--adopt h2", "up to " + (FIRST + 149))) {
                assertTrue(refused.getMessage().contains(expected), refused.getMessage());
            }
        }
        Path both = Files.createDirectory(directory.resolve("both"));
        H2Harness.copyTree(file.log(), both.resolve("photon.h2.log"));
        Files.copy(file.path(), both.resolve("photon.h2.mv.db"));

        store.open(Adopt.LOG);
        assertEquals(parted.ofLog(), store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(parted.ofLog(), store.rows());
        assertEquals(1, file.databasesAside().size());
        store.open();
        store.close();

        file = new MirrorFile(both.resolve("photon.h2"));
        store = new H2Harness(file);
        store.open(Adopt.H2);
        assertEquals(parted.ofDatabase(), store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(parted.ofDatabase(), store.rows());
        assertEquals(1, file.logsAside().size());
        store.open();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsThatOnlyTheDatabaseHasComeBackWhenTheLogHasNotGoneOn(boolean seen) throws Exception {
        Parted parted = partedWays(0, seen);
        store.open();
        assertEquals(parted.ofDatabase(), store.events());
        store.awaitFollowing();
        store.close();
        assertEquals(parted.ofDatabase(), store.rows());
        assertEquals(0, PairingMarker.read(file.log()).ahead());
    }

    /** The database was seen to have more, so damage of it is no reason to move it away. */
    @Test
    void aDatabaseThatWasSeenToHaveMoreAndIsDamagedSinceStays() throws Exception {
        Parted parted = partedWays(FIRST + 400, true);
        byte[] damaged = Files.readAllBytes(file.path());
        Arrays.fill(damaged, 0, 8_192, (byte) 0);
        Files.write(file.path(), damaged);
        StoreException refused = assertThrows(StoreException.class, () -> store.open());
        assertTrue(refused.getMessage().contains("--adopt log"), refused.getMessage());
        assertEquals(List.of(), file.databasesAside());
        store.open(Adopt.LOG);
        assertEquals(parted.ofLog(), store.events());
        store.awaitFollowing();
        assertEquals(1, file.databasesAside().size(), "it stays under another name");
    }
}
