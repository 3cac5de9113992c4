// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Result;
import io.photon.store.EventStore;
import io.photon.store.memory.MemoryEventStore;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenPartsTest {

    @TempDir
    Path dir;

    @Test
    void whatWasOpenedLastIsClosedFirstAndAFailureDoesNotKeepTheRestOpen() {
        List<String> closed = new ArrayList<>();
        OpenParts parts = new OpenParts();
        parts.add("the first", () -> closed.add("first"));
        parts.add("the second", () -> {
            throw new IOException("the disk is gone");
        });
        parts.add("the third", () -> closed.add("third"));
        parts.close();
        parts.close();
        assertEquals(List.of("third", "first"), closed);
    }

    @Test
    void aStartThatFailsAtTheLastPartClosesTheStoreAndThePort() throws IOException {
        EventStore store = new MemoryEventStore();
        Files.writeString(dir.resolve("run"), "a file where the folder of the token is wanted");
        Result<Photon> refused = Photon.start(Daemon.config(dir, "memory", HttpSettings.plain("localhost", 0)), store);
        String message = assertInstanceOf(Result.Err.class, refused).failure().message();
        assertTrue(message.startsWith("the token file cannot be written"), message);
        assertEquals(EventStore.StoreState.Condition.READ_ONLY, store.state().condition(), "it is closed");
        Eventually.holds(
                "no thread of it is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("photon-housekeeping")));
    }

    @Test
    void aStoreTellsAfterItsClosingThatItCouldBeWritten() throws Exception {
        OpenStore store = new OpenStore(new MemoryEventStore());
        assertFalse(store.isReadOnly());
        store.close();
        assertFalse(store.isReadOnly());
    }
}
