package io.photon.door.muon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lives of a Photon on Muon: floods, lost connections, clients that vanish. A failure prints its seed;
 * {@code -Dsimulation.seed=N} lives that life again.
 */
class MuonSimulationTest {

    private static final int STEPS = 250;

    @Test
    void everyPromiseHoldsWhateverClientsAndNetworkDo() {
        live(0, 12);
    }

    @Tag("soak")
    @Test
    void everyPromiseHoldsInThousandsOfLives() {
        live(System.nanoTime() & Long.MAX_VALUE >>> 1, Long.getLong("simulation.histories", 2_000));
    }

    private static void live(long first, long lives) {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            live(only);
            return;
        }
        long persisted = 0;
        long failed = 0;
        long items = 0;
        for (long seed = first; seed < first + lives; seed++) {
            MuonWorld world = live(seed);
            persisted += world.persisted;
            failed += world.failed;
            items += world.items;
        }
        String happened = persisted + " persisted, " + failed + " failed, " + items + " items";
        assertTrue(persisted > 100 * lives && failed > lives && items > 100 * lives, "too little: " + happened);
    }

    private static MuonWorld live(long seed) {
        try {
            MuonWorld world = new MuonWorld(seed);
            for (int i = 0; i < STEPS; i++) {
                world.step();
            }
            world.calmDown();
            world.check();
            return world;
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed + ": run again with -Dsimulation.seed=" + seed, e);
        }
    }
}
