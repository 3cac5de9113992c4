// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** When requests leave, and what that does to latencies; time stands still unless the test moves it. */
class PaceTest {

    private static final long MS = 1_000_000;

    /** An origin below 0, as {@link System#nanoTime} may have. */
    private long now = -5_000 * MS;

    private boolean over;

    /** A client and a daemon that answers within 1 ms, but once stalls for a second in the middle of ten seconds. */
    private Histogram stalledRun(double intervalNanos) {
        Pace pace = new Pace(intervalNanos, () -> over, () -> now, nanos -> now += nanos);
        Figures figures = new Figures();
        pace.start();
        figures.begin(now);
        long end = now + 10_000 * MS;
        long stallAt = now + 5_000 * MS;
        boolean stalled = false;
        while (now - end < 0) {
            long meant = pace.next();
            boolean stalls = !stalled && now - stallAt >= 0;
            stalled |= stalls;
            now += stalls ? 1_000 * MS : MS;
            figures.answered(meant, now, 1, 300);
        }
        figures.tick(now);
        return figures.latencies();
    }

    @Test
    void inAnOpenLoopAStallIsInTheLatenciesOfAllWhoWouldHaveAskedInIt() {
        Histogram latencies = stalledRun(10 * MS);
        assertEquals(1_000, latencies.getTotalCount(), 5);
        assertTrue(Sample.ms(latencies, 99) > 800, "p99 " + Sample.ms(latencies, 99));
        assertTrue(Sample.ms(latencies, 95) > 400, "p95 " + Sample.ms(latencies, 95));
        assertTrue(Sample.ms(latencies, 50) < 2, "p50 " + Sample.ms(latencies, 50));
    }

    @Test
    void inAClosedLoopTheSameStallIsOneLatencyOfThousands() {
        Histogram latencies = stalledRun(0);
        assertEquals(9_001, latencies.getTotalCount(), 5);
        assertTrue(Sample.ms(latencies, 99.9) < 2, "p99.9 " + Sample.ms(latencies, 99.9));
        assertEquals(1_000, latencies.getMaxValue() / 1e6, 2);
    }

    @Test
    void requestsLeaveAtTheirTimesHoweverLateTheAnswersAre() {
        Pace pace = new Pace(10 * MS, () -> over, () -> now, nanos -> now += nanos);
        pace.start();
        long start = now;
        assertEquals(start, pace.next());
        now += 35 * MS;
        assertEquals(start + 10 * MS, pace.next());
        assertEquals(start + 20 * MS, pace.next());
        assertEquals(start + 30 * MS, pace.next());
        assertEquals(35, (now - start) / MS, "nobody waits who is late");
        assertEquals(start + 40 * MS, pace.next());
        assertEquals(40, (now - start) / MS);
    }

    @Test
    void afterTheEndWhatWasDueMayStillLeaveAndNothingElse() {
        Pace pace = new Pace(10 * MS, () -> over, () -> now, nanos -> now += nanos);
        pace.start();
        pace.next();
        now += 35 * MS;
        pace.end();
        assertEquals(2, pace.unsent());
        pace.next();
        pace.next();
        assertEquals(0, pace.unsent());
        pace.next();
        assertEquals(Long.MIN_VALUE, pace.next());
        assertEquals(0, pace.unsent());
    }

    @Test
    void atTheSignToStopNobodyWaitsForItsTime() {
        Pace pace = new Pace(60_000 * MS, () -> over, () -> now, nanos -> over = true);
        pace.start();
        pace.next();
        assertEquals(Long.MIN_VALUE, pace.next());
    }
}
