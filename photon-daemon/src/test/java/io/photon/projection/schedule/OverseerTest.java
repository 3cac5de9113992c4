// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.pace.BackgroundPace;
import io.photon.testing.Eventually;
import io.photon.testing.Pause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverseerTest {

    private final ThreadPoolScheduler scheduler = new ThreadPoolScheduler(1, BackgroundPace.unhurried());
    private final Overseer overseer = new Overseer(scheduler, Duration.ofMillis(20));
    private final List<Long> givenUp = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        scheduler.close();
    }

    /** Enters on a thread of its own, and waits for something that may come. */
    private CompletableFuture<Throwable> enter(long orderId, CountDownLatch comes) throws Exception {
        Stay stay = overseer.stay((why, at) -> givenUp.add(at));
        CountDownLatch inside = new CountDownLatch(1);
        CompletableFuture<Throwable> left = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                stay.in(orderId, () -> {
                    inside.countDown();
                    return comes.await(60, TimeUnit.SECONDS);
                });
                left.complete(null);
            } catch (Throwable e) {
                left.complete(e);
            }
            ended.incrementAndGet();
        });
        thread.setDaemon(true);
        thread.start();
        assertTrue(inside.await(30, TimeUnit.SECONDS));
        return left;
    }

    private void lookUntil(int count) {
        Eventually.holds(count + " given up: " + givenUp, () -> {
            overseer.look();
            return givenUp.size() == count;
        });
    }

    @Test
    void whoComesBackInTimeIsNotGivenUp() throws Exception {
        CountDownLatch comes = new CountDownLatch(1);
        CompletableFuture<Throwable> left = enter(7, comes);
        overseer.look();
        comes.countDown();
        assertEquals(null, left.get(30, TimeUnit.SECONDS));
        overseer.look();
        assertEquals(List.of(), givenUp);
    }

    @Test
    void whoWasGivenUpCannotGoOnWhenItComesBack() throws Exception {
        CountDownLatch comes = new CountDownLatch(1);
        CompletableFuture<Throwable> left = enter(7, comes);
        lookUntil(1);
        assertEquals(List.of(7L), givenUp);
        assertEquals(1, overseer.givenUp());
        comes.countDown();
        assertEquals(GivenUp.class, left.get(30, TimeUnit.SECONDS).getClass());
        assertEquals(0, overseer.givenUp());
    }

    @Test
    void nobodyEntersAgainWhereOneWasGivenUp() {
        Stay stay = overseer.stay((why, at) -> {});
        stay.enter(1);
        assertTrue(stay.giveUp(stay.current()));
        assertThrows(GivenUp.class, () -> stay.enter(2));
    }

    @Test
    void onlySoManyAreGivenUpAndTheNextWhenOneHasComeBack() throws Exception {
        CountDownLatch firstComes = new CountDownLatch(1);
        CountDownLatch othersCome = new CountDownLatch(1);
        enter(0, firstComes);
        lookUntil(1);
        for (int i = 1; i < Overseer.MOST; i++) {
            enter(i, othersCome);
        }
        lookUntil(Overseer.MOST);
        assertTrue(overseer.isFull());
        enter(99, othersCome);
        for (int i = 0; i < 100; i++) {
            overseer.look();
            Pause.millis(3);
        }
        assertEquals(Overseer.MOST, givenUp.size(), "one more would be too many");
        firstComes.countDown();
        Eventually.holds("the first has come back", () -> ended.get() == 1);
        assertFalse(overseer.isFull());
        lookUntil(Overseer.MOST + 1);
        assertTrue(givenUp.contains(99L));
        othersCome.countDown();
    }
}
