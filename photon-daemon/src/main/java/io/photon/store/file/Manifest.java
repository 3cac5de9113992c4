package io.photon.store.file;

import io.photon.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Which segments are the log, in order. A small text file, replaced as a whole: the one step by which segments appear,
 * are swapped, or vanish.
 *
 * <pre>
 * photon-log 1
 * store 6f0c…
 * segment 00000001.log
 * segment 00000002.log
 * crc32c 1a2b3c4d
 * </pre>
 */
record Manifest(UUID storeId, List<String> segments) {

    static final String NAME = "MANIFEST";
    private static final String COPY = "MANIFEST.copy";
    private static final String TEMPORARY = "MANIFEST.new";
    private static final String FIRST_LINE = "photon-log 1";

    /** Replaces the manifest on disk; durable when it returns. The copy serves when the first is damaged. */
    void write(Disk disk) throws IOException {
        replace(disk, NAME);
        replace(disk, COPY);
    }

    private void replace(Disk disk, String name) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE + "\nstore " + storeId + "\n");
        segments.forEach(segment -> text.append("segment ").append(segment).append('\n'));
        String crc = crc(text.toString());
        text.append("crc32c ").append(crc).append('\n');
        disk.delete(TEMPORARY);
        try (Disk.DiskFile file = disk.create(TEMPORARY)) {
            file.write(0, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)));
            file.force();
        }
        disk.rename(TEMPORARY, name);
        disk.syncDirectory();
    }

    /** @return null when there is none that can be read */
    static Manifest read(Disk disk) throws IOException, StoreException {
        Manifest manifest = read(disk, NAME);
        return manifest != null ? manifest : read(disk, COPY);
    }

    private static Manifest read(Disk disk, String name) throws IOException, StoreException {
        if (!disk.exists(name)) {
            return null;
        }
        String text;
        try (Disk.DiskFile file = disk.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), 64 << 20));
            while (bytes.hasRemaining() && file.read(bytes.position(), bytes) >= 0) {
                continue;
            }
            text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        }
        int crcAt = text.lastIndexOf("crc32c ");
        if (crcAt < 0 || !text.substring(crcAt + 7).strip().equals(crc(text.substring(0, crcAt)))) {
            return null; // damaged: the copy says the same
        }
        String[] lines = text.split("\n");
        if (!lines[0].equals(FIRST_LINE)) {
            throw new StoreException(
                    StoreException.Kind.REFUSED,
                    disk.describe(name) + " is '" + lines[0] + "', this Photon reads '" + FIRST_LINE
                            + "'; use the Photon that wrote it");
        }
        List<String> segments = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("segment ")) {
                segments.add(line.substring(8));
            }
        }
        return new Manifest(UUID.fromString(lines[1].substring(6)), segments);
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format("%08x", crc.getValue());
    }
}
