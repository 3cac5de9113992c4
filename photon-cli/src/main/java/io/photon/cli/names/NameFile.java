// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import static java.util.Objects.requireNonNull;

import io.photon.os.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file with what one daemon told: only its user may read it, and it is replaced whole. A file that cannot be read is
 * as none; what is in it can be asked again.
 */
final class NameFile {

    private static final int MAGIC = 0x70686e31;
    private static final int MOST_BYTES = 256 * 1024;
    static final int MOST_LISTS = 64;
    private static final int MOST_FILES = 32;

    private final Path path;

    NameFile(Path path) {
        this.path = path;
    }

    /** The newest first. */
    List<NameList> read() {
        List<NameList> lists = new ArrayList<>();
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > 2L * MOST_BYTES) {
                return lists;
            }
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
                if (in.readInt() != MAGIC) {
                    return lists;
                }
                for (int left = Math.min(in.readInt(), MOST_LISTS); left > 0; left--) {
                    lists.add(readList(in));
                }
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            lists.clear(); // damaged: asked again
        }
        return lists;
    }

    private static NameList readList(DataInputStream in) throws IOException {
        NameKey key = new NameKey(NameKind.values()[in.readByte()], in.readUTF(), in.readUTF());
        long asked = in.readLong();
        boolean whole = in.readBoolean();
        int count = in.readInt();
        if (count < 0 || count > NameQuestions.MOST) {
            throw new IOException(count + " names");
        }
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(in.readUTF());
        }
        return new NameList(key, asked, whole, List.copyOf(names));
    }

    /** Puts a list in the place of the one for the same key. The oldest ones go when there are too many. */
    void put(NameList added) throws IOException {
        List<NameList> lists = new ArrayList<>(read());
        lists.removeIf(list -> list.key().equals(added.key()));
        lists.add(0, added);
        Path folder = requireNonNull(path.getParent(), "it is below a folder of its own");
        PrivateFiles.createFolders(folder);
        Path whole = folder.resolve(
                path.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.deleteIfExists(whole);
        try (FileChannel out = PrivateFiles.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(bytes(lists));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
        Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        removeOldest(folder);
    }

    private static byte[] bytes(List<NameList> lists) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        int size = 0;
        for (NameList list : lists) {
            byte[] part = bytes(list);
            if (parts.size() == MOST_LISTS || size + part.length > MOST_BYTES) {
                break;
            }
            parts.add(part);
            size += part.length;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(size + 8);
        DataOutputStream out = new DataOutputStream(all);
        out.writeInt(MAGIC);
        out.writeInt(parts.size());
        for (byte[] part : parts) {
            out.write(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(NameList list) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(list.key().kind().ordinal());
        out.writeUTF(list.key().stream());
        out.writeUTF(list.key().prefix());
        out.writeLong(list.askedMs());
        out.writeBoolean(list.isWhole());
        out.writeInt(list.names().size());
        for (String name : list.names()) {
            out.writeUTF(name);
        }
        return bytes.toByteArray();
    }

    /** Removes the files of daemons that were not asked for a long time. */
    private static void removeOldest(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted(Comparator.comparing(NameFile::age)).toList();
        }
        for (Path old : files.subList(0, Math.max(0, files.size() - MOST_FILES))) {
            Files.deleteIfExists(old);
        }
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0; // gone, or on its way
        }
    }
}
