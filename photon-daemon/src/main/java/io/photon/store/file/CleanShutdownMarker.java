// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Written by a clean stop, taken away by the next start: up to where the log reached. Without it a bad end is an
 * unfinished write; with it, damage.
 *
 * @param head the last order-id
 * @param segment the last segment's name
 * @param length its length
 */
record CleanShutdownMarker(long head, String segment, long length) {

    private static final String NAME = "CLEAN";

    void write(Disk disk) throws IOException {
        String text = head + " " + segment + " " + length;
        disk.delete(NAME);
        try (Disk.DiskFile file = disk.create(NAME)) {
            file.write(0, ByteBuffer.wrap((text + " " + crc(text)).getBytes(StandardCharsets.US_ASCII)));
            file.force();
        }
        disk.syncDirectory();
    }

    /** @return null after an unclean stop */
    static @Nullable CleanShutdownMarker read(Disk disk) throws IOException {
        if (!disk.exists(NAME)) {
            return null;
        }
        try (Disk.DiskFile file = disk.open(NAME)) {
            ByteBuffer bytes = file.bytes(0, 512);
            String[] parts = new String(bytes.array(), 0, bytes.limit(), StandardCharsets.US_ASCII).split(" ");
            if (parts.length != 4 || !parts[3].equals(crc(parts[0] + " " + parts[1] + " " + parts[2]))) {
                return null;
            }
            return new CleanShutdownMarker(Long.parseLong(parts[0]), parts[1], Long.parseLong(parts[2]));
        }
    }

    /** Whether the log is as the stop left it. */
    boolean fits(String activeSegment, long end, long last) {
        return segment.equals(activeSegment) && length == end && head == last;
    }

    static void remove(Disk disk) throws IOException {
        if (disk.exists(NAME)) {
            disk.delete(NAME);
            disk.syncDirectory();
        }
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
