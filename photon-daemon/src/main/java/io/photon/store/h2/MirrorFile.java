// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.store.file.disk.FileRights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreTool;
import org.jspecify.annotations.Nullable;

/**
 * The database's file as bytes, looked at before H2 touches it: H2 opens a file that was cut short as an empty database,
 * so whether a file is ours has to be known first.
 *
 * <p>A database file starts with two copies of a header, 4 KiB each: a line {@code H:2,…,created:HEX,format:N,…} with a
 * checksum. Format 3 is H2 2.2 and later, 1 and 2 are older.
 */
final class MirrorFile {

    private static final int HEADER_BYTES = 4_096;
    private static final int KNOWN_FORMAT = 3;
    private static final String CHECKSUM = ",fletcher:";
    private static final String SUFFIX = ".mv.db";
    private static final String LOG = ".log";

    /** Why something of ours was moved out of the way. */
    enum Aside {
        /** A database that could not be used. */
        DAMAGED(".damaged-"),
        /** A whole database that an earlier Photon made. */
        EARLIER(".earlier-"),
        /** A database or a log that the user gave up for the other. */
        REPLACED(".replaced-");

        private final String infix;

        Aside(String infix) {
            this.infix = infix;
        }
    }

    /** What stands where the mirror should be. */
    enum Kind {
        /** Nothing, or an empty file. */
        MISSING,
        /** A database of a format we read; whose it is, its tables say. */
        DATABASE,
        /** No header that can be read, but of this store: it carries its id. */
        DAMAGED,
        /** Of H2 1.x, as Photon 0.9 used, or 2.0 and 2.1. */
        OLDER,
        /** Of a later H2. */
        NEWER,
        /** Something else. */
        FOREIGN
    }

    /**
     * @param created the header's {@code created} field, which stays the same for the life of the file; null when
     *     unknown
     * @param version the header's {@code version} field, which grows with each write; null when unknown
     * @param cut whether the header points beyond the file's end
     */
    record Look(
            Kind kind, @Nullable String created, @Nullable String version, boolean cut) {

        private static Look of(Kind kind) {
            return new Look(kind, null, null, false);
        }

        /** The version as a number; only with a header. */
        long versionNumber() {
            return Long.parseLong(version, 16);
        }
    }

    private final Path prefix;

    /** @param prefix {@code h2.path}: the file's path without {@code .mv.db} */
    MirrorFile(Path prefix) {
        this.prefix = prefix.toAbsolutePath().normalize();
    }

    /** {@code h2.path}, absolute. */
    Path prefix() {
        return prefix;
    }

    /** The database while it is made. */
    MirrorFile unfinished() {
        return new MirrorFile(beside(".unfinished"));
    }

    /** A database that was set aside, while deleted events are taken out of it. */
    MirrorFile clearing() {
        return new MirrorFile(beside(".clearing"));
    }

    /** The database file. */
    Path path() {
        return beside(SUFFIX);
    }

    /** The directory of the log beside it. */
    Path log() {
        return beside(LOG);
    }

    /** The path H2 wants in its URL. */
    String url() {
        return "jdbc:h2:file:" + prefix;
    }

    /** A path with the same beginning. */
    Path beside(String suffix) {
        return prefix.resolveSibling(prefix.getFileName() + suffix);
    }

