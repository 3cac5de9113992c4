// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who wait until the head is above a position. Thread-safe; costs the append thread one read while there are none. */
final class HeadWaiters {

    private record Waiter(long above, CompletableFuture<Long> answer) {}

    private final List<Waiter> waiting = new ArrayList<>();
    private volatile boolean any;

    CompletableFuture<Long> add(long above, LiveFeed live) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.removeIf(waiter -> waiter.answer().isDone());
            waiting.add(new Waiter(above, answer));
            any = true;
        }
        tell(live.tip()); // it may have moved before it was added
        return answer;
    }

    /** The head is here now. */
    void tell(long head) {
        if (!any) {
            return;
        }
        List<CompletableFuture<Long>> due = new ArrayList<>();
        synchronized (waiting) {
            for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
                Waiter waiter = each.next();
                if (waiter.above() < head || waiter.answer().isDone()) {
                    each.remove();
                    due.add(waiter.answer());
                }
            }
            any = !waiting.isEmpty();
        }
        due.forEach(answer -> AppendTask.complete(answer, head));
    }
}
