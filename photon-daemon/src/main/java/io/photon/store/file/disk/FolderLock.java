// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import io.photon.os.PrivateFiles;
import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process at a time: a locked file that names its owner. The system lets go of it when the process ends. */
final class FolderLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);
    private static final String NAME = "LOCK";

    private final FileChannel channel;

    /** Keeps the system from giving the folder's identity to another one while this is open. */
    private final @Nullable FileChannel pin;

    private FolderLock(FileChannel channel, @Nullable FileChannel pin) {
        this.channel = channel;
        this.pin = pin;
    }

    static FolderLock take(Path folder) throws StoreException {
        Path path = folder.resolve(NAME);
        FileChannel channel = null;
        FolderLock lock = null;
        try {
            channel = PrivateFiles.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                throw new StoreException(
                        StoreException.Kind.REFUSED,
                        folder + " is in use by process " + owner(path) + " (" + path
                                + "); stop that one, or use another folder");
            }
            note(channel);
            lock = new FolderLock(channel, pinned(folder));
            return lock;
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.REFUSED,
                    path + " cannot be locked: " + FileRights.explained(path, e).getMessage(),
                    e);
        } finally {
            if (lock == null) {
                close(channel);
            }
        }
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.warn("cannot close the file of the lock: {}", e.getMessage());
        }
    }

    /** Not all systems open folders: then its identity has to do. */
    private static @Nullable FileChannel pinned(Path folder) {
        try {
            return FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            LOG.debug("{} cannot be held open: {}", folder, e.getMessage());
            return null;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process itself
        }
    }

    /** On a full disk the lock holds all the same, only without a name. */
    private static void note(FileChannel channel) {
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
        } catch (IOException e) {
            LOG.warn("cannot note the owner: {}", e.getMessage());
        }
    }

    private static String owner(Path path) throws IOException {
        String pid = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        return pid.isEmpty() ? "(unknown)" : pid;
    }

    @Override
    public void close() throws IOException {
        try {
            if (pin != null) {
                pin.close();
            }
        } finally {
            channel.close();
        }
    }
}
