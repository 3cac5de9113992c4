// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that have come and are not done: who waits, and for whom. */
@Timeout(60)
class ByteGateTest {

    private final ByteGate gate = new ByteGate(100);

    private CompletableFuture<Void> coming(String consumer, int bytes) {
        return CompletableFuture.runAsync(() -> gate.came(consumer, bytes));
    }

    private void awaitHeld() throws InterruptedException {
        Eventually.holds("the gate holds", gate::holds);
    }

    @Test
    void whatAloneIsAboveTheLimitWaitsForNobodyForItIsHandedOnOnlyThen() {
        gate.count("a");
        long began = System.nanoTime();
        gate.came("a", 150);
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) < 5_000, "it waited for itself");
    }

    @Test
    void whatComesBesideOthersWaitsUntilEnoughOfThemIsDone() throws Exception {
        gate.count("a");
        gate.count("b");
        gate.came("a", 60);
        gate.came("a", 30);
        CompletableFuture<Void> waiting = coming("b", 50);
        awaitHeld();
        gate.done("a", 30);
        assertFalse(waiting.isDone());
        gate.done("a", 60);
        waiting.get(5, TimeUnit.SECONDS);
        assertFalse(gate.holds());
    }

    @Test
    void whoIsForgottenOrTheEndOfAllLetsOthersGoOn() throws Exception {
        gate.count("a");
        gate.count("b");
        gate.came("a", 90);
        CompletableFuture<Void> first = coming("b", 50);
        awaitHeld();
        gate.forget("a");
        first.get(5, TimeUnit.SECONDS);
        gate.came("a", 1_000); // counted no more
        CompletableFuture<Void> second = coming("b", 80);
        awaitHeld();
        gate.open();
        second.get(5, TimeUnit.SECONDS);
    }
}
