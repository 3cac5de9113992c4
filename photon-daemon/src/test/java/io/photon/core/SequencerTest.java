// SPDX-License-Identifier: Apache-2.0
package io.photon.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.OrderIds;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SequencerTest {

    @Test
    void anOrderIdIsTheTimeInMicroseconds() {
        assertEquals(
                1_764_000_000_123_000L,
                new Sequencer(5).next(1_764_000_000_123L).lastOrderId());
    }

    @Test
    void moreThanAThousandEventsInOneMillisecondStillRise() {
        Sequencer sequencer = new Sequencer(0);
        for (int i = 0; i < 1_000_000; i++) {
            sequencer = sequencer.next(1_764_000_000_000L);
        }
        assertEquals(1_764_000_000_999_999L, sequencer.lastOrderId());
    }

    @Property
    void theClockSteppingBackDoesNotStepOrderIdsBack(
            @ForAll List<@LongRange(min = 0, max = 4_000_000_000_000L) Long> clock) {
        Sequencer sequencer = new Sequencer(0);
        for (long now : clock) {
            Sequencer next = sequencer.next(now);
            assertTrue(next.lastOrderId() > sequencer.lastOrderId());
            sequencer = next;
        }
    }

    @Test
    void aRestoredPositionIsNeverGoneBelow() {
        long first = OrderIds.FIRST_REAL;
        assertEquals(first + 101, new Sequencer(7).atLeast(first + 100).next(0).lastOrderId());
        assertEquals(first + 8, new Sequencer(first + 7).atLeast(3).next(0).lastOrderId());
    }

    @Property
    void whateverTheClockSaysNoOrderIdIsTakenForATimeOrTooLargeForADouble(@ForAll long now) {
        long given = new Sequencer(0).next(now).lastOrderId();
        assertTrue(given >= OrderIds.FIRST_REAL && given < 1L << 53, now + " gave " + given);
        assertEquals(given + 1, new Sequencer(given).next(now).lastOrderId());
    }
}
