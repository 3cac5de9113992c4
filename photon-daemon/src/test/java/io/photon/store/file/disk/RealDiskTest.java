// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.FileEventStore;
import io.photon.store.file.RecordSource;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The machine's own file system: one owner, and readers that are interrupted. */
class RealDiskTest {

    @TempDir
    Path folder;

    private FileEventStore open() throws Exception {
        return FileEventStore.open(new RealDisk(folder), FileEventStore.Limits.DEFAULT, RecordSource.NONE);
    }

    @Test
    void aSecondOwnerIsRefusedWithTheFirstOnesPidAndTheFile() throws Exception {
        FileEventStore first = open();
        StoreException refused = assertThrows(StoreException.class, this::open);
        assertEquals(StoreException.Kind.REFUSED, refused.kind());
        assertTrue(
                refused.getMessage()
                        .contains(Long.toString(ProcessHandle.current().pid())),
                refused.getMessage());
        assertTrue(refused.getMessage().contains(folder.resolve("LOCK").toString()), refused.getMessage());
        first.append(List.of(event("s", 1)));
        first.close();
        open().close();
    }

    @Test
    void theNamesOfNewFoldersAreSyncedFromTheTopAndThoseAboveToo() throws Exception {
        List<Path> synced = new ArrayList<>();
        Path deep = folder.resolve("a/b/c");
        Folders.create(deep, each -> {
            assertTrue(Files.isDirectory(each), "synced before it was there");
            synced.add(each);
        });
        assertTrue(Files.isDirectory(deep));
        assertEquals(
                List.of(folder, folder.resolve("a"), folder.resolve("a/b"), folder.getParent()), synced.subList(0, 4));
        assertEquals(folder.getRoot(), synced.get(synced.size() - 1));
        synced.clear();
        Folders.create(deep, synced::add);
        assertEquals(deep.getParent(), synced.get(0), "a folder that an earlier process made may not be durable");
        IOException failed = assertThrows(
                IOException.class,
                () -> Folders.create(folder.resolve("d"), each -> {
                    throw new IOException("no sync");
                }));
        assertEquals("no sync", failed.getMessage());
    }

    /** The one folder of every Linux that cannot be synced: a sync that does nothing does not notice. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeSyncedIsAnErrorAndNotSilence() throws Exception {
        RealDisk disk = new RealDisk(Path.of("/proc/self/task"));
        assertThrows(IOException.class, disk::syncDirectory);
        new RealDisk(folder).syncDirectory();
    }

    @Test
    void aLargeEventIsReadAndWrittenWithLittleMemoryOutsideTheHeap() throws Exception {
        Event large = event("s", 1, null, "\"" + "x".repeat(40 << 20) + "\"");
        AtomicReference<Page> page = new AtomicReference<>();
        long before = outsideTheHeap();
        try (FileEventStore store = open()) {
            store.append(List.of(large));
            long after = outsideTheHeap();
            assertTrue(after - before < 8 << 20, "writing took " + (after - before) + " bytes");
            Thread reader = new Thread(() -> {
                try {
                    page.set(store.read(ReadRequest.forwards(StreamNames.ALL, 0)));
                    page.get().events().get(0).length();
                } catch (StoreException e) {
                    throw new AssertionError(e);
                }
                assertTrue(outsideTheHeap() - before < 8 << 20, "reading took " + (outsideTheHeap() - before));
            });
            AtomicReference<Throwable> broken = new AtomicReference<>();
            reader.setUncaughtExceptionHandler((thread, e) -> broken.set(e));
            reader.start();
            reader.join();
            assertNull(broken.get());
            assertEquals(List.of(large), page.get().events());
        }
    }

    private static long outsideTheHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void interruptedReadersAndWritersDisturbNobody() throws Exception {
        FileEventStore store = open();
        store.append(List.of(event("s", 1)));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger failures = new AtomicInteger();
        Runnable reading = () -> {
            while (!stop.get()) {
                try {
                    store.read(ReadRequest.forwards(StreamNames.ALL, 0));
                } catch (StoreException e) {
                    failures.incrementAndGet();
                }
            }
        };
        Thread interrupted = new Thread(reading, "interrupted-reader");
        Thread quiet = new Thread(reading, "quiet-reader");
        interrupted.start();
        quiet.start();
        for (int id = 2; id < 400; id++) {
            interrupted.interrupt();
            if (id % 50 == 0) {
                Thread.currentThread().interrupt();
            }
            store.append(List.of(event("s", id)));
            assertEquals(id % 50 == 0, Thread.interrupted(), "the interrupt is not swallowed");
        }
        stop.set(true);
        interrupted.join();
        quiet.join();
        assertEquals(0, failures.get());
        store.close();
    }
}
