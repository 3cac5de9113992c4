// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BudgetTest {

    private static final long LARGE = 1 << 20;
    private static final long PATIENT = 60_000;

    private final Budget budget = Budget.of(3 * LARGE, LARGE);
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        budget.close();
    }

    /** Hears what becomes of it; one that is granted keeps its lease. */
    private final class Waiting implements Waiter {
        private final String name;
        private Lease lease;

        Waiting(String name) {
            this.name = name;
        }

        @Override
        public void granted(Lease given) {
            lease = given;
            heard.add(name);
        }

        @Override
        public void refused() {
            heard.add(name + " refused");
        }
    }

    @Test
    void whoWaitsIsServedInTheOrderInWhichTheyCame() {
        Lease most = budget.tryTake(Use.REPLAYS, 2 * LARGE);
        Waiting first = new Waiting("first");
        budget.take(Use.REPLAYS, 2 * LARGE, PATIENT, first);
        Waiting second = new Waiting("second");
        budget.take(Use.REPLAYS, LARGE, PATIENT, second);
        assertEquals(List.of(), heard, "the second would fit, but came later");
        assertNull(budget.tryTake(Use.REPLAYS, LARGE), "nor does anybody push in");
        most.close();
        assertEquals(List.of("first", "second"), heard);
        first.lease.close();
        second.lease.close();
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void largeAndSmallDoNotWaitForEachOther() {
        Lease allLarge = budget.tryTake(Use.REPLAYS, 3 * LARGE);
        budget.take(Use.REPLAYS, LARGE, PATIENT, new Waiting("large"));
        Lease small = budget.tryTake(Use.REQUESTS, 1_000);
        assertNotNull(small);
        small.close();
        Lease held = budget.holdAsSmall(Use.ANSWERS, LARGE);
        assertTrue(budget.isFull());
        budget.take(Use.REQUESTS, 1_000, PATIENT, new Waiting("small"));
        allLarge.close();
        assertEquals(List.of("large"), heard);
        held.close();
        assertEquals(List.of("large", "small"), heard);
    }

    @Test
    void whatIsLargerThanTheShareGoesIntoAnEmptyOne() {
        Lease huge = budget.tryTake(Use.REQUESTS, 100 * LARGE);
        assertEquals(100 * LARGE, budget.usedBytes(Use.REQUESTS));
        budget.take(Use.REQUESTS, 50 * LARGE, PATIENT, new Waiting("huge"));
        huge.close();
        assertEquals(List.of("huge"), heard);
    }

    @Test
    void whoWaitsTooLongIsToldAndHoldsUpNobodyAnyMore() throws Exception {
        Lease most = budget.tryTake(Use.REPLAYS, 2 * LARGE);
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        budget.take(Use.REPLAYS, 2 * LARGE, 50, new Waiter() {
            @Override
            public void granted(Lease lease) {
                told.complete(false);
            }

            @Override
            public void refused() {
                told.complete(true);
            }
        });
        CompletableFuture<Lease> behind = new CompletableFuture<>();
        budget.take(Use.REPLAYS, LARGE, PATIENT, new Waiter() {
            @Override
            public void granted(Lease lease) {
                behind.complete(lease);
            }

            @Override
            public void refused() {
                behind.complete(null);
            }
        });
        assertTrue(told.get(30, TimeUnit.SECONDS));
        behind.get(30, TimeUnit.SECONDS).close();
        assertEquals(1L, budget.stats().get("refused"));
        most.close();
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void whoLeavesTheLineIsNotCalledAndLetsTheNextOneIn() {
        Lease most = budget.tryTake(Use.REPLAYS, 2 * LARGE);
        Ticket place = budget.take(Use.REPLAYS, 2 * LARGE, PATIENT, new Waiting("gone"));
        budget.take(Use.REPLAYS, LARGE, PATIENT, new Waiting("next"));
        assertTrue(place.cancel());
        assertFalse(place.cancel());
        assertEquals(List.of("next"), heard);
        most.close();
        assertEquals(List.of("next"), heard);
    }

    @Test
    void aWaiterThatFailsKeepsNothing() {
        Lease all = budget.tryTake(Use.REPLAYS, 3 * LARGE);
        budget.take(Use.REPLAYS, 2 * LARGE, PATIENT, new Waiter() {
            @Override
            public void granted(Lease lease) {
                throw new OutOfMemoryError("a test's");
            }

            @Override
            public void refused() {
                // not in this test
            }
        });
        budget.take(Use.REPLAYS, 3 * LARGE, PATIENT, new Waiting("next"));
        all.close();
        assertEquals(List.of("next"), heard);
        assertEquals(3 * LARGE, budget.usedBytes());
    }

    @Test
    void aLeaseIsGivenBackWhenItsLastHolderClosesIt() {
        Lease lease = budget.tryTake(Use.REQUESTS, 1_000);
        lease.retain();
        lease.shrinkTo(400);
        assertEquals(400, budget.usedBytes(Use.REQUESTS));
        lease.shrinkTo(900);
        assertEquals(400, lease.bytes(), "it never grows");
        lease.close();
        assertEquals(400, budget.usedBytes(Use.REQUESTS));
        lease.close();
        assertEquals(0, budget.usedBytes());
    }

    @Test
    void whoeverStillWaitsWhenItClosesIsRefused() {
        budget.tryTake(Use.REPLAYS, 3 * LARGE);
        budget.take(Use.REPLAYS, LARGE, PATIENT, new Waiting("late"));
        budget.close();
        assertEquals(List.of("late refused"), heard);
    }

    @Test
    void threadsThatTakeWaitAndGiveUpLeaveNothingTakenAndNeverTakeMoreThanThereIs() throws Exception {
        long seed = Seed.any();
        System.out.println("BudgetTest: seed " + seed);
        AtomicLong most = new AtomicLong();
        AtomicInteger granted = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Random random = new Random(seed + i);
            running.add(threads.submit(() -> {
                for (int n = 0; n < 5_000; n++) {
                    long bytes = 300_000 + random.nextInt(1 << 20);
                    Ticket ticket = budget.take(Use.MUON, bytes, PATIENT, new Waiter() {
                        @Override
                        public void granted(Lease lease) {
                            most.accumulateAndGet(budget.usedBytes(), Math::max);
                            granted.incrementAndGet();
                            threads.execute(lease::close);
                        }

                        @Override
                        public void refused() {
                            granted.addAndGet(1_000_000);
                        }
                    });
                    if (random.nextInt(4) == 0) {
                        ticket.cancel();
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get(50, TimeUnit.SECONDS);
        }
        while (budget.usedBytes() > 0 || (int) budget.stats().get("waiting") > 0) {
            Thread.onSpinWait();
        }
        threads.shutdown();
        assertTrue(granted.get() > 5_000 && granted.get() <= 20_000, granted + " granted");
        assertTrue(most.get() <= 3 * LARGE, most + " bytes at once");
        assertEquals(0, budget.usedBytes(Use.MUON));
    }

    @Test
    void whatStrangersTakeKeepsNoOthersWaitingAndIsCountedAndClosedWithTheRest() {
        Budget strangers = budget.forStrangers();
        Lease first = strangers.tryTake(Use.REQUESTS, LARGE / 16);
        assertNotNull(first);
        assertNotNull(strangers.tryTake(Use.REQUESTS, LARGE / 16));
        assertNull(strangers.tryTake(Use.REQUESTS, 1), "an eighth of what there is for small things");
        assertNotNull(budget.tryTake(Use.REQUESTS, LARGE / 4));
        assertEquals(LARGE / 8 + LARGE / 4, budget.usedBytes(Use.REQUESTS));
        assertEquals(LARGE / 8 + LARGE / 4, budget.usedBytes());
        first.close();
        assertEquals(LARGE / 16 + LARGE / 4, budget.usedBytes());
        strangers.take(Use.REQUESTS, LARGE / 8, PATIENT, new Waiting("stranger"));
        budget.close();
        assertEquals(List.of("stranger refused"), heard);
    }
}
