// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.journal.Journal;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each login that was refused, without what was shown: to the journal, and as a line of the daemon's log, of which
 * anybody can cause many. Thread-safe.
 */
final class RefusedLogins {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedLogins.class);
    private static final String SOURCE = "logins";

    private final Journal journal;
    private final LongSupplier nowMs;
    private final LimitedLines lines;

    /** @param nowMs since 1970 */
    RefusedLogins(Journal journal, LongSupplier nowMs) {
        this.journal = journal;
        this.nowMs = nowMs;
        this.lines = new LimitedLines(LOG, nowMs, "{} more logins were refused before; see photon log");
    }

    void add(Origin origin, String why) {
        String message = "from " + origin.address() + " over " + origin.way() + ": " + why;
        journal.add(nowMs.getAsLong(), Journal.Level.REFUSED, SOURCE, message);
        lines.info("login refused " + message);
    }
}
