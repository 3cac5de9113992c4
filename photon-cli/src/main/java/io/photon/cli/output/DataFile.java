// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static java.util.Objects.requireNonNull;

import io.photon.cli.zstd.Zstd;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a backup goes: stdout, a pipe or device, or a file that appears under its name only when it is whole and on the
 * disk. Packed if wanted.
 */
public final class DataFile implements AutoCloseable {

    /** How it is packed. */
    public enum Packing {
        none,
        zstd,
        gzip
    }

    private final WritePlace place;
    private final String shown;
    private final Packing packing;
    private @Nullable Path temporary;
    private @Nullable FileChannel file;
    private @Nullable OutputStream packed;
    private @Nullable DataOut out;
    private boolean kept;

    private DataFile(WritePlace place, String shown, Packing packing) {
        this.place = place;
        this.shown = shown;
        this.packing = packing;
    }

    /** @param name null or {@code -} for stdout */
    public static DataFile open(@Nullable Path name, Packing packing, Console console) throws IOException {
        Path where = name == null ? Path.of("-") : name;
        WritePlace place = WritePlace.of(where);
        DataFile opened =
                new DataFile(place, place.kind() == WritePlace.Kind.STDOUT ? "stdout" : where.toString(), packing);
        try {
            opened.begin(console);
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private void begin(Console console) throws IOException {
        OutputStream bytes = switch (place.kind()) {
            case STDOUT -> console.out();
            case DIRECT -> Channels.newOutputStream(file = place.open());
            case FILE -> {
                temporary = Files.createTempFile(
                        place.path().getParent(), "." + place.path().getFileName() + ".", ".part");
                file = FileChannel.open(temporary, StandardOpenOption.WRITE);
                yield Channels.newOutputStream(file);
            }
        };
        if (temporary != null) {
            place.passOn(temporary);
        }
        packed = pack(bytes, packing);
        out = new DataOut(packed, shown);
    }

    private static OutputStream pack(OutputStream out, Packing packing) throws IOException {
        return switch (packing) {
            case none -> out;
            case gzip -> new GZIPOutputStream(out, 64 * 1024);
            case zstd -> Zstd.pack(new LeftOpen(out));
        };
    }

    public DataOut out() {
        return requireNonNull(out, "open() has begun it");
    }

    /** Whether there is nothing under the name until all is written. */
    public boolean isAllOrNothing() {
        return place.kind() == WritePlace.Kind.FILE;
    }

    /** All is written: makes it durable and gives it its name. */
    public void keep() {
        out().flush();
        try {
            if (packed instanceof GZIPOutputStream gzip) {
                gzip.finish();
                gzip.flush();
            } else if (packing == Packing.zstd) {
                requireNonNull(packed).close(); // ends the frame
            }
            if (file != null && place.isOnDisk()) {
                file.force(true);
            }
            if (temporary != null) {
                Files.move(
                        temporary, place.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                forceNames(requireNonNull(place.path().getParent(), "a file is in a folder"));
            }
            kept = true;
        } catch (IOException e) {
            throw new OutputException(shown, e);
        }
    }

    private static void forceNames(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Leaves nothing of a file that was not kept. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
        if (temporary != null && !kept) {
            Files.deleteIfExists(temporary);
        }
    }

    /** Stays open when what packs into it is closed: the file has still to be forced. */
    private static final class LeftOpen extends FilterOutputStream {

        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
