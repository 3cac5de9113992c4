// SPDX-License-Identifier: Apache-2.0
package io.photon.security.token;

import io.photon.event.EventDraft;
import io.photon.result.Result;
import io.photon.security.SecurityLog;
import io.photon.security.Standing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When applications and named tokens were last used: to the second in memory, and recorded at most once an hour, so that a
 * restart forgets an hour at most and a busy application writes 24 events a day. Thread-safe.
 */
final class LastUse {

    private static final Logger LOG = LoggerFactory.getLogger(LastUse.class);
    private static final long NOTED_EVERY_MS = 3_600_000;
    /** One who asks without a pause, over a connection where who it is was checked once, is noted this often. */
    private static final long KEPT_EVERY_MS = 1_000;

    private static final int MOST = 10_000;

    private static final class Use {
        private long atMs;
        private long notedMs;
    }

    private final Map<String, Use> uses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Use> eldest) {
            return size() > MOST;
        }
    };

    private final SecurityLog log;
    private final LongSupplier nowMs;

    LastUse(SecurityLog log, LongSupplier nowMs) {
        this.log = log;
        this.nowMs = nowMs;
    }

    /** It is used now. @param recordedMs what is recorded as its last use @param draft records another one */
    void now(String id, long recordedMs, Supplier<Result<EventDraft>> draft) {
        long now = nowMs.getAsLong();
        synchronized (this) {
            Use use = uses.computeIfAbsent(id, any -> new Use());
            use.atMs = now;
            if (now - Math.max(use.notedMs, recordedMs) < NOTED_EVERY_MS) {
                return;
            }
            use.notedMs = now;
        }
        log.change(draft).thenAccept(done -> {
            if (!done.isOk()) {
                LOG.debug(
                        "the use of {} was not recorded: {}", id, done.failure().message());
            }
        });
    }

    /**
     * The standing of one login, which is a use of what is shown at it, as each request is that it serves later.
     *
     * @param shown tells {@link #now}: too dear for each request
     */
    Standing noting(Standing standing, Runnable shown) {
        shown.run();
        return new Noting(standing, nowMs.getAsLong(), shown);
    }

    private static final class Noting implements Standing {
        private final Standing standing;
        private final Runnable shown;
        private volatile long keptMs;

        Noting(Standing standing, long nowMs, Runnable shown) {
            this.standing = standing;
            this.keptMs = nowMs;
            this.shown = shown;
        }

        @Override
        public Optional<String> ended() {
            return standing.ended();
        }

        @Override
        public void used(long nowMs) {
            long since = nowMs - keptMs;
            if (since >= KEPT_EVERY_MS || since < 0) { // also when the clock was set back
                keptMs = nowMs;
                shown.run();
            }
        }
    }

    /** When it was last used, ms since 1970; 0 for never. @param recordedMs as recorded */
    synchronized long of(String id, long recordedMs) {
        Use use = uses.get(id);
        return use == null ? recordedMs : Math.max(use.atMs, recordedMs);
    }
}
