// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.os.PrivateFiles;
import io.photon.sql.worker.SqlWorker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one SQL process, which only its owner may look into. Thread-safe. */
record TemporaryFolder(Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    private static final String PREFIX = "photon-sql-";
    /** So long a process may take to lock its folder. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** Makes one. */
    static TemporaryFolder make(Path parent) throws IOException {
        PrivateFiles.createFolders(parent);
        return new TemporaryFolder(Files.createTempDirectory(parent, PREFIX));
    }

    /** Removes what processes have left that were killed together with their daemon: no one has the lock of it. */
    static void sweep(Path parent) {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (Stream<Path> folders = Files.list(parent)) {
            folders.filter(each -> each.getFileName().toString().startsWith(PREFIX))
                    .filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .filter(TemporaryFolder::isLeft)
                    .forEach(each -> new TemporaryFolder(each).remove());
        } catch (IOException e) {
            LOG.debug("{} cannot be listed", parent, e);
        }
    }

    private static boolean isLeft(Path folder) {
        try {
            if (Files.getLastModifiedTime(folder)
                    .toInstant()
                    .isAfter(Instant.now().minus(YOUNG))) {
                return false;
            }
            try (FileChannel lock = FileChannel.open(folder.resolve(SqlWorker.LOCK), StandardOpenOption.WRITE);
                    FileLock held = lock.tryLock()) {
                return held != null;
            }
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException | OverlappingFileLockException e) {
            return false; // another user's, or in use
        }
    }

    /** How much is in it, bytes. */
    long bytes() {
        long bytes = 0;
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += Files.size(file);
            }
        } catch (IOException e) {
            LOG.debug("{} is being removed", path, e);
        }
        return bytes;
    }

    /** Removes it with all that is in it. Idempotent. */
    void remove() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            LOG.debug("{} is removed", path);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: it may hold rows of a query", path, e);
        }
    }
}
