// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.OrderIds;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What time new events get. A clock that cannot be right is logged, and stops no append. For the append thread. */
final class EventClock {

    private static final Logger LOG = LoggerFactory.getLogger(EventClock.class);

    private final Clock clock;
    private boolean saidThatItIsWrong;

    EventClock(Clock clock) {
        this.clock = clock;
    }

    /** Since 1970, from when on there are events: 0 or more. */
    long nowMs() {
        long now = clock.millis();
        if (!OrderIds.isBelievable(now) && !saidThatItIsWrong) {
            saidThatItIsWrong = true;
            LOG.warn(
                    "the clock of this machine says {}: events get that time until it is set right; they keep their order",
                    Instant.ofEpochMilli(now));
        }
        return Math.max(0, now);
    }
}
