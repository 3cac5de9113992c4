// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * What a name that is to be written to stands for. A regular file, or a name that is free, is written under another name
 * and renamed when it is whole; links are followed to what they name. Pipes and devices cannot be replaced without
 * becoming something else: they are written to.
 *
 * @param kind how it is written
 * @param path the place itself, after all links; as given for {@link Kind#STDOUT}
 */
record WritePlace(Kind kind, Path path) {

    /** How a place is written. */
    enum Kind {
        /** The standard output of this process. */
        STDOUT,
        /** A regular file or nothing yet: replaced when the new one is whole. */
        FILE,
        /** A pipe, a device, a descriptor that the shell opened: written as it is. */
        DIRECT
    }

    /** As many links as Linux follows. */
    private static final int MOST_LINKS = 40;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** @param name as the user gave it; {@code -} is the standard output */
    static WritePlace of(Path name) throws IOException {
        if (name.toString().equals("-")) {
            return new WritePlace(Kind.STDOUT, name);
        }
        Path descriptors = Files.isDirectory(DESCRIPTORS) ? DESCRIPTORS.toRealPath() : null;
        Path at = name.toAbsolutePath();
        for (int links = 0; links <= MOST_LINKS; links++) {
            Path folder = at.getParent() == null ? at : folder(at.getParent());
            at = at.getFileName() == null
                    ? at
                    : folder.resolve(at.getFileName()).normalize();
            if (folder.equals(descriptors)) {
                // Not replaced, whatever it is: the shell that opened it goes on with what it has, as after >> or >( …
                // ).
                return new WritePlace(at.endsWith("1") ? Kind.STDOUT : Kind.DIRECT, at);
            }
            if (!Files.isSymbolicLink(at)) {
                return new WritePlace(kind(at, name), at);
            }
            at = folder.resolve(Files.readSymbolicLink(at));
        }
        throw new FileSystemException(name.toString(), null, "it is a symbolic link that leads round in a circle");
    }

    private static Path folder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(folder.toString(), null, "it is not a folder");
        }
        return folder.toRealPath();
    }

    private static Kind kind(Path at, Path name) throws IOException {
        if (Files.isDirectory(at)) {
            throw new FileSystemException(name.toString(), null, "it is a folder");
        }
        if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS) || Files.isRegularFile(at)) {
            return Kind.FILE;
        }
        return Kind.DIRECT;
    }

    /** Opens a {@link Kind#DIRECT} one. At the end, for a descriptor may stand for a file that others fill, too. */
    FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Whether what is written here can be forced to a disk: pipes and terminals cannot. */
    boolean isOnDisk() throws IOException {
        if (kind == Kind.FILE || Files.isRegularFile(path)) {
            return true;
        }
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        int type = (Integer) Files.getAttribute(path, "unix:mode") & 0170000;
        return type == 0060000; // a block device
    }

    /** Gives a new file the owner, group and mode of the one that it will replace, if there is one. */
    void passOn(Path replacement) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null || !Files.exists(path)) {
            return;
        }
        if (!Files.isWritable(path)) {
            throw new AccessDeniedException(path.toString());
        }
        PosixFileAttributes before = view.readAttributes();
        PosixFileAttributeView after = Files.getFileAttributeView(replacement, PosixFileAttributeView.class);
        PosixFileAttributes made = after.readAttributes();
        try {
            if (!made.owner().equals(before.owner())) {
                Files.getFileAttributeView(replacement, FileOwnerAttributeView.class)
                        .setOwner(before.owner());
            }
            if (!made.group().equals(before.group())) {
                after.setGroup(before.group());
            }
        } catch (FileSystemException e) {
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "it belongs to " + before.owner().getName() + ":"
                            + before.group().getName() + ", and a new file of this user cannot");
        }
        after.setPermissions(before.permissions());
    }
}
