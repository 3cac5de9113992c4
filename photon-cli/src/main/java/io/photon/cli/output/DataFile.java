package io.photon.cli.output;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/**
 * Where a backup goes: stdout, or a file that appears under its name only when it is whole and on the disk. Packed if
 * wanted.
 */
public final class DataFile implements AutoCloseable {

    /** How it is packed. */
    public enum Packing {
        none,
        zstd,
        gzip
    }

    private final Path target;
    private final Path temporary;
    private final FileOutputStream file;
    private final OutputStream packed;
    private final DataOut out;
    private boolean kept;

    /** @param target null for stdout */
    public DataFile(Path target, Packing packing, Console console) throws IOException {
        this.target = target == null ? null : target.toAbsolutePath();
        if (target == null) {
            temporary = null;
            file = null;
            packed = pack(console.out(), packing);
        } else {
            if (Files.isDirectory(this.target)) {
                throw new FileSystemException(target.toString(), null, "it is a folder");
            }
            if (!Files.isDirectory(this.target.getParent())) {
                throw new NoSuchFileException(this.target.getParent().toString());
            }
            Path name = this.target.getFileName();
            temporary = Files.createTempFile(this.target.getParent(), "." + name + ".", ".part");
            file = new FileOutputStream(temporary.toFile());
            packed = pack(file, packing);
        }
        out = new DataOut(packed, target == null ? "stdout" : target.toString());
    }

    private static OutputStream pack(OutputStream out, Packing packing) throws IOException {
        return switch (packing) {
            case none -> out;
            case gzip -> new GZIPOutputStream(out, 64 * 1024);
            case zstd -> new ZstdOutputStream(out);
        };
    }

    public DataOut out() {
        return out;
    }

    /** All is written: makes it durable and gives it its name. */
    public void keep() {
        out.flush();
        try {
            if (packed instanceof GZIPOutputStream gzip) {
                gzip.finish();
                gzip.flush();
            } else if (packed instanceof ZstdOutputStream zstd) {
                zstd.close(); // ends the frame; what is below it is closed too
            }
            if (target != null) {
                force(temporary);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                force(target.getParent());
            }
            kept = true;
        } catch (IOException e) {
            throw new OutputException(target == null ? "stdout" : target.toString(), e);
        }
    }

    /** Forces a file, or a directory's names, to the disk. */
    private static void force(Path path) throws IOException {
        StandardOpenOption how = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /** Leaves nothing behind of a file that was not kept. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            if (!kept) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
