// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The little of a file system that the log needs, one directory without sub-directories, so that a test can put a
 * faulty disk in its place. Safe for many threads.
 *
 * <p>What is durable when: a file's bytes after {@link DiskFile#force}, a name (created, renamed, deleted) after
 * {@link #syncDirectory}. Nothing else survives a power cut for certain.
 */
public interface Disk {

    /**
     * Keeps other processes, and other stores of this one, away until closed.
     *
     * @throws StoreException REFUSED when someone else holds it; the message names who
     */
    default AutoCloseable lock() throws StoreException {
        return () -> {};
    }

    /** Names of all files, in no order. */
    List<String> list() throws IOException;

    /** Whether there is one; an error when that cannot be seen. */
    boolean exists(String name) throws IOException;

    /**
     * Looks whether an existing file can be opened, without opening it.
     *
     * @throws IOException when it cannot; the message names its owner and the missing right
     */
    default void requireUsable(String name) throws IOException {}

    /**
     * What the name stands for just now; null when there is no such file. The same file gives equal answers, whatever is
     * in it.
     */
    default @Nullable Object identity(String name) throws IOException {
        return name;
    }

    /**
     * A state of the directory and its names: as long as it is equal, no name in it was made, removed or given to another
     * file. Costs next to nothing, and unlike {@link #identity} it leaves the files alone.
     *
     * @return null when that cannot be told, as just after a change
     */
    default @Nullable Object names() throws IOException {
        return null;
    }

    /**
     * Looks whether the directory is still the one that was opened, and can be changed.
     *
     * @throws IOException with the reason when not
     */
    default void requireUsable() throws IOException {}

    /** Opens an existing file for reading and writing. */
    DiskFile open(String name) throws IOException;

    /** Creates a new, empty file; fails when the name is taken. */
    DiskFile create(String name) throws IOException;

    /** Renames atomically over whatever has the new name. Open files stay usable. */
    void rename(String from, String to) throws IOException;

    /** Removes the name; open files stay readable. No error when there is none. */
    void delete(String name) throws IOException;

    /** Makes names durable. */
    void syncDirectory() throws IOException;

    /**
     * How often {@link #syncDirectory} failed. The system may have given up what was to be made durable then, and a later
     * call that goes well says nothing of it: a name made before a failure counts as one that may be lost. Always 0 where
     * names need not be durable.
     */
    default int failedSyncs() {
        return 0;
    }

    /** How many files are held open now. */
    default int openFiles() {
        return 0;
    }

    /** Bytes that can still be written. */
    long usableBytes() throws IOException;

    /** For messages: where a file is, in words a user understands (its path). */
    String describe(String name);

    /** One open file. Positions and lengths in bytes. */
    interface DiskFile extends AutoCloseable {

        /** Reads up to {@code target.remaining()} bytes at a position; -1 at or past the end. May read less. */
        int read(long position, ByteBuffer target) throws IOException;

        /** Reads until the target is full or the file ends. The position is that of the target's first byte. */
        default void fill(long position, ByteBuffer target) throws IOException {
            while (target.hasRemaining() && read(position + target.position(), target) >= 0) {
                continue;
            }
        }

        /** That many bytes from a position on, ready to be read from; fewer only where the file ends. */
        default ByteBuffer bytes(long position, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            fill(position, bytes);
            return bytes.flip();
        }

        /** Writes all remaining bytes at a position. On failure any part of them may have been written. */
        void write(long position, ByteBuffer source) throws IOException;

        /** fdatasync: returns when bytes and length are on the disk. After a failure nothing is known. */
        void force() throws IOException;

        long size() throws IOException;

        void truncate(long size) throws IOException;

        /** A read-only view of a whole immutable file's range; stays valid after the file's deletion. */
        ByteBuffer map(long position, long length) throws IOException;

        /** The file is written from now on, so its descriptors must not be wanting at any moment. */
        default void keepOpen() throws IOException {}

        /** The file is only read from now on: it holds no descriptor while it is not in use. */
        default void rest() {}

        @Override
        void close() throws IOException;
    }
}
