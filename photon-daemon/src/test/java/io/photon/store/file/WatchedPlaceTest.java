// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.disk.Disk;
import io.photon.store.file.disk.RealDisk;
import io.photon.store.testkit.Events;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each append makes sure that the segment's name still stands for the file; as a rule it asks the folder alone. */
class WatchedPlaceTest {

    private static final int APPENDS = 200;

    @TempDir
    Path directory;

    private final AtomicInteger looksAtFiles = new AtomicInteger();
    private Path folder;
    private RealDisk disk;
    private FileEventStore store;

    @BeforeEach
    void openAndWaitUntilTheFolderCanBeTrusted() throws Exception {
        folder = directory.resolve("log");
        disk = new RealDisk(folder);
        store = FileEventStore.open(counting(disk), FileEventStore.Limits.DEFAULT, RecordSource.NONE);
        append();
        Eventually.within(10, () -> namesAreKnown(), () -> "the folder was changed long ago, and is not trusted");
        append();
    }

    private boolean namesAreKnown() throws IOException {
        return disk.names() != null;
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    /** The disk as it is, but looks at single files are counted. */
    private Disk counting(Disk disk) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("identity")) {
                        looksAtFiles.incrementAndGet();
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void append() throws StoreException {
        store.append(List.of(Events.event("orders", store.lastOrderId() + 1, null, "1")));
    }

    @Test
    void asLongAsNoNameChangesAppendsDoNotLookAtTheFile() throws Exception {
        int before = looksAtFiles.get();
        for (int i = 0; i < APPENDS; i++) {
            append();
        }
        assertEquals(0, looksAtFiles.get() - before);
    }

    @Test
    void aNameThatHasNothingToDoWithTheLogMakesTheNextAppendLookAndGoOn() throws Exception {
        int before = looksAtFiles.get();
        Files.createFile(folder.resolve("notes.txt"));
        append();
        assertTrue(looksAtFiles.get() > before);
        append();
    }

    enum Loss {
        REMOVED {
            @Override
            void happensTo(Path segment) throws IOException {
                Files.delete(segment);
            }
        },
        RENAMED {
            @Override
            void happensTo(Path segment) throws IOException {
                Files.move(segment, segment.resolveSibling("away"));
            }
        },
        REPLACED_BY_A_COPY_OF_ITSELF {
            @Override
            void happensTo(Path segment) throws IOException {
                Path copy = segment.resolveSibling("copy");
                Files.copy(segment, copy, StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(copy, segment, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        FOLDER_MOVED_AWAY {
            @Override
            void happensTo(Path segment) throws IOException {
                Path log = segment.getParent();
                Files.move(log, log.resolveSibling("moved"));
            }
        },
        FOLDER_REPLACED_BY_A_COPY_OF_ITSELF {
            @Override
            void happensTo(Path segment) throws IOException {
                Path log = segment.getParent();
                FOLDER_MOVED_AWAY.happensTo(segment);
                Files.createDirectory(log);
                Files.copy(log.resolveSibling("moved").resolve(segment.getFileName()), segment);
                Files.setLastModifiedTime(log, Files.getLastModifiedTime(log.resolveSibling("moved")));
            }
        };

        abstract void happensTo(Path segment) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void theFirstAppendAfterALossIsRefusedAndSoAreAllThatFollow(Loss loss) throws Exception {
        loss.happensTo(folder.resolve(Segment.nameOf(1)));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    Kind.READ_ONLY,
                    assertThrows(StoreException.class, this::append).kind());
        }
    }

    @Test
    void aChangeWithinTheSameTickOfTheClockIsNotMissed() throws Exception {
        Path segment = folder.resolve(Segment.nameOf(1));
        Files.createFile(folder.resolve("notes.txt")); // the folder's time is now
        append();
        Files.move(segment, segment.resolveSibling("away")); // maybe at the same time, as the folder tells it
        assertEquals(
                Kind.READ_ONLY, assertThrows(StoreException.class, this::append).kind());
    }
}
