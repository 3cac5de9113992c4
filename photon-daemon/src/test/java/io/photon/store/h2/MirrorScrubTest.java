// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.event.Event;
import io.photon.store.EventReader;
import io.photon.store.EventStore;
import io.photon.store.ReadRequest;
import io.photon.store.memory.MemoryEventStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that readers of the log do not see are removed only when its records were read. */
class MirrorScrubTest {

    private static final int ROWS = 100;
    private static final int SEEN = 40;

    @TempDir
    Path directory;

    private int asked;

    private final class Side implements MirrorThread.LogSide {
        private final boolean sound;

        Side(boolean sound) {
            this.sound = sound;
        }

        @Override
        public void opened() {
            throw new AssertionError("not by a scrub");
        }

        @Override
        public void notOpen() {
            throw new AssertionError("not by a scrub");
        }

        @Override
        public boolean isSound() {
            asked++;
            return sound;
        }
    }

    private long rowsAfter(boolean sound) throws Exception {
        MirrorFile file = new MirrorFile(directory.resolve("photon.h2-" + sound));
        MirrorOpening opening = new MirrorOpening(file, Duration.ofSeconds(20));
        List<Event> events = MirrorEvents.events(MirrorEvents.FIRST, ROWS, new Random(1));
        long head = MirrorEvents.FIRST + ROWS - 1;
        asked = 0;
        try (MirrorDatabase database = opening.create("photon-store-0123456789abcdef", "m1");
                EventStore log = new MemoryEventStore()) {
            database.add(events, head);
            log.append(events.subList(0, SEEN));
            EventReader reader = log;
            MirrorScrub scrub = new MirrorScrub(head);
            while (!scrub.finished()) {
                assertNull(scrub.step(reader, database, new Side(sound)));
            }
            assertEquals(sound ? ROWS - SEEN : 0, scrub.removed());
            assertEquals(sound ? 0 : ROWS - SEEN, scrub.kept());
            assertEquals(
                    SEEN,
                    reader.read(ReadRequest.forwards("__all__", 0)).events().size());
            return database.rows(0, Long.MAX_VALUE, ROWS * 2, Long.MAX_VALUE).size();
        }
    }

    @Test
    void aLogThatIsNotSoundRemovesNoRow() throws Exception {
        assertEquals(ROWS, rowsAfter(false));
    }

    @Test
    void aLogWhoseRecordsWereAllReadRemovesTheRowsItLacks() throws Exception {
        assertEquals(SEEN, rowsAfter(true));
        assertEquals(1, asked, "the records are read once");
    }
}
