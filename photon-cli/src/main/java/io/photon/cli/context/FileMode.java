// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What others may do with a file. */
public final class FileMode {

    private static final int OTHERS = 0077;
    private static final int OTHERS_WRITE = 0022;
    private static final int ALL = 0777;

    private FileMode() {}

    /** Whether someone else may write it: they could send us to a daemon of theirs, or have us run their program. */
    static boolean isWritableByOthers(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                && ((Integer) Files.getAttribute(path, "unix:mode") & OTHERS_WRITE) != 0;
    }

    /** The mode, such as {@code 0644}, when anybody but the owner may do anything with it; empty for one that is closed. */
    public static Optional<String> ofOthers(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        return (mode & OTHERS) == 0 ? Optional.empty() : Optional.of("0" + Integer.toOctalString(mode & ALL));
    }
}
