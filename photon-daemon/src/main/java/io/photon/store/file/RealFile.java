package io.photon.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the machine. An interrupt closes a channel under everybody who shares it, so interrupts are held off while a
 * channel is in use; should one slip in between, the readers' channel is opened again, and the writer's is another one.
 */
final class RealFile implements Disk.DiskFile {

    private final Path path;
    private final FileChannel writer;
    private volatile FileChannel reader;
    private volatile boolean closed;

    private static final int PIECE_BYTES = 1 << 20;

    RealFile(Path path, boolean create) throws IOException {
        this.path = path;
        this.writer = create
                ? FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                : FileChannel.open(path, StandardOpenOption.WRITE);
        this.reader = FileChannel.open(path, StandardOpenOption.READ);
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
        FileChannel channel = reader;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return uninterrupted(channel, use);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    channel = reopened(channel, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An interrupt closed the channel for all; the first to notice opens it again. */
    private synchronized FileChannel reopened(FileChannel broken, ClosedChannelException cause) throws IOException {
        if (closed) {
            throw cause;
        }
        if (reader == broken) {
            reader = FileChannel.open(path, StandardOpenOption.READ);
        }
        return reader;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return reading(channel -> inPiece(target, piece -> channel.read(piece, position)));
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
        uninterrupted(writer, channel -> {
            long at = position;
            while (source.hasRemaining()) {
                long to = at;
                at += inPiece(source, piece -> channel.write(piece, to));
            }
            return null;
        });
    }

    @Override
    public void force() throws IOException {
        uninterrupted(writer, channel -> {
            channel.force(false);
            return null;
        });
    }

    @Override
    public long size() throws IOException {
        return reading(FileChannel::size);
    }

    @Override
    public void truncate(long size) throws IOException {
        uninterrupted(writer, channel -> channel.truncate(size));
    }

    @Override
    public ByteBuffer map(long position, long length) throws IOException {
        return reading(channel -> channel.map(FileChannel.MapMode.READ_ONLY, position, length));
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try {
            reader.close();
        } finally {
            writer.close();
        }
    }
}
