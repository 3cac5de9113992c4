// SPDX-License-Identifier: Apache-2.0
package io.photon.store.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** H2's files on a disk that has room for so many bytes: files under {@link #path} cannot be made longer beyond that. */
public final class SmallDisk extends FilePathWrapper {

    private static final String SCHEME = "small";
    private static final AtomicLong ROOM = new AtomicLong();

    /** H2 makes each path of the scheme with this. */
    public SmallDisk() {}

    /** The same file, on the small disk. Paths are H2's: nobody else knows the scheme. */
    static Path path(Path file) {
        FilePath.register(new SmallDisk());
        return Path.of(SCHEME + ":" + file);
    }

    /** From now on there is room for so many bytes more. */
    static void room(long bytes) {
        ROOM.set(bytes);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(getBase().open(mode));
    }

    private static final class Channel extends FileBase {
        private final FileChannel base;

        Channel(FileChannel base) {
            this.base = base;
        }

        private void take(long behind) throws IOException {
            long more = behind - base.size();
            if (more > 0 && ROOM.addAndGet(-more) < 0) {
                ROOM.addAndGet(more);
                throw new IOException("No space left on device");
            }
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            take(position + source.remaining());
            return base.write(source, position);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            take(base.position() + source.remaining());
            return base.write(source);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return base.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return base.read(target, position);
        }

        @Override
        public long position() throws IOException {
            return base.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            base.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            base.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            base.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return base.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            base.close();
        }
    }
}
