// SPDX-License-Identifier: Apache-2.0
package io.photon.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders of events, which only their owner may look into, whatever the umask. Where the file system knows no
 * permissions, they are made as usual.
 */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);

    private PrivateFiles() {}

    /** Makes a folder (0700) and what is missing above it. One that is there stays as it is. */
    public static Path createFolders(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, attributes(folder, "rwx------"));
    }

    /** Opens a file; one that is made by this has the mode 0600. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), attributes(file, "rw-------"));
    }

    /**
     * Writes a file (0600) whole or not at all; one that is there is replaced. On return it survives a power cut.
     *
     * @throws IOException when it cannot be written: then what was there is still there; or when its name cannot be forced:
     *     then the new one is there, and a power cut may bring the old one back
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel channel = open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** The names in it. */
    private static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /**
     * Makes an empty file (0600) for a library that opens it by its name, and would make it as the umask says; one that is
     * there is restricted. What cannot be done here, the library will complain of, and the start of what is another user's.
     */
    public static void prepare(Path file) {
        try {
            open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
        } catch (FileAlreadyExistsException e) {
            tryRestrict(file);
        } catch (IOException e) {
            LOG.debug("{} was not made", file, e);
        }
    }

    private static FileAttribute<?>[] attributes(Path at, String permissions) {
        return at.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** {@link #restrict}, where a file may be another user's. @return whether it could be done */
    public static boolean tryRestrict(Path path) {
        try {
            restrict(path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void restrictUnlessGone(Path path) throws IOException {
        try {
            restrict(path);
        } catch (NoSuchFileException e) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e; // it is still there, so the fault is another
            }
        }
    }

    /**
     * Takes from others what they may do with a file, or with a folder and all in it.
     *
     * @throws IOException when it is not ours to change
     */
    public static void restrict(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (found.isSymbolicLink()) {
            return;
        }
        Set<PosixFilePermission> kept = EnumSet.copyOf(OWNERS);
        kept.retainAll(found.permissions());
        if (!kept.equals(found.permissions())) {
            Files.setPosixFilePermissions(path, kept);
        }
        if (found.isDirectory()) {
            List<Path> inside;
            try (Stream<Path> files = Files.list(path)) {
                inside = files.toList();
            }
            for (Path each : inside) {
                restrictUnlessGone(each);
            }
        }
    }
}
