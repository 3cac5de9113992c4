// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.KnownStream;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a look-up answers where its index lacks what lies in damage. */
class BlindSpotsTest {

    /** In the first segment, the last event of its stream. */
    private static final int LOST = 5;

    private final FaultyDisk disk = new FaultyDisk();
    private final List<Event> events = new ArrayList<>();
    /** Work in the background. */
    private final Queue<Runnable> later = new ArrayDeque<>();

    @BeforeEach
    void fill() throws Exception {
        FileEventStore store = StoreOnFaultyDisk.open(disk);
        for (int n = 0; n < 60; n++) {
            Event next = event(n == 1 || n == LOST ? "short" : "s", 1_000 + n, "id-" + n);
            store.append(List.of(next));
            events.add(next);
        }
        store.close();
        DamagedLog.damage(disk, events.get(LOST).orderId());
        disk.delete("00000001.idx");
    }

    private FileEventStore open(RecordSource source) throws Exception {
        return FileEventStore.open(disk, StoreOnFaultyDisk.TINY, source, later::add);
    }

    private void runLater() {
        while (!later.isEmpty()) {
            later.remove().run();
        }
    }

    @Test
    void withoutASecondCopyItIsNotKnownUntilTheSegmentWasLookedAt() throws Exception {
        FileEventStore store = open(RecordSource.NONE);
        assertEquals(
                Kind.NOT_YET,
                assertThrows(StoreException.class, () -> store.findByLocalId("short", "id-" + LOST))
                        .kind());
        assertEquals(
                Optional.of(events.get(1)), store.findByLocalId("short", "id-1"), "what is found needs no such look");
        assertTrue(store.known("short").mayReturnUpTo() >= events.get(LOST).orderId());
        runLater();
        assertEquals(Optional.empty(), store.findByLocalId("short", "id-" + LOST), "appends go on");
        KnownStream known = store.known("short");
        assertEquals(0, known.mayReturnUpTo());
        assertEquals(events.get(LOST).orderId(), known.unseenUpTo());
        assertNotNull(known.seen());
        assertEquals(events.get(1).orderId(), known.seen().lastOrderId());
    }

    /** It is no answer to readers whether more of a stream may be healed. */
    @Test
    void theSegmentIsNotLookedAtForReaders() throws Exception {
        FileEventStore store = open(RecordSource.NONE);
        int before = later.size();
        assertEquals(
                events.get(1).orderId(), store.stream("short").orElseThrow().lastOrderId());
        assertEquals(before, later.size());
        store.known("short");
        assertEquals(before + 1, later.size());
    }

    @Test
    void whatTheLookHealsIsFoundAfterIt() throws Exception {
        FileEventStore store = open(StoreOnFaultyDisk.copyOf(events));
        assertThrows(StoreException.class, () -> store.findByLocalId("short", "id-" + LOST));
        runLater();
        assertEquals(Optional.of(events.get(LOST)), store.findByLocalId("short", "id-" + LOST));
        assertEquals(KnownStream.allOf(store.stream("short").orElseThrow()), store.known("short"));
    }

    /** A second copy that comes late, as a database does that is opened. */
    private final class Late implements RecordSource {
        private boolean there;
        private Runnable whenThere = () -> {};

        void come() {
            there = true;
            whenThere.run();
        }

        @Override
        public List<CopiedRecord> between(long after, long upTo, int max) throws Unreadable {
            return there ? StoreOnFaultyDisk.copyOf(events).between(after, upTo, max) : List.of();
        }

        @Override
        public long generation() {
            return there ? 1 : 0;
        }

        @Override
        public boolean mayStillCome() {
            return !there;
        }

        @Override
        public void whenMore(Runnable task) {
            whenThere = task;
        }
    }

    /** That it could not be read says nothing about what it has. */
    @Test
    void aCopyThatCannotBeReadJustNowIsAskedAgainBeforeAnythingIsSaidNotToBeThere() throws Exception {
        AtomicBoolean readable = new AtomicBoolean();
        RecordSource copy = StoreOnFaultyDisk.copyOf(events);
        FileEventStore store = open((after, upTo, max) -> {
            if (!readable.get()) {
                throw new RecordSource.Unreadable("the disk of this test fails", new IOException("failing"));
            }
            return copy.between(after, upTo, max);
        });
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    Kind.NOT_YET,
                    assertThrows(StoreException.class, () -> store.findByLocalId("short", "id-" + LOST))
                            .kind());
            assertTrue(store.known("short").mayReturnUpTo() >= events.get(LOST).orderId());
            runLater();
        }
        readable.set(true);
        Optional<Event> found = Eventually.succeeds(StoreException.class, () -> {
            runLater();
            return store.findByLocalId("short", "id-" + LOST);
        });
        assertEquals(Optional.of(events.get(LOST)), found);
    }

    @Test
    void aDeletionWaitsForWhatIsStillToBeHealedAndErasesItThen() throws Exception {
        Late copy = new Late();
        FileEventStore store = open(copy);
        store.hide("short", store.known("short").unseenUpTo());
        store.hide("alone", events.get(LOST).orderId());
        runLater();
        assertEquals(2, store.erasure().pendingStreams(), "one segment cannot be rewritten yet");
        copy.come();
        runLater();
        assertEquals(0, store.erasure().pendingStreams(), "it is not left for the next deletion or start");
        assertEquals(Optional.empty(), store.stream("short"));
        assertEquals(58, StoreOnFaultyDisk.all(store).size());
    }

    @Test
    void aSoundStoreKnowsAll() throws Exception {
        FileEventStore store = StoreOnFaultyDisk.open(new FaultyDisk());
        store.append(List.of(events.get(0)));
        assertEquals(KnownStream.allOf(store.stream("s").orElseThrow()), store.known("s"));
        assertEquals(KnownStream.allOf(null), store.known("none"));
    }
}
