// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The bytes of tails that were cut: kept until the next clean stop or deletion, as they may hold anything. */
final class TruncationReport {

    private static final String SUFFIX = ".cut";
    private static final int BUFFER_BYTES = 64 * 1024;

    private TruncationReport() {}

    /** Copies a file's end; says where to, or why not. */
    static String keep(Disk disk, Disk.DiskFile file, String name, long from) throws IOException {
        String aside = name + SUFFIX;
        try {
            disk.delete(aside);
            try (Disk.DiskFile cut = disk.create(aside)) {
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
                long at = from;
                while (file.read(at, buffer.clear()) > 0) {
                    buffer.flip();
                    int length = buffer.remaining();
                    cut.write(at - from, buffer);
                    at += length;
                }
            }
            return "kept in " + disk.describe(aside);
        } catch (IOException e) {
            disk.delete(aside); // the log itself matters more than what was never part of it
            return "not kept: " + e.getMessage();
        }
    }

    /** Those that are there. */
    static List<String> names(Disk disk) throws IOException {
        return disk.list().stream()
                .filter(name -> name.endsWith(".log" + SUFFIX))
                .toList();
    }
}
