// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MeasureTest {

    @Test
    void aListOfAsManyEntriesAsCanBeIsOverTheLimitAtOnceAndIsNotWalkedOver() {
        Measure measure = new Measure(1 << 20);
        measure.container(Integer.MAX_VALUE);
        assertTrue(measure.isOver());
        assertEquals(2L + Integer.MAX_VALUE, measure.json());
    }

    @Test
    void whatFitsIsNotOver() {
        Measure measure = new Measure(100);
        measure.container(2);
        measure.text(10);
        measure.scalar();
        assertFalse(measure.isOver());
    }
}
