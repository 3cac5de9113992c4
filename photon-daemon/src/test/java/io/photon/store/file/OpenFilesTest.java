// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.StreamNames;
import io.photon.store.Direction;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import io.photon.store.file.disk.RealDisk;
import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many segments, few open files. */
class OpenFilesTest {

    private static final int LIMIT = 8;
    private static final int ACTIVE = 1;

    /** Four events fill a segment, so that none is small and all stay. */
    private static final FileEventStore.Limits MANY_SEGMENTS = new FileEventStore.Limits(1 << 20, 4);

    @TempDir
    Path folder;

    private FileEventStore open(int files) throws Exception {
        return FileEventStore.open(new RealDisk(folder, files), MANY_SEGMENTS, RecordSource.NONE);
    }

    private static int count(FileEventStore store) throws StoreException {
        int count = 0;
        long cursor = 0;
        Page page;
        do {
            page = store.read(ReadRequest.forwards(StreamNames.ALL, cursor));
            count += page.events().size();
            cursor = page.cursor();
        } while (!page.end());
        return count;
    }

    private static int openFiles(FileEventStore store) {
        return ((Number) store.stats().get("open-files")).intValue();
    }

    private long descriptorsInFolder() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(this::isInFolder).count();
        }
    }

    private boolean isInFolder(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor)
                    .startsWith(folder.toRealPath().resolve("log"));
        } catch (IOException e) {
            return false; // closed in between
        }
    }

    @Test
    void aStoreOfManySegmentsIsOpenedAndReadWithAFewFilesOpen() throws Exception {
        folder = folder.resolve("log");
        try (FileEventStore store = open(LIMIT)) {
            for (int id = 1; id <= 240; id++) {
                store.append(List.of(event("s" + id % 7, id, "id-" + id, "1")));
            }
            assertTrue(openFiles(store) <= LIMIT + ACTIVE, openFiles(store) + " files after appending");
        }
        folder = folder.getParent();
        try (FileEventStore store =
                FileEventStore.open(new RealDisk(folder.resolve("log"), LIMIT), MANY_SEGMENTS, RecordSource.NONE)) {
            assertEquals(60, store.stats().get("segments"));
            assertTrue(openFiles(store) <= LIMIT + ACTIVE, openFiles(store) + " files after the start");
            assertEquals(240, count(store));
            assertEquals(List.of(), StoreOnFaultyDisk.verify(store));
            assertTrue(openFiles(store) <= LIMIT + ACTIVE, openFiles(store) + " files after reading");
            long descriptors = descriptorsInFolder();
            assertTrue(descriptors <= LIMIT + 4, descriptors + " descriptors: the lock, the folder, two of the last");
        }
        assertEquals(0, descriptorsInFolder());
    }

    @Test
    void manyReadersOfManySegmentsReadTheRightBytesWhileFilesAreClosedAndOpened() throws Exception {
        try (FileEventStore store = open(LIMIT)) {
            for (int id = 1; id <= 160; id++) {
                store.append(List.of(event("s" + id % 7, id, "id-" + id, "1")));
            }
            ExecutorService readers = Executors.newFixedThreadPool(16);
            List<Future<Void>> done = new ArrayList<>();
            for (int reader = 0; reader < 16; reader++) {
                long seed = Seed.any();
                done.add(readers.submit(reading(store, new Random(seed))));
            }
            for (Future<Void> one : done) {
                one.get(60, TimeUnit.SECONDS);
            }
            readers.shutdown();
            assertEquals(160, count(store));
            assertTrue(openFiles(store) <= LIMIT + ACTIVE, openFiles(store) + " files when all have gone");
        }
    }

    private static Callable<Void> reading(FileEventStore store, Random random) {
        return () -> {
            for (int i = 0; i < 500; i++) {
                int id = 1 + random.nextInt(160);
                if (random.nextInt(20) == 0) {
                    Thread.currentThread().interrupt();
                }
                assertEquals(
                        id,
                        store.findByLocalId("s" + id % 7, "id-" + id)
                                .orElseThrow()
                                .orderId());
                Page page = store.read(new ReadRequest(StreamNames.ALL, id - 1, id, Direction.FORWARDS, 1, 64 * 1024));
                assertEquals(id, page.events().get(0).orderId());
            }
            assertTrue(Thread.interrupted(), "an interrupt is not swallowed");
            return null;
        };
    }

    @Test
    void aFileThatIsWrittenOrHoldsWhatIsNotForcedIsNotClosedForOthers() throws Exception {
        RealDisk disk = new RealDisk(folder, 1);
        Disk.DiskFile written = disk.create("written");
        Disk.DiskFile resting = disk.create("resting");
        resting.rest();
        resting.write(0, ByteBuffer.wrap(new byte[] {1}));
        try (Disk.DiskFile other = disk.create("other")) {
            assertEquals(3, disk.openFiles());
            resting.force();
            other.write(0, ByteBuffer.wrap(new byte[] {2}));
        }
        Disk.DiskFile again = disk.create("again");
        assertEquals(2, disk.openFiles(), "the one that rests is closed");
        ByteBuffer read = ByteBuffer.allocate(1);
        assertEquals(1, resting.read(0, read));
        assertEquals(1, read.get(0));
        written.close();
        resting.close();
        again.close();
        assertEquals(0, disk.openFiles());
    }
}
