// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.muon.transport.KeepAlive.Action;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private final KeepAlive alive = new KeepAlive(0);

    /** Ticks every 250 ms; answers what the last one said. */
    private Action tickUntil(long from, long to) {
        Action last = Action.NOTHING;
        for (long now = from + KeepAlive.TICK_MS; now <= to; now += KeepAlive.TICK_MS) {
            last = alive.tick(now);
            if (last == Action.PING) {
                alive.sent(now);
            }
        }
        return last;
    }

    @Test
    void pingsOneSecondAfterTheLastMessageSent() {
        assertEquals(Action.NOTHING, tickUntil(0, 750));
        assertEquals(Action.PING, tickUntil(750, 1_000));
        assertEquals(Action.NOTHING, tickUntil(1_000, 1_750));
        assertEquals(Action.PING, tickUntil(1_750, 2_000));
    }

    @Test
    void anyMessageSentSparesAPing() {
        tickUntil(0, 750);
        alive.sent(900);
        assertEquals(Action.NOTHING, tickUntil(750, 1_750));
        assertEquals(Action.PING, tickUntil(1_750, 2_000));
    }

    @Test
    void givesUpAfterFiveAndAHalfSecondsOfSilence() {
        tickUntil(0, 5_250);
        assertEquals(Action.GIVE_UP, alive.tick(5_500));
    }

    @Test
    void anyMessageHeardCountsAsASignOfLife() {
        tickUntil(0, 5_250);
        alive.received(5_300);
        tickUntil(5_250, 10_500);
        assertEquals(Action.GIVE_UP, alive.tick(10_800));
    }

    @Test
    void silenceSaysNothingWhileTheWindowIsFull() {
        alive.windowFull(true, 100);
        tickUntil(0, 60_000);
        assertEquals(Action.PING, alive.tick(61_000));
        alive.windowFull(false, 61_000);
        tickUntil(61_000, 66_250);
        assertEquals(Action.GIVE_UP, alive.tick(66_500));
    }

    @Test
    void aHaltOfOurOwnProcessIsNotTheOthersSilence() {
        tickUntil(0, 1_000);
        alive.received(1_000);
        assertEquals(Action.PING, alive.tick(31_000));
        alive.sent(31_000);
        tickUntil(31_000, 36_250);
        assertEquals(Action.GIVE_UP, alive.tick(36_750));
    }
}
