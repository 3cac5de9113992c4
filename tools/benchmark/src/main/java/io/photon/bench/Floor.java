// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** What the disk can do: one 300-byte write and one fdatasync at a time. */
final class Floor {

    /** Above this nothing was forced to a disk. */
    private static final double TMPFS_PER_SECOND = 20_000;

    private final Path folder;

    Floor(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes per second.
     *
     * @throws IllegalStateException when the folder is not on a disk
     */
    double measure(double seconds) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "floor", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer record = ByteBuffer.allocateDirect(300);
            for (int i = 0; i < 100; i++) {
                write(channel, record);
            }
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            int writes = 0;
            while (System.nanoTime() < end) {
                write(channel, record);
                writes++;
            }
            double perSecond = writes / ((System.nanoTime() - start) / 1e9);
            if (perSecond > TMPFS_PER_SECOND) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "%s takes %,.0f forced writes/s: that is not a disk; name a folder on one with --folder",
                        folder,
                        perSecond));
            }
            return perSecond;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void write(FileChannel channel, ByteBuffer record) throws IOException {
        record.clear();
        while (record.hasRemaining()) {
            channel.write(record);
        }
        channel.force(false);
    }
}
