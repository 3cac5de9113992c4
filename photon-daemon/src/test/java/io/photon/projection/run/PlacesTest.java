// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private long now;
    private final Places places = Places.of(1, 256 << 20, () -> now);
    private final List<String> placed = new ArrayList<>();

    private Places.Guest guest(String name) {
        return () -> placed.add(name);
    }

    @Test
    void fewReadAheadAtATimeAndTheOthersFollowInTheOrderInWhichTheyCame() {
        for (int i = 0; i < 4; i++) {
            assertTrue(places.take(guest("early")));
        }
        Places.Guest gone = guest("gone");
        assertFalse(places.take(guest("first")));
        assertFalse(places.take(gone));
        assertFalse(places.take(guest("last")));
        places.leave(gone);
        places.giveBack();
        places.giveBack();
        assertEquals(List.of("first", "last"), placed);
        places.giveBack();
        assertTrue(places.take(guest("late")), "nobody waits");
    }

    @Test
    void aPlaceIsKeptForAWhileWhenOthersWaitAndForeverWhenNobodyDoes() {
        for (int i = 0; i < 4; i++) {
            places.take(guest("early"));
        }
        now = 1_000_000_000;
        assertFalse(places.isOver(0), "nobody waits");
        places.take(guest("first"));
        assertTrue(places.isOver(0));
        assertFalse(places.isOver(now - 1));
    }

    @Test
    void allBatchesTogetherTakeAFixedPartOfTheHeapWhateverTheNumberOfThreads() {
        assertEquals(1 << 20, Places.of(2, 256 << 20, () -> 0).maxBytes());
        assertEquals(256 << 10, Places.of(16, 256 << 20, () -> 0).maxBytes());
    }
}
