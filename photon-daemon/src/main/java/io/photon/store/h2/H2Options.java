// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.pace.BackgroundPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How to open the default backend.
 *
 * @param path {@code h2.path}: where the database is, without {@code .mv.db}; the log is in {@code PATH.log/} beside it
 * @param openLimit how long H2 may take to open the database before it counts as damaged
 * @param stopWait {@code h2.stop-wait}: how long a stop waits for the mirror to catch up
 * @param adopt {@code h2.adopt}: which copy to believe when they are not of the same state
 * @param pace of copying into the database
 */
public record H2Options(Path path, Duration openLimit, Duration stopWait, Adopt adopt, BackgroundPace pace) {

    /** Which copy to believe. */
    public enum Adopt {
        /** Refuse to start and ask. */
        NONE,
        /** The log; the database is set aside and rebuilt. */
        LOG,
        /** The database; the log is set aside and rebuilt. */
        H2
    }

    public H2Options {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(openLimit, "openLimit");
        Objects.requireNonNull(stopWait, "stopWait");
        Objects.requireNonNull(adopt, "adopt");
        Objects.requireNonNull(pace, "pace");
    }

    /** With a mirror that does not wait for clients. */
    public H2Options(Path path, Duration openLimit, Duration stopWait, Adopt adopt) {
        this(path, openLimit, stopWait, adopt, BackgroundPace.unhurried());
    }

    /** The usual limits: 60 s to open, 8 s to stop, and no adoption. */
    public static H2Options of(Path path) {
        return new H2Options(path, Duration.ofSeconds(60), Duration.ofSeconds(8), Adopt.NONE);
    }
}
