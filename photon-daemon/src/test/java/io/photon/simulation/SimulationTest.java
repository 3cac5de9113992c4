package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of lives of a log. A failure prints its seed; {@code -Dsimulation.seed=N} lives that one life again,
 * {@code -Dsimulation.histories=N} says how many the soak lives.
 */
class SimulationTest {

    private static final int STEPS = 150;

    @Test
    void everyPromiseHoldsInThousandsOfHistories() {
        long seed = Long.getLong("simulation.seed", -1);
        if (seed >= 0) {
            live(seed);
            return;
        }
        int crashes = 0;
        for (long i = 0; i < 4_000; i++) {
            crashes += live(i);
        }
        assertTrue(crashes > 4_000, "too little happened: " + crashes + " crashes");
    }

    @Tag("soak")
    @Test
    void everyPromiseHoldsInMillionsOfHistories() {
        long first = System.nanoTime() & Long.MAX_VALUE >>> 1;
        long histories = Long.getLong("simulation.histories", 1_000_000);
        System.out.println("simulation: " + histories + " histories from seed " + first);
        for (long i = 0; i < histories; i++) {
            live(first + i);
        }
    }

    private static int live(long seed) {
        History history = new History(seed);
        try {
            history.live(STEPS);
            return history.crashes;
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ": run again with -Dsimulation.seed=" + seed, e);
        }
    }
}
