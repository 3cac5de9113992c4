// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.os.SystemError;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.file.disk.FileRights;
import io.photon.store.file.disk.NoDescriptorException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** What an I/O error means. */
final class Failures {

    private Failures() {}

    /**
     * Whether the disk was full and the log is as it was before: not so when the manifest may have been replaced.
     */
    static boolean isNoSpace(IOException e) {
        if (e instanceof Manifest.UnknownOutcome) {
            return false;
        }
        return SystemError.isNoRoom(e);
    }

    /** Whether it passes by itself, with the log as it was before: the disk was full, or no descriptor was free. */
    static boolean passes(IOException e) {
        return isNoSpace(e) || isNoDescriptor(e);
    }

    /** Whether no descriptor was free and the log is as it was before. */
    static boolean isNoDescriptor(IOException e) {
        return !(e instanceof Manifest.UnknownOutcome) && NoDescriptorException.isMeantBy(e);
    }

    /** A file could not be read: damaged, or it could not be opened, which says nothing about what is in it. */
    static StoreException whileReading(String file, IOException e) {
        return isNoDescriptor(e) || e instanceof FileSystemException || e instanceof FileRights.CannotUse
                ? new StoreException(Kind.FAILED, file + " cannot be read now: " + e.getMessage(), e)
                : new StoreException(Kind.DAMAGED, file + " cannot be read: " + e.getMessage(), e);
    }
}
