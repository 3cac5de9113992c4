// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.projection.Descriptor;
import io.photon.projection.run.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class ToldTest {

    private static final int CHANGES = 1_000_000;

    @Test
    void whoAsksWhileItIsBeingToldIsAnsweredEachTime() throws Exception {
        Told told = new Told();
        AtomicLong recorded = new AtomicLong();
        List<CompletableFuture<Void>> asked = new ArrayList<>(CHANGES);
        Thread teller = new Thread(() -> {
            for (long next = 1; next <= CHANGES; next++) {
                while (recorded.get() < next) {
                    Thread.onSpinWait();
                }
                told.upTo(next);
            }
        });
        teller.start();
        for (long next = 1; next <= CHANGES; next++) {
            recorded.set(next);
            asked.add(told.at(next));
        }
        teller.join(60_000);
        assertEquals(CHANGES, told.position());
        assertEquals(
                0,
                asked.stream().filter(future -> !future.isDone()).count(),
                "asked while it was told, and never answered");
    }

    @Test
    void whoFollowsAProjectionThatHasJustEndedIsTold() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            Updates updates = new Updates();
            CompletableFuture<Void> told = new CompletableFuture<>();
            Thread ending = new Thread(() -> updates.end(List.of()));
            ending.start();
            Updates.publisher(updates::add, updates::remove, () -> {}).subscribe(new Ends(told));
            ending.join(60_000);
            told.get(30, TimeUnit.SECONDS);
            assertTrue(told.isDone());
        }
    }

    private record Ends(CompletableFuture<Void> told) implements Subscriber<Descriptor> {
        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Descriptor state) {
            throw new AssertionError("there is no state");
        }

        @Override
        public void onError(Throwable error) {
            told.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            told.complete(null);
        }
    }
}
