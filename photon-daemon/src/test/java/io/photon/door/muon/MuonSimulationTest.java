// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lives of a Photon on Muon: floods, lost connections, clients that vanish, a disk that fails, power cuts. A failure prints
 * its seed;
 * {@code -Dsimulation.seed=N} lives that life again.
 */
class MuonSimulationTest {

    private static final int STEPS = 250;

    @Test
    void everyPromiseHoldsWhateverClientsNetworkMemoryAndPowerDo() {
        live(0, 30, false);
    }

    @Test
    void everyPromiseHoldsOverTheFileStoreOnAFailingDisk() {
        live(0, 15, true);
    }

    @Tag("soak")
    @Test
    void everyPromiseHoldsInThousandsOfLives() {
        long first = Seed.any() & Long.MAX_VALUE >>> 1;
        long lives = Long.getLong("simulation.histories", 2_000);
        live(first, lives, false);
        live(first, lives, true);
    }

    private static void live(long first, long lives, boolean onFiles) {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            live(only, onFiles);
            return;
        }
        Tally tally = new Tally();
        for (long seed = first; seed < first + lives; seed++) {
            tally.add(live(seed, onFiles));
        }
        // Far below what is usual: a life has about one unknown outcome, and two crashes and deletions.
        assertTrue(
                tally.persisted > 100 * lives
                        && tally.refused > lives
                        && tally.unknown > lives / 5
                        && tally.items > 100 * lives
                        && tally.crashes > lives / 2
                        && tally.deleted > lives / 2,
                "too little: " + tally);
    }

    private static Tally live(long seed, boolean onFiles) {
        try {
            MuonWorld world = new MuonWorld(seed, onFiles);
            for (int i = 0; i < STEPS; i++) {
                world.step();
            }
            world.calmDown();
            world.check();
            return world.tally;
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + seed + (onFiles ? " over files" : "") + ": run again with -Dsimulation.seed=" + seed, e);
        }
    }
}
