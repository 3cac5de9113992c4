// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.user;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as this room shows them: UTC, without fractions of a second. */
final class Times {

    private Times() {}

    /** @param ms since 1970, 0 for none */
    static String text(long ms) {
        return ms == 0
                ? ""
                : Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
