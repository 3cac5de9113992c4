// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.event.Event;
import io.photon.store.memory.MemoryEventStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows are the only copy: neither those of deleted streams, nor those that are in the log. */
class RowsAheadTest {

    private static final long FIRST = MirrorEvents.FIRST;
    private static final int ROWS = 5_000;
    private static final long LAST = FIRST + ROWS - 1;

    @TempDir
    Path directory;

    private final MemoryEventStore log = new MemoryEventStore();
    private final List<Event> events = new ArrayList<>();
    private MirrorDatabase database;

    @BeforeEach
    void fill() throws Exception {
        for (int i = 0; i < ROWS; i++) {
            events.add(MirrorEvents.event("stream-" + i % 3, FIRST + i));
        }
        MirrorFile file = new MirrorFile(directory.resolve("photon.h2"));
        database = new MirrorOpening(file, Duration.ofSeconds(20)).create("photon-store-0123456789abcdef", "m1");
        database.add(events, LAST);
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private long first(long after) throws Exception {
        return new RowsAhead(log, database).first(after, LAST);
    }

    private static Event deletion(String stream, long upTo, long orderId) {
        return MirrorEvents.parsed(
                orderId,
                "{\"stream-name\":\"__config__\",\"event-type\":\"delete-stream!\",\"payload\":{\"stream-name\":\""
                        + stream + "\",\"up-to\":" + upTo + "}}");
    }

    @Test
    void withAllOfThemInTheLogThereIsNone() throws Exception {
        log.append(events);
        assertEquals(0, first(0));
    }

    @Test
    void anyThatIsMissingIsFoundAndNoneBelowTheBound() throws Exception {
        Event lost = events.remove(4_321);
        log.append(events);
        assertEquals(lost.orderId(), first(0));
        assertEquals(lost.orderId(), first(lost.orderId() - 1));
        assertEquals(0, first(lost.orderId()));
    }

    @Test
    void anotherEventAtTheSamePositionDoesNotStandInForIt() throws Exception {
        events.set(7, MirrorEvents.event("another", FIRST + 7));
        log.append(events);
        assertEquals(FIRST + 7, first(0));
    }

    @Test
    void whatTheLogSaysWasDeletedIsNotMeantAndTheStreamsNextLifeIs() throws Exception {
        List<Event> kept = new ArrayList<>(events);
        kept.removeIf(event -> event.streamName().equals("stream-1") && event.orderId() <= FIRST + 3_000);
        log.append(kept);
        log.append(List.of(deletion("stream-1", FIRST + 3_000, LAST + 1)));
        assertEquals(0, first(0));
        log.hide("stream-1", FIRST + 4_000); // as if lost
        assertEquals(FIRST + 3_001, first(0));
    }

    @Test
    void withAnEmptyLogItIsTheFirst() throws Exception {
        assertEquals(FIRST, first(0));
    }
}
