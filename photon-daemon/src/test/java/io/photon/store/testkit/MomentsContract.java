// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

import static io.photon.store.testkit.Events.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.PinnedView;
import io.photon.store.StoreException;
import io.photon.store.TimeSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises of times: see {@link TimeSearch}. */
public abstract class MomentsContract {

    protected EventStore store;

    /** Opens the store at one fixed place: a second call after close() sees the same data. */
    protected abstract EventStore open() throws StoreException;

    @BeforeEach
    void openTheStore() throws StoreException {
        store = open();
    }

    @AfterEach
    void closeTheStore() throws StoreException {
        store.close();
    }

    protected final void reopen() throws StoreException {
        store.close();
        store = open();
    }

    @Test
    void aMomentIsFoundByTheEventsOwnTimesHoweverTheClockWent() throws StoreException {
        long[] times = {50, 60, 60, 9_000, 9_001, 61, 62, 3, 4, 63, 64, 64};
        for (int i = 0; i < times.length; i++) {
            store.append(List.of(at(i == 5 || i == 11 ? "gone" : "s", i + 1, times[i])));
        }
        List<Event> more =
                LongStream.range(100, 160).mapToObj(id -> at("s", id, 70)).toList();
        store.append(more);
        for (int round = 0; round < 2; round++) {
            store.hide("gone", 12);
            assertEquals(
                    List.of(1L, 2L, 4L, 4L, Long.MAX_VALUE),
                    List.of(first(0, 0), first(51, 0), first(65, 0), first(9_000, 0), first(9_002, 0)));
            assertEquals(List.of(10L, 100L, 159L), List.of(first(63, 5), first(65, 5), first(1, 158)));
            assertEquals(List.of(0L, 8L, 9L, 9L, 9L, 11L, 159L, 159L), lasts(2, 3, 4, 49, 61, 64, 70, 100_000));
            reopen();
        }
    }

    @Test
    void anEmptyStoreHoldsNoMoment() throws StoreException {
        assertEquals(Long.MAX_VALUE, first(0, 0));
        assertEquals(0, TimeSearch.lastUntil(store, Long.MAX_VALUE));
    }

    @Test
    void aViewOfOneMomentDoesNotKnowLaterOnes() throws StoreException {
        store.append(List.of(at("s", 1, 10), at("s", 2, 20)));
        try (PinnedView view = store.pinning().pin()) {
            store.append(List.of(at("s", 3, 15), at("s", 4, 30)));
            assertEquals(Long.MAX_VALUE, TimeSearch.firstSince(view, 21, 0));
            assertEquals(1, TimeSearch.lastUntil(view, 15));
        }
    }

    private long first(long timeMs, long after) throws StoreException {
        return TimeSearch.firstSince(store, timeMs, after);
    }

    private List<Long> lasts(long... times) throws StoreException {
        List<Long> found = new ArrayList<>();
        for (long time : times) {
            found.add(TimeSearch.lastUntil(store, time));
        }
        return found;
    }
}
