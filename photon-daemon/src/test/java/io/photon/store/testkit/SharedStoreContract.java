// SPDX-License-Identifier: Apache-2.0
package io.photon.store.testkit;

import static io.photon.store.testkit.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.StreamNames;
import io.photon.store.EventStore;
import io.photon.store.FactTable;
import io.photon.store.Fence;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import io.photon.store.backend.OpenedStore;
import io.photon.store.lease.SequencerLease;
import io.photon.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a store promises that several processes can reach at once, with its lease. Two of them are opened here, each as a
 * process has it.
 */
public abstract class SharedStoreContract {

    private OpenedStore mine;
    private OpenedStore theirs;

    /** Opens the same store once more. */
    protected abstract OpenedStore open() throws StoreException;

    @BeforeEach
    final void openTwice() throws StoreException {
        mine = open();
        theirs = open();
    }

    @AfterEach
    final void closeBoth() throws StoreException {
        for (OpenedStore each : List.of(mine, theirs)) {
            each.lease().close();
            each.store().close();
        }
    }

    /** A lease that was held by another who is gone takes its time. */
    private static Fence acquired(SequencerLease lease) {
        List<Fence> acquired = new ArrayList<>();
        Eventually.holds("the lease is to be had", () -> {
            lease.acquire().ifPresent(acquired::add);
            return !acquired.isEmpty();
        });
        return acquired.get(0);
    }

    @Test
    void oneHoldsTheLeaseAndTheNextHolderHasAHigherEpoch() throws StoreException {
        Fence first = acquired(mine.lease());
        assertEquals(Optional.empty(), theirs.lease().acquire());
        mine.lease().renew();
        assertEquals(Optional.empty(), mine.lease().lost());
        mine.lease().close();
        Fence second = acquired(theirs.lease());
        assertTrue(second.epoch() > first.epoch(), second + " after " + first);
        assertNotEquals(Duration.ZERO, mine.lease().interval(), "a lease that can be lost wants to be renewed");
    }

    @Test
    void whatOneTellsTheOthersReadUntilItIsTakenBack() throws StoreException {
        FactTable told = mine.store().facts().orElseThrow();
        FactTable read = theirs.store().facts().orElseThrow();
        FactTable.Fact fact =
                new FactTable.Fact("test", "{\"node\":\"größer\",\"at\":\"http://a:1/ b\"}", -1, 2, Long.MAX_VALUE);
        told.put(fact);
        told.put(new FactTable.Fact("test", "other", 1, 1, 1));
        told.put(new FactTable.Fact("tester", "of another kind", 1, 1, 1));
        assertEquals(2, read.list("test").size());
        assertTrue(read.list("test").contains(fact), read.list("test").toString());
        FactTable.Fact later = new FactTable.Fact("test", fact.name(), 3, 4, 5);
        read.put(later);
        told.remove("test", "other");
        told.remove("test", "other");
        assertEquals(List.of(later), told.list("test"));
    }

    @Test
    void fromTheMomentAnotherAcquiresTheLeaseEarlierWritersStoreNothing() throws StoreException {
        Fence old = acquired(mine.lease());
        mine.store().append(List.of(event("s", 1)), old);
        mine.lease().close();
        Fence current = acquired(theirs.lease());
        StoreException refused =
                assertThrows(StoreException.class, () -> mine.store().append(List.of(event("s", 2)), old));
        assertEquals(StoreException.Kind.FENCED, refused.kind(), "though the new one has appended nothing yet");
        assertEquals(1, theirs.store().lastOrderId());
        theirs.store().append(List.of(event("s", 3)), current);
        assertEquals(List.of(1L, 3L), ids(mine.store()));
    }

    @Test
    void whatOneAppendsAndHidesTheOtherReads() throws StoreException {
        Fence fence = acquired(mine.lease());
        mine.store().append(List.of(event("a", 1), event("b", 2)), fence);
        assertEquals(List.of(1L, 2L), ids(theirs.store()));
        mine.store().hide("a", 1);
        theirs.store().hide("a", 1); // each is told of it: a deletion is an event
        assertEquals(List.of(2L), ids(theirs.store()));
        assertEquals(2, theirs.store().lastOrderId());
    }

    private static List<Long> ids(EventStore store) throws StoreException {
        return EventStoreContract.ids(
                store.read(ReadRequest.forwards(StreamNames.ALL, 0)).events());
    }
}
