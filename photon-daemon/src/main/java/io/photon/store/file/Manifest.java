// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which segments are the log, in order. A small text file, replaced as a whole: the one step by which segments appear,
 * are swapped, or vanish.
 *
 * <pre>
 * photon-log 1
 * store 6f0c…
 * segment 00000001.log 67108864 1764000000000000     sealed: its length and last order-id
 * segment 00000002.log -1 -1                         the last one, still written
 * dropped 00000000.log                               replaced by a rewritten one, to be removed
 * crc32c 1a2b3c4d
 * </pre>
 *
 * @param dropped files that were part of the log and hold deleted events: removed at the next start if still there
 */
record Manifest(UUID storeId, List<Entry> entries, List<String> dropped) {

    static final String NAME = "MANIFEST";
    private static final Logger LOG = LoggerFactory.getLogger(Manifest.class);
    private static final String COPY = "MANIFEST.copy";
    private static final String TEMPORARY = "MANIFEST.new";
    private static final String FIRST_LINE = "photon-log 1";
    private static final int MAX_BYTES = 64 << 20;

    /**
     * One segment.
     *
     * @param length bytes of a sealed one, -1 while it is written
     * @param last the highest order-id a sealed one covers, -1 while it is written
     */
    record Entry(String name, long length, long last) {

        static Entry active(String name) {
            return new Entry(name, -1, -1);
        }
    }

    /** Whether the old manifest or the new one is on the disk is not known; only the next start will tell. */
    static final class UnknownOutcome extends IOException {
        private static final long serialVersionUID = 1L;

        UnknownOutcome(String what, IOException cause) {
            super(what + ": " + cause.getMessage(), cause);
        }
    }

    boolean names(String file) {
        return entries.stream().anyMatch(entry -> entry.name().equals(file));
    }

    /**
     * Replaces the manifest on disk; durable when it returns. The copy serves when the first is damaged. It is taken away
     * before the first is replaced, and made when that is durable: so there is never one that says something else than
     * what a start would have read, whatever fails in between.
     *
     * @throws UnknownOutcome when the step may have happened; any other IOException: it has not
     */
    void write(Disk disk) throws IOException {
        replace(disk, prepare(disk));
    }

    /** The first half of {@link #write}: all that can be done before the step. @return for the second half */
    byte[] prepare(Disk disk) throws IOException {
        byte[] bytes = text();
        writeTemporary(disk, bytes);
        disk.delete(COPY);
        return bytes;
    }

    /** The second half: the step itself. After an error that it throws, too, the step may have happened. */
    void replace(Disk disk, byte[] bytes) throws IOException {
        try {
            disk.rename(TEMPORARY, NAME);
            disk.syncDirectory();
        } catch (IOException e) {
            throw new UnknownOutcome("replacing " + disk.describe(NAME) + " failed", e);
        }
        writeCopy(disk, bytes);
    }

    private static void writeCopy(Disk disk, byte[] bytes) {
        try {
            writeTemporary(disk, bytes);
            disk.rename(TEMPORARY, COPY);
            disk.syncDirectory();
        } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) { // the step itself is done
            LOG.warn("no copy of the manifest for now: {}", e.getMessage());
        }
    }

    /**
     * Makes this manifest, read from the disk, durable: the process that wrote it may have ended between the step and
     * the sync, and may have seen the sync fail. A full disk keeps the step as it is.
     */
    void writeAgain(Disk disk) throws IOException {
        try {
            write(disk);
        } catch (IOException e) {
            if (!Failures.isNoSpace(e)) {
                throw e;
            }
            disk.syncDirectory();
        }
    }

    private static void writeTemporary(Disk disk, byte[] bytes) throws IOException {
        disk.delete(TEMPORARY);
        try (Disk.DiskFile file = disk.create(TEMPORARY)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.force();
        }
    }

    private byte[] text() {
        StringBuilder text = new StringBuilder(FIRST_LINE + "\nstore " + storeId + "\n");
        for (Entry entry : entries) {
            text.append("segment ").append(entry.name()).append(' ').append(entry.length());
            text.append(' ').append(entry.last()).append('\n');
        }
        dropped.forEach(name -> text.append("dropped ").append(name).append('\n'));
        String crc = crc(text.toString());
        text.append("crc32c ").append(crc).append('\n');
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** @return null when there is none that can be read */
    static @Nullable Manifest read(Disk disk) throws IOException, StoreException {
        Manifest manifest = read(disk, NAME);
        Manifest copy = read(disk, COPY);
        if (manifest != null) {
            byte[] text = manifest.text();
            if (copy == null || !Arrays.equals(text, copy.text())) {
                disk.delete(COPY);
                writeCopy(disk, text);
            }
        } else if (copy != null) {
            copy.requireComplete(disk);
            LOG.warn("{} is missing or damaged; its copy is used", disk.describe(NAME));
            copy.write(disk);
        }
        return manifest != null ? manifest : copy;
    }

    /** A copy that an earlier Photon or a power cut left out of date would lose what it does not name. */
    private void requireComplete(Disk disk) throws IOException, StoreException {
        for (String name : disk.list()) {
            if (!name.matches("(staged-)?\\d{8}\\.log") || names(name) || dropped.contains(name)) {
                continue;
            }
            try (Disk.DiskFile file = disk.open(name)) {
                if (file.size() > SegmentFormat.SEGMENT_HEADER) {
                    throw StoreException.loss(disk.describe(NAME) + " is missing or damaged, and "
                            + disk.describe(COPY) + " does not name " + disk.describe(name)
                            + ", which holds events; put the manifest back from a copy, or move that file away if it is not"
                            + " of this log");
                }
            }
        }
    }

    private static @Nullable Manifest read(Disk disk, String name) throws IOException, StoreException {
        if (!disk.exists(name)) {
            return null;
        }
        String text;
        try (Disk.DiskFile file = disk.open(name)) {
            ByteBuffer bytes = file.bytes(0, (int) Math.min(file.size(), MAX_BYTES));
            text = new String(bytes.array(), 0, bytes.limit(), StandardCharsets.ISO_8859_1);
        }
        int crcAt = text.lastIndexOf("crc32c ");
        if (crcAt < 0 || !text.substring(crcAt).equals("crc32c " + crc(text.substring(0, crcAt)) + "\n")) {
            return null; // damaged: the copy says the same
        }
        String[] lines = text.split("\n");
        if (!lines[0].equals(FIRST_LINE)) {
            throw new StoreException(
                    StoreException.Kind.REFUSED,
                    disk.describe(name) + " is '" + lines[0] + "', this Photon reads '" + FIRST_LINE
                            + "'; use the Photon that wrote it");
        }
        List<Entry> entries = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("segment")) {
                entries.add(new Entry(words[1], Long.parseLong(words[2]), Long.parseLong(words[3])));
            } else if (words[0].equals("dropped")) {
                dropped.add(words[1]);
            }
        }
        return new Manifest(UUID.fromString(lines[1].substring(6)), entries, dropped);
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