    /**
     * Looks at the file.
     *
     * @param storeId the id that makes a file without a readable header ours, or null when there is none yet
     */
    Look look(@Nullable String storeId) throws IOException {
        Path old = beside(".h2.db");
        FileRights.requireFile(path());
        if (!FileRights.isThere(path()) || Files.size(path()) == 0) {
            return Look.of(FileRights.isThere(old) ? Kind.OLDER : Kind.MISSING);
        }
        byte[] start;
        try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(2 * HEADER_BYTES);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until the buffer is full or the file ends
            }
            start = Arrays.copyOf(buffer.array(), buffer.position());
        }
        for (int at = 0; at < start.length; at += HEADER_BYTES) {
            Map<String, String> header = header(start, at);
            if (header != null) {
                int format = Integer.parseInt(header.getOrDefault("format", "1"), 16);
                Kind kind = format == KNOWN_FORMAT ? Kind.DATABASE : format < KNOWN_FORMAT ? Kind.OLDER : Kind.NEWER;
                long lastChunk = Long.parseLong(header.getOrDefault("block", "0"), 16) * HEADER_BYTES;
                return new Look(
                        kind,
                        header.getOrDefault("created", ""),
                        header.getOrDefault("version", "0"),
                        lastChunk >= Files.size(path()));
            }
        }
        boolean ours = storeId != null && (isBeginOfHeader(start) || carries(storeId));
        return Look.of(ours ? Kind.DAMAGED : Kind.FOREIGN);
    }

    /** The header's fields, or null when there is none whose checksum matches. */
    private static @Nullable Map<String, String> header(byte[] start, int at) {
        String block = new String(start, at, Math.min(start.length - at, HEADER_BYTES), StandardCharsets.ISO_8859_1);
        int sum = block.indexOf(CHECKSUM);
        int end = block.indexOf('\n');
        if (!block.startsWith("H:") || sum < 0 || end < sum) {
            return null;
        }
        String expected = Integer.toHexString(DataUtils.getFletcher32(start, at, sum));
        if (!block.substring(sum + CHECKSUM.length(), end).equals(expected)) {
            return null;
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : block.substring(0, sum).split(",")) {
            int colon = field.indexOf(':');
            fields.put(field.substring(0, Math.max(0, colon)), field.substring(colon + 1));
        }
        return fields;
    }

    /** So short a piece of an H2 file holds nothing of anybody's. */
    private static boolean isBeginOfHeader(byte[] start) {
        byte[] magic = "H:2,".getBytes(StandardCharsets.US_ASCII);
        return start.length < HEADER_BYTES
                && Arrays.equals(start, 0, Math.min(4, start.length), magic, 0, Math.min(4, start.length));
    }

    /** Whether the file's bytes contain the store's id, which stands in its tables as text. */
    boolean carries(String storeId) throws IOException {
        byte[] wanted = storeId.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (FileChannel channel = FileChannel.open(path(), StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                if (contains(buffer.array(), buffer.limit(), wanted)) {
                    return true;
                }
                buffer.position(Math.max(0, buffer.limit() - wanted.length + 1));
                buffer.compact();
            }
        }
        return false;
    }

    private static boolean contains(byte[] bytes, int length, byte[] wanted) {
        for (int at = 0; at + wanted.length <= length; at++) {
            if (bytes[at] == wanted[0] && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Rewrites the closed database without the bytes of removed rows: into a file beside it, then a rename, so that a
     * kill leaves either. (H2's own {@code SHUTDOWN COMPACT} does the same but deflates every page.)
     *
     * @throws MirrorException when the file is in use or damaged
     */
    void compact() throws MirrorException {
        try {
            MVStoreTool.compact(path().toString(), false);
        } catch (RuntimeException e) {
            throw new MirrorException(e);
        }
    }

    /** A name that is free, for something that is about to be moved out of the way. It says why and when. */
    static Path asideName(Path path, Aside why, long nowMs) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + why.infix + nowMs);
        for (int n = 1; FileRights.isThere(aside); n++) {
            aside = path.resolveSibling(path.getFileName() + why.infix + nowMs + "-" + n);
        }
        return aside;
    }

    /** Renames something of ours that the user no longer wants, file or directory; it stays until he removes it. */
    static Path replaced(Path path, long nowMs) throws IOException {
        return Files.move(path, asideName(path, Aside.REPLACED, nowMs));
    }

    /** The databases that were ever set aside, whatever for. */
    List<Path> databasesAside() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Aside why : Aside.values()) {
            all.addAll(starting(SUFFIX + why.infix));
        }
        return all;
    }

    /** The logs that were set aside. */
    List<Path> logsAside() throws IOException {
        return starting(LOG + Aside.REPLACED.infix);
    }

    private List<Path> starting(String start) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                prefix.getParent(), file -> file.getFileName().toString().startsWith(prefix.getFileName() + start))) {
            files.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }

    /** Deletes a file, or a directory with what is in it. Returns the bytes freed. */
    static long eraseTree(Path path) throws IOException {
        long bytes = 0;
        List<Path> all;
        try (Stream<Path> tree = Files.walk(path)) {
            all = new ArrayList<>(tree.toList());
        }
        Collections.reverse(all);
        for (Path each : all) {
            bytes += Files.isDirectory(each) ? 0 : Files.size(each);
            Files.delete(each);
        }
        return bytes;
    }
}
