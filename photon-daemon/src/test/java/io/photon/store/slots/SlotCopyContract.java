// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.EventDraft;
import io.photon.log.AppendRequest;
import io.photon.log.Appended;
import io.photon.log.Expect;
import io.photon.log.engine.DefaultEventLog;
import io.photon.pace.BackgroundPace;
import io.photon.pace.Occupancy;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.DeletionEvents;
import io.photon.store.Fence;
import io.photon.store.PinnedView;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.file.DamagedLog;
import io.photon.store.file.disk.Disk;
import io.photon.store.testkit.Logs;
import io.photon.store.testkit.Verified;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A copy on a disk that is full, and parts that are written while another writer begins: what the room of slots promises with
 * the server of each backend.
 */
@Timeout(120)
public abstract class SlotCopyContract {

    private static final String LONG = "\"" + "x".repeat(700_000) + "\"";

    @TempDir
    protected Path folder;

    /** Bytes that the disk of the copy still takes. */
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE / 2);

    private SlotServer server;
    private SlotTable table;
    private Contents contents;
    private SlotCache cache;
    private SlotLog log;
    private SlotLease lease;
    private OpenedStore other;

    /** Connects once more to the same server, in which there is nothing when a test begins. */
    protected abstract SlotServer connect() throws StoreException;

    @BeforeEach
    final void open() throws Exception {
        server = connect();
        SlotOptions options = options("cache");
        cache = SlotCache.open(options.cache(), server, this::small);
        table = server.tables().slots();
        contents = new Contents(new Uploads(server));
        log = new SlotLog(server, contents, cache, options.timeout().toNanos());
        log.begin();
        lease = new SlotLease(server, options, log, "this one");
        other = SlotStore.open(connect(), options("other"), BackgroundPace.unhurried());
    }

    private SlotOptions options(String cacheName) {
        return new SlotOptions(Duration.ofSeconds(5), Duration.ofSeconds(5), false, folder.resolve(cacheName), "");
    }

    @AfterEach
    final void close() throws StoreException {
        other.lease().close();
        other.store().close();
        lease.close();
        server.close();
        cache.close();
    }

    private Disk small(Disk disk) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (it, method, args) -> {
                    try {
                        Object answer = method.invoke(disk, args);
                        return answer instanceof Disk.DiskFile file ? small(file) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Disk.DiskFile small(Disk.DiskFile file) {
        return (Disk.DiskFile) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.DiskFile.class}, (it, method, args) -> {
                    if (method.getName().equals("write") && room.addAndGet(-((ByteBuffer) args[1]).remaining()) < 0) {
                        throw new IOException("No space left on device");
                    }
                    try {
                        return method.invoke(file, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aWriterWhoseCopyTakesNothingAnswersThatItDoesNotKnowAndLetsAnotherWrite() throws Exception {
        Fence fence = lease.acquire().orElseThrow();
        log.append(List.of(event("s", 1)), fence);
        room.set(0);
        StoreException unknown = assertThrows(StoreException.class, () -> log.append(List.of(event("s", 2)), fence));
        assertEquals(Kind.OUTCOME_UNKNOWN, unknown.kind(), unknown.getMessage());
        assertTrue(
                unknown.getMessage()
                        .startsWith("what was appended is in " + server.names().server() + ", and"),
                unknown.getMessage());
        assertEquals(1, log.head(), "no reader passes what it cannot read");
        assertThrows(StoreException.class, () -> log.takeOver(fence));
        lease.renew();
        assertTrue(lease.lost().orElseThrow().startsWith("the copy on this machine cannot take"));
        StoreException unfit = assertThrows(StoreException.class, () -> lease.acquire());
        assertTrue(unfit.getMessage().startsWith("the copy on this machine cannot take"), unfit.getMessage());
        Fence next = other.lease().acquire().orElseThrow();
        other.store().append(List.of(event("s", 3)), next);
        assertEquals(List.of(1L, 2L, 3L), Logs.ids(other.store()));
        room.set(Long.MAX_VALUE / 2);
        assertEquals(Optional.empty(), lease.acquire(), "the other has it");
        log.freshen();
        assertEquals(3, log.head());
        assertEquals(other.store().stats().get("slots"), log.slots());
    }

    @Test
    void aCopyThatTakesSomeOfTheSlotsGoesOnWithTheNextOne() throws Exception {
        for (long id = 1; id <= 12; id++) {
            other.store().append(List.of(event("s", id, "id-" + id, LONG)));
        }
        room.set(6_000_000);
        log.freshen();
        long some = log.slots();
        assertTrue(some > 0 && some < 12, some + " slots");
        assertEquals(some, log.head(), "of one event each");
        room.set(Long.MAX_VALUE / 2);
        log.takeOver(new Fence(1));
        assertEquals(12, log.slots());
        assertEquals(12, log.head());
        assertEquals(12, cache.files().lastOrderId());
    }

    /** As by the one that erases, here or in another process. */
    @Test
    void partsThatAreWrittenForASlotWhileAnotherWriterBeginsAreNotNamedOnceTheyAreRemoved() throws Exception {
        log.append(List.of(event("s", 1, "a", LONG), event("s", 2, "b", LONG), event("s", 3, "c", LONG)), new Fence(1));
        Slot read = table.find(0);
        ContentWriter halfWay = contents.writer(0);
        halfWay.add(List.of(event("s", 1, "a", LONG), event("s", 2, "b", LONG)));
        assertTrue(lease.acquire().isPresent());
        contents.tidy(table);
        halfWay.add(List.of(event("s", 3, "c", LONG)));
        assertFalse(log.rewrite(read, halfWay.end()));
        assertEquals(3, contents.events(table.find(0)).size());
        ContentWriter whole = contents.writer(0);
        whole.add(List.of(event("s", 3, "c", LONG)));
        assertTrue(log.rewrite(table.find(0), whole.end()), "the next attempt succeeds");
        assertEquals(1, contents.events(table.find(0)).size());
    }

    @Test
    void partsThatASlotHadBeforeItWasWrittenAgainAreRemovedByTheNextWriterWhenTheirEraserEnded() throws Exception {
        log.append(List.of(event("s", 1, "a", LONG), event("s", 2, "b", LONG)), new Fence(1));
        Slot read = table.find(0);
        ContentWriter less = contents.writer(0);
        less.add(List.of(event("s", 2, "b", LONG)));
        contents.retire(read);
        assertTrue(log.rewrite(read, less.end())); // and here it ended
        assertTrue(hasPart(read.content().parts()));
        assertTrue(lease.acquire().isPresent());
        contents.tidy(table);
        assertFalse(hasPart(read.content().parts()));
        assertEquals(1, contents.events(table.find(0)).size());
    }

    private static Event named(long orderId) {
        return event("s" + orderId % 3, orderId, "id-" + orderId);
    }

    /** Nine events, three of each stream; then the copy is damaged, and nothing is left of its index. */
    private void damageTheOtherCopy(Damaging damaging) throws Exception {
        damageTheOtherCopy(List.of(), damaging);
    }

    /** @param more events after those, each in a slot of its own */
    private void damageTheOtherCopy(List<Event> more, Damaging damaging) throws Exception {
        for (long id = 10; id < 19; id += 3) {
            other.store().append(List.of(named(id), named(id + 1), named(id + 2)));
        }
        for (Event each : more) {
            other.store().append(List.of(each));
        }
        other.lease().close();
        other.store().close();
        Path events = folder.resolve("other").resolve("events");
        damaging.damage(events);
        try (Stream<Path> files = Files.list(events)) {
            for (Path index :
                    files.filter(file -> file.toString().endsWith(".idx")).toList()) {
                Files.delete(index);
            }
        }
    }

    /** Damages the files of a copy. */
    private interface Damaging {
        void damage(Path events) throws IOException;
    }

    private DefaultEventLog openTheOther(SlotServer over) throws Exception {
        other = SlotStore.open(over, options("other"), BackgroundPace.unhurried());
        return DefaultEventLog.start(
                other.store(), other.lease(), Clock.systemUTC(), Budget.unlimited(), new Occupancy(System.nanoTime()));
    }

    private static Result<Appended> append(DefaultEventLog to, Event like, @Nullable String localId, Expect expect)
            throws Exception {
        EventDraft draft = new EventDraft(
                like.streamName(),
                like.eventType(),
                localId,
                event(like.streamName(), like.orderId(), localId).body());
        return to.append(new AppendRequest(List.of(draft), true, expect))
                .get(60, TimeUnit.SECONDS)
                .get(0);
    }

    private static void assertIsKnown(Event event, DefaultEventLog to) throws Exception {
        Appended repeated = append(to, event, Objects.requireNonNull(event.localId()), Expect.ANY)
                .value();
        assertTrue(repeated.duplicate(), repeated.toString());
        assertEquals(event.orderId(), repeated.orderId());
    }

    @Test
    void whatIsDamagedInTheCopyIsTakenFromTheServerBeforeAnythingIsDecidedByIt() throws Exception {
        damageTheOtherCopy(events -> {
            DamagedLog.damage(events, 14);
            DamagedLog.damageGroup(events, 16);
        });
        try (DefaultEventLog writer = openTheOther(connect())) {
            assertIsKnown(named(14), writer);
            assertIsKnown(named(17), writer);
            Event more = event("s1", 16);
            Result<Appended> stale = append(writer, more, "new", new Expect.Last(13));
            assertEquals(Failure.Kind.CONFLICT, stale.failure().kind(), stale.toString());
            assertTrue(append(writer, more, "new", new Expect.Last(16)).isOk());
            assertEquals(
                    LongStream.range(10, 19).boxed().toList(),
                    Logs.ids(other.store()).subList(0, 9));
            assertEquals(10, Logs.ids(other.store()).size());
            assertEquals(List.of(), Verified.of(other.store()).damages());
        }
    }

    @Test
    void asLongAsTheServerDoesNotSayWhatIsDamagedInTheCopyItIsNotKnownYet() throws Exception {
        damageTheOtherCopy(events -> DamagedLog.damage(events, 11));
        AtomicBoolean isSilent = new AtomicBoolean(true);
        try (DefaultEventLog writer = openTheOther(silentBelow(2, connect(), isSilent))) {
            Event first = event("new", 20);
            for (Result<Appended> early :
                    List.of(append(writer, named(11), "id-11", Expect.ANY), append(writer, first, null, Expect.NONE))) {
                assertEquals(Failure.Kind.OVERLOADED, early.failure().kind(), early.toString());
                assertTrue(early.failure().message().contains("healed"), early.toString());
            }
            assertIsKnown(named(16), writer);
            isSilent.set(false);
            Eventually.holds(
                    () -> append(writer, named(11), "id-11", Expect.ANY).isOk(), () -> "it is not healed");
            assertIsKnown(named(11), writer);
            assertEquals(LongStream.range(10, 19).boxed().toList(), Logs.ids(other.store()));
            assertTrue(append(writer, first, null, Expect.NONE).isOk());
        }
    }

    @Test
    void whatWasErasedInTheServerSinceItWasDamagedInTheCopyKeepsNothingElseAway() throws Exception {
        damageTheOtherCopy(events -> DamagedLog.damageGroup(events, 13));
        log.takeOver(new Fence(1));
        Slot read = table.find(1);
        ContentWriter less = contents.writer(1);
        less.add(List.of(named(13), named(15)));
        assertTrue(log.rewrite(read, less.end()));
        try (DefaultEventLog writer = openTheOther(connect())) {
            assertIsKnown(named(15), writer);
            assertFalse(append(writer, named(14), "id-14", Expect.ANY).value().duplicate(), "it is gone");
            assertEquals(
                    List.of(10L, 11L, 12L, 13L, 15L, 16L, 17L, 18L),
                    Logs.ids(other.store()).subList(0, 8));
            assertEquals(9, Logs.ids(other.store()).size());
            assertEquals(List.of(), Verified.of(other.store()).damages());
        }
    }

    @Test
    void aViewThatMetDamageInTheCopyGoesOnWithWhatTheServerHas() throws Exception {
        damageTheOtherCopy(events -> DamagedLog.damageGroup(events, 13));
        log.takeOver(new Fence(1));
        ContentWriter less = contents.writer(1);
        less.add(List.of(named(13), named(15)));
        assertTrue(log.rewrite(table.find(1), less.end()), "so the segment has to be written anew");
        AtomicBoolean isSilent = new AtomicBoolean(true);
        Path damaged = folder.resolve("other/events/00000001.log");
        try (DefaultEventLog reading = openTheOther(silentBelow(2, connect(), isSilent))) {
            try (PinnedView view = reading.pin()) {
                StoreException damage = assertThrows(StoreException.class, () -> Logs.ids(view));
                assertEquals(Kind.DAMAGED, damage.kind());
                isSilent.set(false);
                List<Long> wanted = List.of(10L, 11L, 12L, 13L, 15L, 16L, 17L, 18L);
                assertEquals(wanted, Logs.eventually(() -> Logs.ids(view)));
                assertEquals(2, view.stream("s2").orElseThrow().totalEvents());
                assertEquals(named(15), view.findByLocalId("s0", "id-15").orElseThrow());
                assertTrue(Files.exists(damaged), "the view holds it");
            }
            Eventually.holds(() -> !Files.exists(damaged), () -> "it is not removed");
        }
    }

    @Test
    void whatIsDeletedWhileItIsDamagedInTheCopyIsErasedInTheServer() throws Exception {
        damageTheOtherCopy(events -> DamagedLog.damage(events, 12));
        AtomicBoolean isSilent = new AtomicBoolean(true);
        try (DefaultEventLog writer = openTheOther(silentBelow(2, connect(), isSilent))) {
            assertTrue(writer.deleteStream("s0").get(60, TimeUnit.SECONDS).isOk());
            isSilent.set(false);
            Eventually.holds(
                    () -> other.store().erasure().pendingStreams() == 0
                            && Logs.ids(other.store()).size() == 7,
                    () -> "not erased: " + other.store().erasure());
            for (long slot = 0; slot < 3; slot++) {
                assertTrue(
                        contents.events(Objects.requireNonNull(table.find(slot))).stream()
                                .noneMatch(event -> event.streamName().equals("s0")),
                        "slot " + slot);
            }
        }
    }

    @Test
    void aDeletionThatIsRecordedInDamageOfTheCopyIsAppliedAsSoonAsItIsHealed() throws Exception {
        Event deletion = DeletionEvents.draft(new StreamDeletion("s0", 15)).stamped(19, 0);
        damageTheOtherCopy(List.of(deletion, event("last", 20)), events -> DamagedLog.damage(events, 19));
        AtomicBoolean isSilent = new AtomicBoolean(true);
        try (DefaultEventLog reading = openTheOther(silentBelow(4, connect(), isSilent))) {
            assertEquals(3, other.store().stream("s0").orElseThrow().totalEvents(), "what deletes it cannot be read");
            isSilent.set(false);
            Eventually.holds(
                    () -> other.store().stream("s0").orElseThrow().totalEvents() == 1,
                    () -> "the deletion is not applied at " + reading.head());
        }
    }

    /** Answers all but what the slots below one have, which a start does not ask for. */
    private static SlotServer silentBelow(long slot, SlotServer all, AtomicBoolean isSilent) {
        SlotTable slots = (SlotTable) Proxy.newProxyInstance(
                SlotTable.class.getClassLoader(), new Class<?>[] {SlotTable.class}, (it, method, args) -> {
                    if (isSilent.get() && method.getName().equals("find") && (long) args[0] < slot) {
                        throw new StoreException(Kind.REFUSED, "a test: no answer");
                    }
                    return answer(method, all.tables().slots(), args);
                });
        SlotServer.Tables tables = new SlotServer.Tables(
                slots, all.tables().parts(), all.tables().facts(), all.tables().lease());
        return (SlotServer) Proxy.newProxyInstance(
                SlotServer.class.getClassLoader(),
                new Class<?>[] {SlotServer.class},
                (it, method, args) -> method.getName().equals("tables") ? tables : answer(method, all, args));
    }

    private static Object answer(Method method, Object of, Object[] args) throws Throwable {
        try {
            return method.invoke(of, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private boolean hasPart(UUID id) throws StoreException {
        return server.tables().parts().get(id, 0) != null;
    }
}
