// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.budget.Budget;
import io.photon.event.Event;
import io.photon.log.AppendRequest;
import io.photon.log.Expect;
import io.photon.pace.Occupancy;
import io.photon.store.Fence;
import io.photon.store.StoreException;
import io.photon.store.memory.MemoryEventStore;
import io.photon.store.testkit.DelegatingStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What work in the background goes by: whether the thread that clients wait for has something to do. */
@Timeout(60)
class OccupancyTest {

    /** A store that keeps nothing before it is told to. */
    private static final class SlowStore extends DelegatingStore {

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        SlowStore() {
            super(new MemoryEventStore());
        }

        @Override
        public void append(List<Event> batch, Fence fence) throws StoreException {
            asked.countDown();
            try {
                assertTrue(goOn.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new StoreException(StoreException.Kind.FAILED, "interrupted", e);
            }
            super.append(batch, fence);
        }
    }

    private static void awaitIdle(Occupancy occupancy) {
        long before = occupancy.idleNanos(System.nanoTime());
        while (occupancy.idleNanos(System.nanoTime()) == before) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theThreadThatAppendsIsAtWorkWhileAClientWaitsAndIdleOtherwise() throws Exception {
        SlowStore store = new SlowStore();
        Occupancy occupancy = new Occupancy(System.nanoTime());
        try (DefaultEventLog log = DefaultEventLog.start(store, Clock.systemUTC(), Budget.unlimited(), occupancy)) {
            awaitIdle(occupancy);
            CompletableFuture<?> answer =
                    log.append(new AppendRequest(List.of(LogFixture.draft("s", 1)), true, Expect.ANY));
            assertTrue(store.asked.await(30, TimeUnit.SECONDS));
            long now = System.nanoTime();
            assertEquals(occupancy.idleNanos(now), occupancy.idleNanos(now + TimeUnit.MINUTES.toNanos(1)));
            store.goOn.countDown();
            answer.get(30, TimeUnit.SECONDS);
            awaitIdle(occupancy);
        }
    }
}
