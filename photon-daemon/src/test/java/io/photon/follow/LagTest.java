// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** For how long a follower may have lacked something. */
class LagTest {

    private static final long SECOND = 1_000_000_000L;

    private final Lag lag = new Lag(0);

    @Test
    void itIsUnknownUntilEverythingWasHereOnce() {
        assertEquals(Lag.UNKNOWN, lag.nanos(0, SECOND));
        lag.heard(10, 5, SECOND, 0);
        assertEquals(Lag.UNKNOWN, lag.nanos(9, SECOND));
        lag.synced(SECOND);
        assertEquals(0, lag.nanos(10, SECOND));
        lag.lost();
        assertEquals(3 * SECOND, lag.nanos(10, 4 * SECOND));
    }

    @Test
    void thatOfTheNodeThatIsFollowedCountsToo() {
        lag.heard(10, 5, 9 * SECOND, 7 * SECOND);
        lag.synced(9 * SECOND);
        assertEquals(7 * SECOND, lag.nanos(10, 9 * SECOND));
        lag.lost();
        assertEquals(8 * SECOND, lag.nanos(10, 10 * SECOND));
        lag.heard(10, 5, 11 * SECOND, Lag.UNKNOWN);
        lag.synced(11 * SECOND);
        assertEquals(9 * SECOND, lag.nanos(10, 11 * SECOND), "one that cannot say how far it is makes nothing fresh");
    }

    /** A store may have to ask its server, which may hang. */
    @Test
    void eventsAreCountedOnlyWhileSomeAreMissing() {
        lag.heard(10, 5, SECOND, 0);
        assertEquals(2, lag.events(9, () -> 3));
        assertEquals(0, lag.events(10, () -> fail("nothing is missing")));
    }
}
