// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.pace.BackgroundPace;
import io.photon.store.FactTable;
import io.photon.store.Fence;
import io.photon.store.Staging;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.file.disk.Disk;
import io.photon.store.slots.BreakingServer.Moment;
import io.photon.store.testkit.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Memory that runs out between two steps (docs/reliability scenario 28): nothing that a slot names is removed, nothing stays
 * taken, and what is deleted is erased.
 */
@Timeout(120)
class SlotErrorsTest {

    private static final String LONG = "\"" + "x".repeat(700_000) + "\"";
    private static final Fence FENCE = new Fence(1);

    @TempDir
    Path folder;

    private final MemorySlotServer memory = new MemorySlotServer();
    private final BreakingServer breaking = new BreakingServer();
    private final List<OpenedStore> opened = new ArrayList<>();
    private SlotServer server;
    private SlotCache cache;
    private Contents contents;
    private SlotLog log;
    private SlotStaging staging;

    @BeforeEach
    void open() throws Exception {
        server = breaking.over(memory.connect());
        cache = SlotCache.open(folder.resolve("cache"), server, disk -> breaking.over(Disk.class, disk));
        contents = new Contents(new Uploads(server));
        log = new SlotLog(server, contents, cache, Duration.ofSeconds(2).toNanos());
        log.begin();
        staging = new SlotStaging(log, cache, contents);
    }

    @AfterEach
    void close() throws StoreException {
        for (OpenedStore each : opened) {
            each.lease().close();
            each.store().close();
        }
        server.close();
        cache.close();
    }

    /** A Photon of its own on the same server. */
    private OpenedStore another(SlotServer over) throws StoreException, IOException {
        OpenedStore store = SlotStore.open(
                over,
                new SlotOptions(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        false,
                        folder.resolve("other-" + opened.size()),
                        ""),
                BackgroundPace.unhurried());
        opened.add(store);
        return store;
    }

    private static List<Event> longEvents() {
        return List.of(event("s", 1, "a", LONG), event("s", 2, "b", LONG), event("t", 3, "c", LONG));
    }

    private Staging staged() throws StoreException {
        Staging restore = staging.stage(FENCE);
        restore.add(longEvents());
        return restore;
    }

    @ParameterizedTest
    @EnumSource
    void aRestoreWhoseSlotMayBeInItsPlaceKeepsTheParts(Moment moment) throws Exception {
        try (Staging restore = staged()) {
            breaking.breakNext(SlotTable.class, "claim", moment);
            assertThrows(OutOfMemoryError.class, () -> restore.publish(FENCE));
        }
        log.takeOver(FENCE); // as a log asks that does not know what became of it
        assertEquals(3, log.head());
        assertEquals(List.of(1L, 2L, 3L), Logs.ids(another(memory.connect()).store()));
        assertEquals(List.of(), uploads(), "nothing waits for the next writer");
    }

    @Test
    void anotherPhotonStartsAfterARestoreWhoseWriterHadNoMemoryForTheAnswer() throws Exception {
        try (Staging restore = staged()) {
            breaking.breakNext(SlotTable.class, "claim", Moment.AFTER_IT_IS_DONE);
            assertThrows(OutOfMemoryError.class, () -> restore.publish(FENCE));
        }
        OpenedStore other = another(memory.connect()); // before this one has asked again
        assertEquals(List.of(1L, 2L, 3L), Logs.ids(other.store()));
        assertTrue(other.lease().acquire().isPresent());
        other.store().append(List.of(event("s", 4)), new Fence(Long.MAX_VALUE / 2));
        log.freshen();
        assertEquals(4, log.head());
    }

    @Test
    void aRestoreThatTheCopyHasNoMemoryForIsReadFromTheServer() throws Exception {
        try (Staging restore = staged()) {
            breaking.breakNext(
                    Disk.class, "create", Moment.BEFORE_IT_IS_DONE); // of the file that follows the staged ones
            assertThrows(OutOfMemoryError.class, () -> restore.publish(FENCE));
        }
        assertEquals(0, log.head(), "no reader passes what it cannot read");
        log.takeOver(FENCE);
        assertEquals(3, log.head());
        assertEquals(3, cache.files().lastOrderId());
        assertEquals(List.of(1L, 2L, 3L), Logs.ids(another(memory.connect()).store()));
    }

