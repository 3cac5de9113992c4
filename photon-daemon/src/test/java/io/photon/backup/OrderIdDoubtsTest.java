// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.OrderIds;
import org.junit.jupiter.api.Test;

class OrderIdDoubtsTest {

    private static final long NOW_MS = 1_796_000_000_000L;
    private static final long A_DAY_AHEAD = (NOW_MS + 86_400_000) * 1_000 + 999;
    private static final long IMPOSSIBLE = 900_000_000_000_000_000L;

    private final OrderIdDoubts doubts = new OrderIdDoubts(NOW_MS);

    private boolean isDoubted(long orderId) {
        assertTrue(doubts.check(orderId, 1).isEmpty());
        return doubts.remaining().isPresent();
    }

    @Test
    void whatAClockUpToADayAheadHasGivenIsBelieved() {
        assertFalse(isDoubted(OrderIds.FIRST_REAL));
        assertFalse(isDoubted(A_DAY_AHEAD));
        assertTrue(isDoubted(A_DAY_AHEAD + 1));
    }

    @Test
    void whatCanOnlyBeATimeIsDoubted() {
        assertTrue(isDoubted(OrderIds.FIRST_REAL - 1));
    }

    @Test
    void whatLeavesNoNumbersAboveItIsRefusedWhateverTheTrailerSays() {
        assertTrue(doubts.check(IMPOSSIBLE - 1, 1).isEmpty());
        assertTrue(doubts.check(IMPOSSIBLE, 1).isPresent());
    }

    @Test
    void theFirstLineDoubtedIsTheOneThatIsTold() {
        doubts.check(A_DAY_AHEAD + 1, 3);
        doubts.check(1, 4);
        doubts.check(A_DAY_AHEAD + 2, 5);
        String told = doubts.remaining().orElseThrow().message();
        assertTrue(told.startsWith("line 3: "), told);
    }

    @Test
    void aTrailerSettlesTheLinesBeforeItAndNoneAfterIt() {
        assertTrue(isDoubted(1));
        doubts.settled();
        assertFalse(doubts.remaining().isPresent());
        assertTrue(isDoubted(2));
    }
}
