// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import io.photon.result.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
