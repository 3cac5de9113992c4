package io.photon.store.h2;

import io.photon.store.file.FileEventStore.Limits;
import java.nio.file.Path;
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
}
