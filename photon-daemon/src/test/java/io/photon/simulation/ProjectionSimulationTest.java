// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of lives of projections: the value of each is the fold over the replay up to its position, each event once
 * (I9), whatever was deleted, reset, paused, and whatever a crash left of log and snapshots. A failure prints its seed;
 * {@code -Dsimulation.seed=N} lives that one life again, {@code -Dsimulation.histories=N} says how many the soak lives.
 */
class ProjectionSimulationTest {

    private static final int STEPS = 250;

    @TempDir
    Path dir;

    @Test
    void eachValueIsTheFoldOfEachEventOnceInHundredsOfHistories() throws IOException {
        live(0, 600, false);
    }

    @Test
    void eachValueIsTheFoldWhateverACrashLeavesOfTheFiles() throws IOException {
        live(0, 25, true);
    }

    @Test
    void aSeedLivesTheSameLifeAgain() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(live(seed, false).hash, live(seed, false).hash, "seed " + seed);
        }
    }

    @Tag("soak")
    @Test
    void eachValueIsTheFoldInHundredsOfThousandsOfHistories() throws IOException {
        long first = Seed.any() & Long.MAX_VALUE >>> 1;
        long histories = Long.getLong("simulation.histories", 200_000);
        System.out.println("projection simulation: " + histories + " histories from seed " + first);
        live(first, Math.max(1, histories / 20), true);
        live(first, histories, false);
    }

    private void live(long first, long histories, boolean onFiles) throws IOException {
        Long only = Long.getLong("simulation.seed");
        if (only != null) {
            live(only, onFiles);
            return;
        }
        long crashes = 0;
        long values = 0;
        long failures = 0;
        long reused = 0;
        long lacks = 0;
        for (long i = 0; i < histories; i++) {
            ProjectionHistory.Tally tally = live(first + i, onFiles);
            crashes += tally.crashes;
            values += tally.values;
            failures += tally.failures;
            reused += tally.reused;
            lacks += tally.lacks;
        }
        assertTrue(
                crashes > histories
                        && values > 5 * histories
                        && failures > histories / 4
                        && reused > histories / 4
                        && lacks > histories / 4,
                "too little happened: " + crashes + " crashes, " + values + " values, " + failures + " failures, "
                        + reused + " reused, " + lacks + " lacks");
    }

    private ProjectionHistory.Tally live(long seed, boolean onFiles) throws IOException {
        Path folder = onFiles ? Files.createDirectory(dir.resolve("seed" + seed)) : null;
        ProjectionHistory history = new ProjectionHistory(seed, folder);
        try {
            history.live(STEPS);
            return history.tally;
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + seed + (onFiles ? " over files" : "") + ": run again with -Dsimulation.seed=" + seed, e);
        }
    }
}
