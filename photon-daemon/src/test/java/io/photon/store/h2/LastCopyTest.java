// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.StoreException;
import io.photon.store.h2.H2Options.Adopt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
