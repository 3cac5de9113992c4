package io.photon.store.file;

import java.io.IOException;

/** What an I/O error means. */
final class Failures {

    private Failures() {}

    /**
     * Whether the disk was full and the log is as it was before: not so when the manifest may have been replaced. Java
     * gives the system's words only.
     */
    static boolean isNoSpace(IOException e) {
        if (e instanceof Manifest.UnknownOutcome) {
            return false;
        }
        String message = e.getMessage();
        return message != null && (message.contains("No space left") || message.contains("Disk quota exceeded"));
    }
}
