// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A clock of a test: it says what it is told to, in ms since 1970. As thread-safe as its source. */
public final class MillisClock extends Clock {

    private final LongSupplier nowMs;

    public MillisClock(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    @Override
    public long millis() {
        return nowMs.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this; // only milliseconds are asked of it
    }
}
