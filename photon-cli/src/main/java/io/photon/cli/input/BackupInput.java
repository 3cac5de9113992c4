// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import io.photon.cli.zstd.NoZstdException;
import io.photon.cli.zstd.Zstd;
import io.photon.result.Failure;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Backups one after another as one stream of lines, unpacked: gzip and zstd are known by their first bytes. A file is
 * opened when its turn comes.
 */
public final class BackupInput extends InputStream {

    private final List<Path> files;
    private final InputStream stdin;
    private int nextFile;
    private @Nullable InputStream current;
    private @Nullable Counting counting;
    private boolean lineOpen;
    private volatile @Nullable Failure damage;
    private volatile long consumedBefore;

    /**
     * @param files in order; empty to read {@code stdin}, and {@code -} stands for it too
     * @param stdin only read when asked for
     */
    public BackupInput(List<Path> files, InputStream stdin) {
        this.files = files.isEmpty() ? List.of(Path.of("-")) : List.copyOf(files);
        this.stdin = stdin;
    }

    /** How many bytes the files hold together, packed as they are; 0 when stdin is among them. */
    public static long totalBytes(List<Path> files) throws IOException {
        long total = 0;
        for (Path file : files) {
            if (file.toString().equals("-")) {
                return 0;
            }
            total += Files.size(file);
        }
        return total;
    }

    /** The file that is being read, or was read last. */
    public String currentName() {
        return files.get(Math.max(0, nextFile - 1)).toString();
    }

    /** This input, telling after each read how many bytes have been read, packed as they are. */
    public InputStream observed(LongConsumer progress) {
        return new FilterInputStream(this) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = super.read(bytes, offset, length);
                progress.accept(consumed());
                return n;
            }
        };
    }

    /** Why a packed file could not be unpacked, or null: it is damaged, or there is no way here. */
    public @Nullable Failure damage() {
        return damage;
    }

    /** How many bytes have been read, packed as they are. */
    public long consumed() {
        Counting now = counting;
        return consumedBefore + (now == null ? 0 : now.count);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            InputStream now = current;
            if (now == null) {
                if (nextFile == files.size()) {
                    return -1;
                }
                now = open(files.get(nextFile++));
                current = now;
            }
            int n = readNamed(now, bytes, offset, length);
            if (n > 0) {
                lineOpen = bytes[offset + n - 1] != '\n';
                return n;
            }
            now.close();
            current = null;
            if (lineOpen && nextFile < files.size()) {
                lineOpen = false;
                bytes[offset] = '\n'; // the next file's first line must not be glued to this one's last
                return 1;
            }
        }
    }

    private int readNamed(InputStream now, byte[] bytes, int offset, int length) throws IOException {
        try {
            return now.read(bytes, offset, length);
        } catch (IOException e) {
            if (!(now instanceof BufferedInputStream)) {
                damage = Failure.of(
                        Failure.Kind.VERIFICATION_FAILED,
                        files.get(nextFile - 1) + ": cannot be unpacked: " + e.getMessage(),
                        "the packed file is damaged: take another copy");
            }
            throw new IOException(files.get(nextFile - 1) + ": " + e.getMessage(), e);
        }
    }

    private InputStream open(Path file) throws IOException {
        if (counting != null) {
            consumedBefore += counting.count;
        }
        counting = new Counting(file.toString().equals("-") ? stdin : InputFile.open(file));
        try {
            return unpacked(counting);
        } catch (NoZstdException e) {
            damage = e.failure();
            throw e;
        }
    }

    /** The stream itself, or what is packed in it. */
    public static InputStream unpacked(InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, 64 * 1024);
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new GZIPInputStream(in, 64 * 1024);
        }
        if (magic.length == 4
                && (magic[0] & 0xff) == 0x28
                && (magic[1] & 0xff) == 0xb5
                && (magic[2] & 0xff) == 0x2f
                && (magic[3] & 0xff) == 0xfd) {
            return Zstd.unpack(in);
        }
        return in;
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }

    /** Counts what is read, for the progress bar. */
    private static final class Counting extends FilterInputStream {
        private volatile long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
