// SPDX-License-Identifier: Apache-2.0
package io.photon.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackgroundPaceTest {

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int WORKERS = 2;

    private final AtomicLong now = new AtomicLong(1);
    private final Occupancy occupancy = new Occupancy(now.get());
    private final BackgroundPace pace = new BackgroundPace(occupancy, WORKERS, now::get);

    /** A second in which the thread works for some of each millisecond. */
    private void secondWith(double busy) {
        for (int i = 0; i < 1_000; i++) {
            occupancy.works(now.get());
            now.addAndGet((long) (MILLISECOND * busy));
            occupancy.idle(now.get());
            now.addAndGet((long) (MILLISECOND * (1 - busy)));
            pace.restNanos(1, false);
        }
    }

    private double shareOf(long worked, boolean late) {
        return worked / (double) (worked + pace.restNanos(worked, late));
    }

    @Test
    void noRestWhileNobodyWaits() {
        secondWith(0);
        assertEquals(0, pace.restNanos(5 * MILLISECOND, false));
        assertEquals(0, pace.restNanos(5 * MILLISECOND, true));
    }

    @Test
    void allTogetherTakeATenthOfACoreWhileClientsWaitAllOfTheTime() {
        secondWith(1);
        assertEquals(BackgroundPace.FLOOR, WORKERS * shareOf(MILLISECOND, false), 0.001);
    }

    @Test
    void theTimeThatIsLeftIsTheBackgrounds() {
        secondWith(0.25);
        assertEquals(0.75, shareOf(MILLISECOND, false), 0.02);
    }

    @Test
    void whoIsLateTakesHalfOfTheTimeWhoeverWaits() {
        secondWith(1);
        assertEquals(BackgroundPace.LATE_SHARE, shareOf(MILLISECOND, true), 0.001);
    }

    @Test
    void aShortSliceLeavesWhatComesToGatherWhileClientsWait() {
        secondWith(0.25);
        assertEquals(BackgroundPace.GATHER_NANOS, pace.gatherNanos(MILLISECOND / 20));
        assertEquals(0, pace.gatherNanos(5 * MILLISECOND));
        secondWith(0.01);
        assertEquals(0, pace.gatherNanos(MILLISECOND / 20));
    }

    @Test
    void noRestLastsLongerThanItsLimit() {
        secondWith(1);
        assertEquals(BackgroundPace.MAX_REST_NANOS, pace.restNanos(TimeUnit.SECONDS.toNanos(10), false));
    }

    @Test
    void calmIsSeenWithinATenthOfASecond() {
        secondWith(1);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertEquals(0, pace.restNanos(MILLISECOND, false));
    }

    @Test
    void aShortPauseBetweenTwoLoadsIsNoCalm() {
        secondWith(1);
        now.addAndGet(15 * MILLISECOND);
        assertTrue(pace.restNanos(MILLISECOND, false) > 0);
    }

    @Test
    void aThreadThatStaysAtWorkIsBusy() {
        occupancy.works(now.get());
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(BackgroundPace.FLOOR, WORKERS * shareOf(MILLISECOND, false), 0.001);
    }
}
