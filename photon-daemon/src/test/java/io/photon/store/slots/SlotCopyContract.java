// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.pace.BackgroundPace;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.OpenedStore;
import io.photon.store.backend.SlotOptions;
import io.photon.store.file.Disk;
import io.photon.store.testkit.Logs;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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

    private boolean hasPart(UUID id) throws StoreException {
        return server.tables().parts().get(id, 0) != null;
    }
}
