// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import io.photon.os.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the machine. It is opened at its first use and closed again while it is not in use, when others need the
 * descriptor, see {@link OpenFiles}. One descriptor serves all readers, another the writer.
 *
 * <p>An interrupt closes a channel under everybody who shares it, so interrupts are held off while a channel is in use;
 * should one slip in between, the readers' channel is opened again, and the writer's is another one.
 */
final class RealFile implements Disk.DiskFile {

    private static final int READER = 0;
    private static final int WRITER = 1;
    private static final Logger LOG = LoggerFactory.getLogger(RealFile.class);
    private static final int PIECE_BYTES = 1 << 20;
    private static final long READER_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private final OpenFiles openFiles;
    private final FileChannel[] channels = new FileChannel[2];
    private int users;
    private boolean kept;
    private boolean unforced;
    private boolean closed;
    private volatile long lastUse;

    /** @param create a new file, which is open from the start */
    RealFile(Path path, boolean create, OpenFiles openFiles) throws IOException {
        this.path = path;
        this.openFiles = openFiles;
        if (create) {
            channels[WRITER] = openFiles.opening(
                    () -> PrivateFiles.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 0);
            kept = true;
            openFiles.opened(this);
        }
    }

    /** Something to do with a channel. */
    private interface Use<T> {
        T with(FileChannel channel) throws IOException;
    }

    private static <T> T uninterrupted(FileChannel channel, Use<T> use) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return use.with(channel);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T reading(Use<T> use) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                FileChannel channel = channel(READER);
                try {
                    return uninterrupted(channel, use);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    forget(channel);
                } finally {
                    done();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * One of the two channels, counted as in use until {@link #done}. What the writer opens for a file that is not kept
     * open is closed like a reader's channel, once all is forced.
     */
    private FileChannel channel(int which) throws IOException {
        while (true) {
            synchronized (this) {
                if (channels[which] != null || closed) {
                    return inUse(channels[which]);
                }
            }
            FileChannel made = which == READER
                    ? openFiles.opening(() -> FileChannel.open(path, StandardOpenOption.READ), READER_WAIT_NANOS)
                    : openFiles.opening(() -> FileChannel.open(path, StandardOpenOption.WRITE), 0);
            boolean first;
            synchronized (this) {
                first = channels[which] == null && !closed;
                if (first) {
                    channels[which] = inUse(made); // before others are told of it, or they might close it at once
                }
            }
            if (first) {
                openFiles.opened(this);
                return made;
            }
            made.close(); // another thread was faster, or the file was closed
        }
    }

    private <T> T writing(Use<T> use) throws IOException {
        FileChannel channel = channel(WRITER);
        try {
            return uninterrupted(channel, use);
        } finally {
            done();
        }
    }

    private FileChannel inUse(FileChannel channel) throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        users++;
        lastUse = openFiles.tick();
        return channel;
    }

    private synchronized void done() {
        users--;
    }

    /** An interrupt closed the channel for all; the first to notice takes it away. */
    private synchronized void forget(FileChannel broken) throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (channels[READER] == broken) {
            channels[READER] = null;
        }
    }

    long lastUse() {
        return lastUse;
    }

    /** Not while it is in use, kept open for the writer, or holds what is not forced. */
    synchronized boolean isIdle() {
        return closed || (users == 0 && !kept && !unforced);
    }

    synchronized boolean closeIfIdle() {
        if (!isIdle()) {
            return false;
        }
        try {
            closeChannels();
        } catch (IOException e) {
            LOG.warn("closing {}: {}", path, e.getMessage());
        }
        return true;
    }

    private void closeChannels() throws IOException {
        FileChannel reader = channels[READER];
        FileChannel writer = channels[WRITER];
        Arrays.fill(channels, null);
        try {
            if (reader != null) {
                reader.close();
            }
        } finally {
            if (writer != null) {
                writer.close();
            }
        }
    }

    @Override
    public void keepOpen() throws IOException {
        synchronized (this) {
            kept = true;
        }
        writing(FileChannel::isOpen);
    }

    @Override
    public synchronized void rest() {
        kept = false;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return number(channel -> inPiece(target, piece -> channel.read(piece, position)));
    }

    private <T extends Number> T number(Use<T> use) throws IOException {
        return Objects.requireNonNull(reading(use));
    }

    /** One operation on a buffer. */
    private interface Operation {
        int on(ByteBuffer buffer) throws IOException;
    }

    /**
     * The JDK copies an array through memory outside the heap, as much at a time as is asked for, and keeps that for the
     * thread: a few threads that read large events would use up all there is.
     */
    private static int inPiece(ByteBuffer buffer, Operation operation) throws IOException {
        int end = buffer.limit();
        try {
            if (!buffer.isDirect()) {
                buffer.limit(Math.min(end, buffer.position() + PIECE_BYTES));
            }
            return operation.on(buffer);
        } finally {
            buffer.limit(end);
        }
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        writing(channel -> {
            unforced(true);
            long at = position;
            while (source.hasRemaining()) {
                long to = at;
                at += inPiece(source, piece -> channel.write(piece, to));
            }
            return channel;
        });
    }

    @Override
    public void force() throws IOException {
        writing(channel -> {
            channel.force(false);
            unforced(false);
            return channel;
        });
    }

    @Override
    public long size() throws IOException {
        return number(FileChannel::size);
    }

    @Override
    public void truncate(long size) throws IOException {
        writing(channel -> {
            unforced(true);
            return channel.truncate(size);
        });
    }

    private synchronized void unforced(boolean is) {
        unforced = is;
    }

    @Override
    public ByteBuffer map(long position, long length) throws IOException {
        return Objects.requireNonNull(reading(channel -> channel.map(FileChannel.MapMode.READ_ONLY, position, length)));
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            closeChannels();
        }
        openFiles.closed(this);
    }
}
