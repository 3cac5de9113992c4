// SPDX-License-Identifier: Apache-2.0
package io.photon.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

    @TempDir
    Path folder;

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aFileIsClosedToOthersBeforeTheLibraryThatWritesItOpensIt() throws IOException {
        Path file = folder.resolve("new");
        PrivateFiles.prepare(file);
        assertEquals("rw-------", permissions(file));
        assertEquals(0, Files.size(file));
    }

    @Test
    void oneThatIsThereIsRestrictedAndKeepsItsBytes() throws IOException {
        Path file = Files.writeString(folder.resolve("old"), "bytes");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        PrivateFiles.prepare(file);
        assertEquals("rw-------", permissions(file));
        assertEquals("bytes", Files.readString(file));
    }

    @Test
    void whereNoFileCanBeTheLibrarySaysWhy() {
        PrivateFiles.prepare(folder.resolve("missing/file")); // and this does not throw
    }
}
