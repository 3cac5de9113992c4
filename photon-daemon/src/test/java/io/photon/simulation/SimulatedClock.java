// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import java.util.Random;

/** A clock that stands still, jumps ahead and steps back; at times it says 1970, or is years ahead, until it is set right. */
final class SimulatedClock {

    private static final long FIVE_YEARS_MS = 157_680_000_000L;

    private long rightMs = 1_764_000_000_000L;
    private long nowMs = rightMs;

    void step(Random random) {
        rightMs += random.nextInt(2_000);
        if (nowMs < rightMs / 2 || nowMs > rightMs + FIVE_YEARS_MS / 2) {
            nowMs = random.nextInt(5) == 0 ? rightMs : nowMs + random.nextInt(5);
            return;
        }
        if (random.nextInt(40) == 0) {
            nowMs = random.nextBoolean() ? random.nextInt(1_000_000) : rightMs + FIVE_YEARS_MS;
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> nowMs += 1;
            case 1 -> nowMs = rightMs + random.nextInt(86_400_000);
            case 2 -> nowMs -= random.nextInt(3_600_000);
            default -> nowMs += random.nextInt(2_000);
        }
    }

    long millis() {
        return nowMs;
    }
}
