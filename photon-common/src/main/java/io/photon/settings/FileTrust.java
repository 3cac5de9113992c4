// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import io.photon.result.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file of settings can have been written by its user only. One that others may write, or replace as they may
 * write its folder, would let them decide where events go and who may read them. In a folder like {@code /tmp}, where
 * everybody may make files of their own, the file has to be this user's or root's. Where the file system knows no
 * permissions, nothing is checked.
 */
public final class FileTrust {

    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;

    private FileTrust() {}

    /** Why a file is not to be read; empty when it may be, or is not there. @param name as errors shall name it */
    public static Optional<Failure> refuse(Path file, String name) throws IOException {
        if (!Files.exists(file)
                || !file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        Optional<Failure> refused = refuseAt(file.toAbsolutePath(), name);
        return refused.isPresent() || !Files.isSymbolicLink(file) ? refused : refuseAt(file.toRealPath(), name);
    }

    /**
     * The same for a file that was found, not named by the user: it and its folder have to be the user's or root's, too. In the
     * folder of another user it would be that user's word.
     */
    public static Optional<Failure> refuseFound(Path file, String name) throws IOException {
        return refuseFound(file, name, user());
    }

    /** @param user the number of the user who would read it */
    static Optional<Failure> refuseFound(Path file, String name, Object user) throws IOException {
        Optional<Failure> refused = refuse(file, name);
        if (refused.isPresent()
                || !Files.exists(file)
                || !file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return refused;
        }
        Path real = file.toRealPath();
        for (Path path : List.of(real, file.toAbsolutePath().getParent(), real.getParent())) {
            Object owner = Files.getAttribute(path, "unix:uid");
            if (!owner.equals(0) && !owner.equals(user)) {
                return refused(
                        name + ": " + (path.equals(real) ? "it" : "its folder " + path)
                                + " belongs to another user, so it is not" + " read",
                        "start in another folder; or name it, if you trust that user: --config " + file);
            }
        }
        return Optional.empty();
    }

    private static Optional<Failure> refuseAt(Path file, String name) throws IOException {
        if (Files.isRegularFile(file) && (mode(file) & OTHERS_WRITE) != 0) {
            return refused(
                    name + ": other users of this machine may write this file, so it is not read",
                    "take that from them: chmod o-w " + file);
        }
        Path folder = file.getParent();
        int above = mode(folder);
        if ((above & OTHERS_WRITE) == 0) {
            return Optional.empty();
        }
        if ((above & STICKY) == 0) {
            return refused(
                    name + ": other users of this machine may write its folder " + folder + ", so it is not read",
                    "take that from them: chmod o-w " + folder + "; or keep it elsewhere and name it with --config");
        }
        Object owner = Files.getAttribute(file, "unix:uid");
        return owner.equals(0) || owner.equals(user())
                ? Optional.empty()
                : refused(
                        name + ": it belongs to another user, in " + folder + " where everybody may put files, so it"
                                + " is not read",
                        "start in another folder, or remove the file");
    }

    private static int mode(@Nullable Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode");
    }

    private static Object user() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? Files.getAttribute(self, "unix:uid")
                : Files.getAttribute(Path.of(System.getProperty("user.home", "/")), "unix:uid");
    }

    private static Optional<Failure> refused(String message, String hint) {
        return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, message, hint));
    }
}
