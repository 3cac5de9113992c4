package io.photon.store.file;

import io.photon.os.SystemError;
import java.io.IOException;

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
}
