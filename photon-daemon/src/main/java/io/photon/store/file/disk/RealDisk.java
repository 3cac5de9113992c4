// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of the machine's file system. While it is locked, the directory itself is held open: making names durable
 * must not fail for want of a descriptor, as then it would not be known which manifest is on the disk.
 */
public final class RealDisk implements Disk {

    private static final Logger LOG = LoggerFactory.getLogger(RealDisk.class);

    private final Path directory;
    private final OpenFiles openFiles;
    private @Nullable FileChannel held;
    private int failedSyncs;
    private boolean locked;
    private final Folder folder;

    /**
     * @param directory created when it is not there; its name, and those above it, are durable then
     * @throws IOException when it cannot be used; the message names its owner and the missing right
     */
    public RealDisk(Path directory) throws IOException {
        this(directory, OpenFiles.defaultLimit());
    }

    /** @param openFiles how many files are held open at most, besides those in use */
    public RealDisk(Path directory, int openFiles) throws IOException {
        this.openFiles = new OpenFiles(openFiles);
        this.directory = directory.toAbsolutePath().normalize();
        this.folder = Folder.made(this.directory);
        FileRights.requireFolder(this.directory);
    }

    @Override
    public AutoCloseable lock() throws StoreException {
        AutoCloseable lock = FolderLock.take(directory);
        holdDirectory(true);
        return () -> {
            holdDirectory(false);
            lock.close();
        };
    }

    private synchronized void holdDirectory(boolean hold) {
        locked = hold;
        try {
            if (!hold && held != null) {
                held.close();
                held = null;
            }
        } catch (IOException e) {
            LOG.warn("closing {}: {}", directory, e.getMessage());
        }
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        return using("", path -> {
            try (DirectoryStream<Path> files = openFiles.opening(() -> Files.newDirectoryStream(path), 0)) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            }
            return names;
        });
    }

    @Override
    public void requireUsable(String name) throws IOException {
        FileRights.requireFile(directory.resolve(name));
    }

    @Override
    public @Nullable Object identity(String name) throws IOException {
        return folder.identityOf(name);
    }

    @Override
    public @Nullable Object names() throws IOException {
        return folder.names();
    }

    @Override
    public void requireUsable() throws IOException {
        folder.requireSame();
        FileRights.requireFolder(directory);
    }

    /** Something done with a path. */
    private interface Use<T> {
        T with(Path path) throws IOException;
    }

    /** Does it in the folder that was opened and in no other; says why it cannot be done. */
    private <T> T using(String name, Use<T> use) throws IOException {
        Path path = directory.resolve(name);
        try {
            folder.requireSame();
            return use.with(path);
        } catch (IOException e) {
            throw FileRights.explained(path, e);
        }
    }

    @Override
    public boolean exists(String name) throws IOException {
        return FileRights.isThere(directory.resolve(name));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return using(name, path -> new RealFile(path, false, openFiles));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return using(name, path -> new RealFile(path, true, openFiles));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        using(
                from,
                path -> Files.move(
                        path,
                        directory.resolve(to),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void delete(String name) throws IOException {
        using(name, Files::deleteIfExists);
    }

    @Override
    public synchronized void syncDirectory() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    using("", path -> {
                        force();
                        return path;
                    });
                    return;
                } catch (ClosedByInterruptException e) {
                    held = null; // an interrupt slipped in; again, with a new channel
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized int failedSyncs() {
        return failedSyncs;
    }

    private void force() throws IOException {
        if (held == null) {
            held = openFiles.opening(() -> FileChannel.open(directory, StandardOpenOption.READ), 0);
        }
        try {
            held.force(true);
        } catch (ClosedByInterruptException e) {
            throw e; // it is done again
        } catch (IOException e) {
            failedSyncs++;
            throw e;
        } finally {
            if (!locked) {
                held.close();
                held = null;
            }
        }
    }

    @Override
    public int openFiles() {
        return openFiles.count();
    }

    @Override
    public long usableBytes() throws IOException {
        FileStore store = Files.getFileStore(directory);
        return store.getUsableSpace();
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }
}
