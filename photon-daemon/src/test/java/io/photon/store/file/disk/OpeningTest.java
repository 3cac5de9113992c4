// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A file that cannot be opened now, and one that cannot be opened at all. */
class OpeningTest {

    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Test
    void openingIsTriedAgainForAWhileAndThenSaysWhatToDo() throws Exception {
        OpenFiles files = new OpenFiles(4);
        AtomicInteger tries = new AtomicInteger();
        String opened = files.opening(
                () -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new FileSystemException("file", null, "Too many open files");
                    }
                    return "opened";
                },
                TimeUnit.MINUTES.toNanos(1));
        assertEquals("opened", opened);
        IOException none = assertThrows(
                NoDescriptorException.class,
                () -> files.opening(
                        () -> {
                            throw new FileSystemException("file", null, "Too many open files in system");
                        },
                        WAIT_NANOS));
        assertTrue(none.getMessage().contains("ulimit -n"), none.getMessage());
    }

    @Test
    void anotherErrorIsNotWaitedFor() {
        OpenFiles files = new OpenFiles(4);
        for (IOException other : List.of(
                new AccessDeniedException("file"),
                new FileSystemException("file", null, "Eingabe-/Ausgabefehler"),
                new IOException("Input/output error"))) {
            assertSame(
                    other,
                    assertThrows(
                            IOException.class,
                            () -> files.opening(
                                    () -> {
                                        throw other;
                                    },
                                    TimeUnit.MINUTES.toNanos(1))));
        }
    }
}
