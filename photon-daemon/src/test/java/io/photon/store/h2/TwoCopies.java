// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.store.file.FileEventStore.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of log and database, one healing the other, begin with: neither is there yet. */
abstract class TwoCopies {

    static final long FIRST = MirrorEvents.FIRST;

    @TempDir
    Path directory;

    MirrorFile file;
    H2Harness store;

    /** Of the log's segments. */
    Limits limits() {
        return Limits.DEFAULT;
    }

    @BeforeEach
    void setUp() {
        file = new MirrorFile(directory.resolve("photon.h2"));
        store = new H2Harness(file, limits());
    }

    @AfterEach
    void tearDown() throws Exception {
        store.close();
    }

    /** Both exist, and nothing runs. @return the events in them */
    List<Event> storeAndStop(int events) throws Exception {
        store.open();
        List<Event> stored = store.append(FIRST, events);
        store.close();
        return stored;
    }

    /** A database of an earlier time beside a log that has since recorded that a stream was deleted. @return what is left of both */
    List<Event> divergeByADeletion() throws Exception {
        List<Event> kept = new ArrayList<>();
        store.open();
        for (int i = 0; i < 100; i++) {
            Event event = MirrorEvents.event(i % 2 == 0 ? "kept" : "secret", FIRST + i);
            store.store().append(List.of(event));
            if (i % 2 == 0) {
                kept.add(event);
            }
        }
        store.close();
        byte[] copy = Files.readAllBytes(file.path());
        store.open();
        store.append(FIRST + 100, 10);
        Event deletion = MirrorEvents.parsed(
                FIRST + 200,
                "{\"stream-name\":\"__config__\",\"event-type\":\"delete-stream!\",\"payload\":{\"stream-name\":"
                        + "\"secret\",\"up-to\":" + (FIRST + 199) + "}}");
        store.store().append(List.of(deletion)); // not done yet: erasing would make the database's file anew
        store.close();
        Files.write(file.path(), copy);
        kept.add(deletion);
        return kept;
    }
}
