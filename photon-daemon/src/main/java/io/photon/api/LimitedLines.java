// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Lines of the daemon's log that one client can cause without end: of more than {@value #LINES} in {@value #PERIOD_SECONDS} s only
 * the number is logged. Thread-safe.
 */
final class LimitedLines {

    static final int LINES = 20;
    static final int PERIOD_SECONDS = 10;

    private static final long PERIOD_MS = PERIOD_SECONDS * 1_000L;

    private final Logger log;
    private final LongSupplier nowMs;
    private final String ofMore;
    private long periodMs;
    private int lines;
    private long leftOut;

    /** @param nowMs since 1970 @param ofMore tells of lines that were left out, with <code>{}</code> for their number */
    LimitedLines(Logger log, LongSupplier nowMs, String ofMore) {
        this.log = log;
        this.nowMs = nowMs;
        this.ofMore = ofMore;
    }

    void info(String line) {
        long now = nowMs.getAsLong();
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
            log.info(ofMore, more);
        }
        log.info("{}", line);
    }
}
