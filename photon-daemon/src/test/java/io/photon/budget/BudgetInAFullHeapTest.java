// SPDX-License-Identifier: Apache-2.0
package io.photon.budget;

import io.photon.testing.FullHeap;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory runs out in the heap, too, while others wait for their share of it. */
class BudgetInAFullHeapTest {

    private static final int ROUNDS = 100;
    private static final long BYTES = 1_000;

    @TempDir
    Path folder;

    @Test
    void noneWhoWaitsIsLost() throws Exception {
        FullHeap.run(Waiting.class, folder);
    }

    @Test
    void oneToWhomNoLeaseCanBeMadeIsRefused() throws Exception {
        FullHeap.run(Granting.class, folder);
    }

    /** Counts what it hears. */
    private static final class Heard implements Waiter {
        private final AtomicInteger granted = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public void granted(Lease taken) {
            granted.incrementAndGet();
        }

        int told() {
            return granted.get() + refused.get();
        }

        @Override
        public void refused() {
            refused.incrementAndGet();
        }
    }

    static final class Waiting {
        public static void main(String[] none) {
            Budget budget = Budget.unlimited();
            Ticket[] tickets = new Ticket[1_000];
            for (int i = 0; i < tickets.length; i++) {
                tickets[i] = new Ticket(budget, Use.READS, false, BYTES, Long.MAX_VALUE, new Heard());
            }
            Lane lane = new Lane(BYTES);
            lane.hold(BYTES);
            int failing = FullHeap.failingStep(i -> lane.enqueue(tickets[i]));
            FullHeap.expect(lane.waiting() == failing, lane.waiting() + " of " + failing + " wait");
            lane.enqueue(tickets[failing + 1]);
            List<Ticket> expired = lane.expired(Long.MAX_VALUE);
            FullHeap.expect(expired.size() == failing + 1, expired.size() + " are told that it took too long");
            for (int i = 0; i <= failing; i++) {
                FullHeap.expect(expired.get(i) == tickets[i < failing ? i : i + 1], "waiter " + i);
            }
        }
    }

    static final class Granting {
        public static void main(String[] none) {
            Budget budget = Budget.unlimited();
            boolean refused = false;
            for (int round = 0; round < ROUNDS && !refused; round++) { // now and then another thread leaves some bytes
                Lane lane = new Lane(BYTES);
                lane.hold(BYTES);
                Heard waiter = new Heard();
                lane.enqueue(new Ticket(budget, Use.READS, false, BYTES, Long.MAX_VALUE, waiter));
                FullHeap.fails(() -> lane.giveBack(BYTES));
                FullHeap.expect(waiter.told() == 1, "it is told");
                refused = waiter.refused.get() == 1;
            }
            FullHeap.expect(refused, "memory runs out");
        }
    }
}
