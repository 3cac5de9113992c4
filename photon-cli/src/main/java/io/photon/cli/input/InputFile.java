// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files that a user names to be read. */
public final class InputFile {

    private InputFile() {}

    /** @throws IOException that names the file, also where it is a folder: that opens on Linux, and the first read fails without a name */
    public static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder");
        }
        return Files.newInputStream(file);
    }
}
