// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
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
        assertTrue(live(0, 1_500, false) > 1_500, "too little happened");
    }

    @Test
    void everyPromiseHoldsOverTheFileStoreOnAFailingDisk() {
        assertTrue(live(0, 250, true) > 250, "too little happened");
    }

    @Tag("soak")
    @Test
    void everyPromiseHoldsInMillionsOfHistories() {
        long first = Seed.any() & Long.MAX_VALUE >>> 1;
        long histories = Long.getLong("simulation.histories", 1_000_000);
        System.out.println("simulation: " + histories + " histories of each kind from seed " + first);
        live(first, histories, true);
        live(first, histories, false);
    }

    /** @return how often the power went out */
    private static int live(long first, long histories, boolean onFiles) {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            live(only, onFiles);
            return Integer.MAX_VALUE;
        }
        int crashes = 0;
        for (long i = 0; i < histories; i++) {
            crashes += live(first + i, onFiles);
        }
        return crashes;
    }

    private static int live(long seed, boolean onFiles) {
        History history = new History(seed, onFiles);
        try {
            history.live(STEPS);
            return history.crashes;
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + seed + (onFiles ? " over files" : "") + ": run again with -Dsimulation.seed=" + seed, e);
        }
    }
}
