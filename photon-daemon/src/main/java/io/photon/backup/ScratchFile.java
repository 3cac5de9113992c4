// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.os.PrivateFiles;
import io.photon.result.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A temporary file of one restore; it goes when it is closed, and with the process. */
final class ScratchFile {

    private ScratchFile() {}

    /** @param folder is made when it is not there */
    static FileChannel open(Path folder) throws IOException {
        PrivateFiles.createFolders(folder);
        return PrivateFiles.open(
                folder.resolve("restore-" + UUID.randomUUID() + ".tmp"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** What the caller is told when the file cannot be made, written or read. */
    static Failure failure(IOException e) {
        return Failure.of(
                Failure.Kind.NO_SPACE,
                "the restore's temporary file cannot be used: " + e.getMessage(),
                "make room on the daemon's disk, then try again; nothing was changed");
    }
}
