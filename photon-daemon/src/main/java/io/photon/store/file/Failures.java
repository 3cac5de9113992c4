package io.photon.store.file;

import java.io.IOException;

/** What an I/O error means. */
final class Failures {

    private Failures() {}

    /** Java gives the system's words only. */
    static boolean isNoSpace(IOException e) {
        String message = e.getMessage();
        return message != null && (message.contains("No space left") || message.contains("Disk quota exceeded"));
    }
}
