// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file.disk;

import io.photon.os.SystemError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file could not be opened because the process, or the machine, has too many open. That passes, like a full disk: it
 * says nothing about the file.
 */
public final class NoDescriptorException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final Path ALWAYS_THERE = Path.of("/dev/null");

    NoDescriptorException(IOException cause) {
        super(
                "no file descriptor is free (" + cause.getMessage() + "); raise the limit of open files (ulimit -n, or"
                        + " LimitNOFILE of the service), or close connections",
                cause);
    }

    /**
     * Whether that is what an error means (EMFILE, ENFILE). Java gives the system's words only, and these are in the
     * machine's language; the translation may need a descriptor, too. So where they say nothing, a file is tried that can
     * always be opened.
     */
    public static boolean isMeantBy(IOException e) {
        if (e instanceof NoDescriptorException) {
            return true;
        }
        return SystemError.isNoDescriptor(e) || (e.getClass() == FileSystemException.class && noneIsFree());
    }

    private static boolean noneIsFree() {
        try (FileChannel channel = FileChannel.open(ALWAYS_THERE, StandardOpenOption.READ)) {
            return !channel.isOpen();
        } catch (IOException e) {
            return e.getClass() == FileSystemException.class;
        }
    }
}
