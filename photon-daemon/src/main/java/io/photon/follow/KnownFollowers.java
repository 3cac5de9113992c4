// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Who follows this node, and how far each of them has come. Thread-safe. Bounded: one that has not asked for an hour is forgotten. */
final class KnownFollowers {

    private static final long FORGOTTEN_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int MOST = 1_000;

    private record Waiter(long position, int nodes, CompletableFuture<Boolean> answer) {}

    private final Map<String, KnownFollower> known = new TreeMap<>();
    private final Set<Waiter> waiting = new LinkedHashSet<>();

    /** One has asked. */
    void seen(KnownFollower one) {
        List<CompletableFuture<Boolean>> due = new ArrayList<>();
        synchronized (this) {
            known.values().removeIf(each -> one.seenNanos() - each.seenNanos() > FORGOTTEN_NANOS);
            if (known.size() < MOST || known.containsKey(one.nodeId())) {
                known.put(one.nodeId(), one);
            }
            for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
                Waiter waiter = each.next();
                if (waiter.answer().isDone()) {
                    each.remove();
                } else if (holders(waiter.position()) >= waiter.nodes()) {
                    each.remove();
                    due.add(waiter.answer());
                }
            }
        }
        due.forEach(answer -> answer.complete(true));
    }

    /** Completes with true once that many of them have everything up to a position; the caller ends it earlier. */
    CompletableFuture<Boolean> stored(long position, int nodes) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Waiter waiter = new Waiter(position, nodes, answer);
        synchronized (this) {
            if (holders(position) >= nodes) {
                return CompletableFuture.completedFuture(true);
            }
            waiting.add(waiter);
        }
        answer.whenComplete((enough, ended) -> forget(waiter)); // also when no follower ever asks
        return answer;
    }

    private synchronized void forget(Waiter waiter) {
        waiting.remove(waiter);
    }

    /** How many answers wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    private int holders(long position) {
        int count = 0;
        for (KnownFollower each : known.values()) {
            count += each.stored() >= position ? 1 : 0;
        }
        return count;
    }

    /** In the order of their ids. */
    synchronized List<KnownFollower> all() {
        return List.copyOf(known.values());
    }
}
