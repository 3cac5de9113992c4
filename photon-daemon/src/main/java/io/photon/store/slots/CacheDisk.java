// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk that forces nothing: what is on it is a copy, and is made anew when the machine has lost power. What a process that
 * ends has written is with the system. Thread-safe.
 */
final class CacheDisk implements Disk {

    private final Disk disk;

    CacheDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public AutoCloseable lock() throws StoreException {
        return disk.lock();
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public void requireUsable(String name) throws IOException {
        disk.requireUsable(name);
    }

    @Override
    public @Nullable Object identity(String name) throws IOException {
        return disk.identity(name);
    }

    @Override
    public @Nullable Object names() throws IOException {
        return disk.names();
    }

    @Override
    public void requireUsable() throws IOException {
        disk.requireUsable();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new CacheFile(disk.open(name));
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new CacheFile(disk.create(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncDirectory() {
        // A copy.
    }

    @Override
    public int openFiles() {
        return disk.openFiles();
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    @Override
    public String describe(String name) {
        return disk.describe(name);
    }

    private record CacheFile(DiskFile file) implements DiskFile {

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            file.write(position, source);
        }

        @Override
        public void force() {
            // A copy.
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public ByteBuffer map(long position, long length) throws IOException {
            return file.map(position, length);
        }

        @Override
        public void keepOpen() throws IOException {
            file.keepOpen();
        }

        @Override
        public void rest() {
            file.rest();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
