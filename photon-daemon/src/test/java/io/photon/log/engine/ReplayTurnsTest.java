// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.photon.budget.Budget;
import io.photon.log.LogLimits;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The turns of one replay, when one of them cannot even say what it lacked. */
class ReplayTurnsTest {

    @Test
    void aTurnThatEndsInAnErrorIsTakenAgainWhenThereIsAReasonForIt() {
        AtomicBoolean noMemory = new AtomicBoolean(true);
        AtomicInteger turned = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        Queue<Runnable> thread = new ArrayDeque<>();
        ReplayHub hub =
                new ReplayHub(null, null, thread::add, thread::add, LogLimits.DEFAULT, Budget.unlimited(), () -> 0);
        hub.onNotScheduled(told::incrementAndGet);
        ReplayTurns turns = new ReplayTurns(
                hub,
                false,
                () -> {
                    if (noMemory.get()) {
                        throw new OutOfMemoryError("injected: Java heap space");
                    }
                    turned.incrementAndGet();
                    return false;
                },
                () -> {});
        turns.begin();
        assertThrows(OutOfMemoryError.class, () -> thread.remove().run());
        assertEquals(1, told.get(), "the log is to wake it");
        noMemory.set(false);
        turns.schedule();
        thread.remove().run();
        assertEquals(1, turned.get());
    }
}
