// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.journal.Journal;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each login that was refused, without what was shown: to the journal, and as a line of the daemon's log. Anybody can
 * cause these lines, so of more than {@value #LINES} in {@value #PERIOD_SECONDS} s only the number is logged. Thread-safe.
 */
final class RefusedLogins {

    static final int LINES = 20;
    static final int PERIOD_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RefusedLogins.class);
    private static final String SOURCE = "logins";
    private static final long PERIOD_MS = PERIOD_SECONDS * 1_000L;

    private final Journal journal;
    private final LongSupplier nowMs;
    private long periodMs;
    private int lines;
    private long leftOut;

    /** @param nowMs since 1970 */
    RefusedLogins(Journal journal, LongSupplier nowMs) {
        this.journal = journal;
        this.nowMs = nowMs;
    }

    void add(Origin origin, String why) {
        long now = nowMs.getAsLong();
        String message = "from " + origin.address() + " over " + origin.way() + ": " + why;
        journal.add(now, Journal.Level.REFUSED, SOURCE, message);
        long more = 0;
        synchronized (this) {
            if (now - periodMs >= PERIOD_MS || now < periodMs) { // also when the clock was set back
                more = leftOut;
                periodMs = now;
                lines = 0;
                leftOut = 0;
            }
            if (lines == LINES) {
                leftOut++;
                return;
            }
            lines++;
        }
        if (more > 0) {
            LOG.info("{} more logins were refused before; see photon log", more);
        }
        LOG.info("login refused {}", message);
    }
}