    @Test
    void aRestoreThatCannotBeginLeavesTheWayFreeForTheNext() throws Exception {
        breaking.breakNext(SlotServer.class, "sizes", Moment.BEFORE_IT_IS_DONE);
        assertThrows(OutOfMemoryError.class, () -> staging.stage(FENCE));
        try (Staging restore = staged()) {
            restore.publish(FENCE);
        }
        assertEquals(3, log.head());
    }

    @Test
    void aRestoreThatCannotTidyUpLeavesTheWayFreeForTheNext() throws Exception {
        Staging given = staged();
        breaking.breakNext(PartTable.class, "remove", Moment.BEFORE_IT_IS_DONE);
        assertThrows(OutOfMemoryError.class, given::close);
        try (Staging restore = staged()) {
            restore.publish(FENCE);
        }
        assertEquals(3, log.head());
    }

    @Test
    void partsOfAnAppendThatWasNotAskedForAreRemoved() throws Exception {
        breaking.breakNext(PartTable.class, "put", Moment.AFTER_IT_IS_DONE);
        assertThrows(OutOfMemoryError.class, () -> log.append(longEvents(), FENCE));
        assertEquals(List.of(), uploads());
    }

    @Test
    void whatBecameOfASlotIsNoReasonToForgetThoseThatFollow() throws Exception {
        breaking.breakNext(SlotTable.class, "claim", Moment.AFTER_IT_IS_DONE);
        assertThrows(OutOfMemoryError.class, () -> log.append(longEvents(), FENCE));
        OpenedStore other = another(memory.connect());
        other.store().append(List.of(event("s", 4)), new Fence(2));
        other.store().append(List.of(event("s", 5)), new Fence(2));
        breaking.breakNext(FactTable.class, "remove", Moment.BEFORE_IT_IS_DONE);
        assertThrows(OutOfMemoryError.class, log::freshen);
        log.freshen();
        assertEquals(5, log.head());
        assertEquals(2, log.epoch());
        assertThrows(StoreException.class, () -> log.append(List.of(event("s", 6)), FENCE), "another epoch is known");
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionThatCouldNotBeNotedIsErased(Moment moment) throws Exception {
        OpenedStore store = another(breaking.over(memory.connect()));
        store.store().append(longEvents(), FENCE);
        UUID before = parts();
        breaking.breakNext(FactTable.class, "put", moment);
        assertThrows(OutOfMemoryError.class, () -> store.store().hide("s", 2));
        awaitErased(store, before);
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionOfWhichItIsNotKnownWhetherItsSlotWasWrittenAgainIsErased(Moment moment) throws Exception {
        OpenedStore store = another(breaking.over(memory.connect()));
        store.store().append(longEvents(), FENCE);
        UUID before = parts();
        breaking.breakNext(SlotTable.class, "rewrite", moment);
        store.store().hide("s", 2);
        awaitErased(store, before);
        assertTrue(breaking.hasBroken());
    }

    @Test
    void anErasureThatCannotReadItsSlotLeavesNoParts() throws Exception {
        OpenedStore store = another(breaking.over(memory.connect()));
        store.store().append(longEvents(), FENCE);
        UUID before = parts();
        breaking.breakNext(PartTable.class, "put", Moment.AFTER_IT_IS_DONE);
        store.store().hide("s", 1);
        awaitErased(store, before);
        assertTrue(breaking.hasBroken());
        assertEquals(List.of(2L, 3L), Logs.ids(another(memory.connect()).store()));
    }

    /** The parts of the first slot. */
    private UUID parts() throws StoreException {
        return server.tables().slots().find(0).content().parts();
    }

    private void awaitErased(OpenedStore store, UUID before) throws StoreException {
        Logs.until(
                "the events are erased from their slot",
                () -> store.store().erasure().pendingStreams() == 0 && !before.equals(parts()));
        Logs.until(
                "their former bytes are removed", () -> server.tables().parts().get(before, 0) == null);
        Logs.until("nothing waits for the next writer", () -> uploads().isEmpty());
        assertFalse(contents.events(server.tables().slots().find(0)).isEmpty());
    }

    private List<Uploads.Upload> uploads() throws StoreException {
        return new Uploads(memory.connect()).announced();
    }
}
