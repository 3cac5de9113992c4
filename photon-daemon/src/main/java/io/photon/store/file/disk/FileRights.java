// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import io.photon.os.SystemError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a file cannot be used, in words: whose it is and which right is missing. A file that cannot be opened is whole as
 * far as anyone knows, so none of this ever counts as damage.
 */
public final class FileRights {

    private FileRights() {}

    /** A file or folder that this process may not use, or not now; says nothing about its bytes. */
    public static final class CannotUse extends IOException {
        private static final long serialVersionUID = 1L;

        CannotUse(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Whether there is something under a name. Unlike {@link Files#exists} it does not take "cannot look" for "is not
     * there", nor a link whose target is missing, as with a volume that is not mounted.
     */
    public static boolean isThere(Path path) throws IOException {
        try {
            BasicFileAttributes itself =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (itself.isSymbolicLink()) {
                requireTarget(path);
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw explained(path, e);
        }
    }

    private static void requireTarget(@Nullable Path link) throws IOException {
        try {
            Files.readAttributes(link, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new CannotUse(
                    link + " is a link to " + Files.readSymbolicLink(link)
                            + ", which is not there; is its volume mounted? Remove the link if it is no longer wanted",
                    e);
        }
    }

    /** Looks whether a file that is there can be read and written. */
    public static void requireFile(Path path) throws IOException {
        if (!isThere(path)) {
            return;
        }
        if (!Files.isRegularFile(path)) {
            throw new CannotUse(path + " is not a file; move it away, or put the right file back", null);
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            throw denied(path, null);
        }
    }

    /** Looks whether files can be listed, made and opened in a folder that is there. */
    public static void requireFolder(Path path) throws IOException {
        if (!isThere(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new CannotUse(path + " is not a folder; move it away, or put the right folder back", null);
        }
        if (!Files.isReadable(path) || !Files.isWritable(path) || !Files.isExecutable(path)) {
            throw denied(path, null);
        }
    }

    /** The error with an explanation where one can be given, else as it is. */
    public static IOException explained(Path path, IOException e) {
        if (e instanceof CannotUse || e instanceof NoDescriptorException || SystemError.isNoRoom(e)) {
            return e;
        }
        if (e instanceof AccessDeniedException) {
            return denied(path, e);
        }
        if (e instanceof FileSystemLoopException) {
            return new CannotUse(path + " cannot be opened: its links lead back to themselves", e);
        }
        if (e instanceof NoSuchFileException || !(e instanceof FileSystemException)) {
            return e;
        }
        if (NoDescriptorException.isMeantBy(e)) {
            return new NoDescriptorException(e);
        }
        return new CannotUse(path + " cannot be used: " + SystemError.reason(e) + "; " + owner(path), e);
    }

    private static CannotUse denied(Path path, @Nullable IOException cause) {
        Path place = path;
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder) && !Files.isExecutable(folder)) {
                place = folder; // what is inside cannot even be looked at
            }
        }
        if (place.equals(path) && isMissing(path) && path.getParent() != null) {
            place = path.getParent(); // to make a file is a matter of its folder
        }
        List<String> missing = missing(place);
        if (missing.isEmpty() && place.equals(path) && path.getParent() != null) {
            List<String> ofFolder = missing(path.getParent());
            if (!ofFolder.isEmpty()) {
                place = path.getParent();
                missing = ofFolder;
            }
        }
        String what = missing.isEmpty()
                ? "the system denies it"
                : "the right to " + String.join(" and ", missing) + " is missing";
        return new CannotUse(
                (place.equals(path) ? path + " cannot be used" : path + " cannot be used, because of " + place) + ": "
                        + what + "; " + owner(place),
                cause);
    }

    private static boolean isMissing(Path path) {
        return Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<String> missing(Path path) {
        List<String> missing = new ArrayList<>();
        if (!Files.isReadable(path)) {
            missing.add("read");
        }
        if (!Files.isWritable(path)) {
            missing.add("write");
        }
        if (Files.isDirectory(path) && !Files.isExecutable(path)) {
            missing.add("enter");
        }
        return missing;
    }

    /** Whose it is, who asks. */
    private static String owner(Path path) {
        String process = "this process runs as " + System.getProperty("user.name");
        try {
            PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
            return "it belongs to " + attributes.owner().getName() + ":"
                    + attributes.group().getName() + " with rights "
                    + PosixFilePermissions.toString(attributes.permissions())
                    + (isOnReadOnlyDisk(path) ? ", its disk is mounted read-only" : "") + ", and " + process;
        } catch (IOException | UnsupportedOperationException e) {
            return "whose it is cannot be seen, and " + process;
        }
    }

    private static boolean isOnReadOnlyDisk(Path path) throws IOException {
        return Files.getFileStore(path).isReadOnly();
    }
}
