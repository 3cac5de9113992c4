// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    private final Figures figures = new Figures();

    @Test
    void theWarmUpDoesNotCount() {
        figures.answered(0, 900 * MS, 1, 100);
        figures.failed("timed-out", 3);
        figures.begin(SECOND);
        figures.answered(SECOND - 1, SECOND + 500 * MS, 1, 100); // meant to leave in the warm-up
        figures.answered(SECOND, SECOND + 2 * MS, 1, 100);
        figures.tick(2 * SECOND);
        assertEquals(1, figures.latencies().getTotalCount());
        assertEquals(2, figures.events());
        assertEquals(Map.of(), figures.errors());
    }

    @Test
    void eachSecondHasItsOwnPercentilesAndTheWholeHasAll() {
        figures.begin(0);
        for (int i = 1; i <= 100; i++) {
            figures.answered(0, i * MS, 10, 3_000);
        }
        Sample first = figures.tick(SECOND);
        figures.answered(SECOND, SECOND + 500 * MS, 10, 3_000);
        Sample second = figures.tick(2 * SECOND);
        assertEquals(50, first.p50(), 0.1);
        assertEquals(99, first.p99(), 0.1);
        assertEquals(1_000, first.eventsPerSecond());
        assertEquals(0.3, first.megabytesPerSecond(), 1e-9);
        assertEquals(500, second.p50(), 0.5);
        assertEquals(101, figures.latencies().getTotalCount());
        assertEquals(2, figures.seconds());
        assertEquals(1_010, figures.events());
    }

    @Test
    void aSecondWithoutAnAnswerHasNoPercentilesRatherThanZeroes() {
        figures.begin(0);
        Sample silent = figures.tick(SECOND);
        assertTrue(Double.isNaN(silent.p99()));
        assertTrue(silent.json().contains("\"p99\":null"), silent.json());
    }

    @Test
    void anAnswerThatComesAfterTheEndIsInTheLatenciesAndNotInTheThroughput() {
        figures.begin(0);
        figures.answered(0, MS, 1, 100);
        figures.tick(SECOND);
        figures.answered(SECOND - 1, 3 * SECOND, 1, 100);
        figures.end();
        assertEquals(2_000, figures.latencies().getMaxValue() / 1e6, 2);
        assertEquals(1, figures.events());
    }

    @Test
    void anAnswerAfterMoreThanAnHourCountsAsAnHour() {
        figures.begin(0);
        figures.answered(0, 2 * Figures.LONGEST_NANOS, 1, 100);
        figures.tick(SECOND);
        assertEquals(3_600_000, figures.latencies().getMaxValue() / 1e6, 3_600);
    }
}
