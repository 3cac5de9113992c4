package io.photon.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;

/** A clock that stands still, jumps ahead and steps back. */
final class SimulatedClock extends Clock {

    private long nowMs = 1_764_000_000_000L;

    void step(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> nowMs += 1;
            case 1 -> nowMs += random.nextInt(86_400_000);
            case 2 -> nowMs -= random.nextInt(3_600_000);
            default -> nowMs += random.nextInt(2_000);
        }
    }

    @Override
    public long millis() {
        return nowMs;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs);
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
