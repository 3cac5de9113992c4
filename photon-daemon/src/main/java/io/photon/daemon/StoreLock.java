// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.os.PrivateFiles;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.file.disk.FileRights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second daemon away from a store. The operating system holds the lock, so a killed daemon's is gone with it; the
 * file beside the store only says whose it is, and stays.
 */
final class StoreLock implements AutoCloseable {

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Where the lock of a store is. */
    static Path file(Path store) {
        return store.resolveSibling(store.getFileName() + ".lock");
    }

    /** @param store folder of the store; the lock is a file beside it */
    static Result<StoreLock> take(Path store) {
        Path absolute = store.toAbsolutePath().normalize();
        Path file = file(absolute);
        try {
            PrivateFiles.createFolders(Objects.requireNonNull(file.getParent()));
            FileChannel channel = PrivateFiles.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                if (lockOrNull(channel) == null) {
                    return Result.err(
                            Failure.Kind.CONFLICT,
                            "the store in " + absolute + " is in use by " + owner(file),
                            "stop that daemon first, or give this one another data.path");
                }
                channel.truncate(0);
                channel.write(
                        ByteBuffer.wrap(
                                ("pid=" + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)),
                        0);
                taken = true;
                return Result.ok(new StoreLock(channel));
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the store's lock " + file + " cannot be taken: "
                            + FileRights.explained(file, e).getMessage(),
                    "is the folder there and writable? see data.path");
        }
    }

    private static @Nullable FileLock lockOrNull(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String owner(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        return lines.isEmpty() ? "another process" : "process " + lines.get(0).replaceFirst("^pid=", "");
    }

    @Override
    public void close() throws IOException {
        channel.close(); // lets the lock go too
    }
}
