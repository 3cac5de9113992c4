// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.EventStore;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.file.disk.RealDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page is read through a window that the next one uses again; what was given out does not change with it. */
class KeptEventsTest {

    private static final int EVENTS = 3_000;
    /** After as many as this comes one that is larger than the window. */
    private static final int EVERY = 700;

    @TempDir
    Path folder;

    private final List<Event> appended = new ArrayList<>();

    @BeforeEach
    void events() {
        for (int id = 1; id <= EVENTS; id++) {
            String payload = "\"" + (id % EVERY == 0 ? "y".repeat(300_000) : "x".repeat(id % 400)) + "\"";
            appended.add(event("s" + id % 3, id, null, payload));
        }
    }

    private EventStore open(int segmentBytes) throws Exception {
        return FileEventStore.open(
                new RealDisk(folder.resolve("of-" + segmentBytes)),
                new FileEventStore.Limits(segmentBytes, 1_000),
                RecordSource.NONE);
    }

    @Test
    void eventsStayWhatTheyAreWhileLaterPagesAreRead() throws Exception {
        for (int segmentBytes : new int[] {64 * 1024, 64 * 1024 * 1024}) {
            try (EventStore store = open(segmentBytes)) {
                for (int from = 0; from < EVENTS; from += 100) {
                    store.append(appended.subList(from, from + 100));
                }
                assertEquals(appended, allOf(store, StreamNames.ALL));
                for (int n = 0; n < 3; n++) {
                    String stream = "s" + n;
                    assertEquals(
                            appended.stream()
                                    .filter(event -> event.streamName().equals(stream))
                                    .toList(),
                            allOf(store, stream));
                }
            }
        }
    }

    private static List<Event> allOf(EventStore store, String stream) throws Exception {
        List<Event> kept = new ArrayList<>();
        long from = 0;
        while (true) {
            Page page = store.read(new ReadRequest(stream, from, Long.MAX_VALUE, Direction.FORWARDS, 500, 1 << 18));
            kept.addAll(page.events());
            if (page.end()) {
                return kept;
            }
            from = page.cursor();
        }
    }

    @Test
    void linesOfAPageStandSideBySideAsLongAsTheyFitAnArray() throws Exception {
        try (EventStore store = open(64 * 1024 * 1024)) {
            store.append(appended.subList(0, EVERY - 1));
            List<Event> page = allOf(store, StreamNames.ALL);
            long together = 0;
            for (int i = 0; i + 1 < page.size(); i++) {
                together += page.get(i).isNextTo(page.get(i + 1)) ? 1 : 0;
                assertTrue(page.get(i).hasLineEnd());
                assertTrue(page.get(i).array().length <= 64 * 1024, "one event would keep more memory");
            }
            assertTrue(together > page.size() * 9 / 10, together + " of " + page.size());
        }
    }
}
