// SPDX-License-Identifier: Apache-2.0
package io.photon.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SteadyTest {

    private static final Error NO_MEMORY = new OutOfMemoryError("injected");

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    @Test
    void aPeriodicTaskThatEndsInAnErrorIsRunAgain() throws InterruptedException {
        ScheduledThreadPoolExecutor timer = Steady.timer("steady-timer");
        CountDownLatch runs = new CountDownLatch(3);
        timer.scheduleWithFixedDelay(
                () -> {
                    runs.countDown();
                    throw NO_MEMORY;
                },
                0,
                1,
                TimeUnit.MILLISECONDS);
        assertTrue(runs.await(30, TimeUnit.SECONDS), "it ran once and never again");
        timer.shutdownNow();
    }

    @Test
    void theThreadsOfAPoolExistBeforeItsFirstTaskAndOutliveErrors() throws InterruptedException {
        ExecutorService pool = Steady.pool("steady-pool", 2, Thread.NORM_PRIORITY);
        assertTrue(
                threads().containsAll(Set.of("steady-pool-1", "steady-pool-2")),
                () -> threads().toString());
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        CountDownLatch runs = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            pool.execute(() -> {
                used.add(Thread.currentThread());
                runs.countDown();
                throw NO_MEMORY;
            });
        }
        assertTrue(runs.await(30, TimeUnit.SECONDS));
        assertTrue(used.size() <= 2, "a thread ended and had to be made anew: " + used);
        pool.shutdown();
    }

    @Test
    void aTimersThreadExistsBeforeItsFirstTask() {
        ScheduledThreadPoolExecutor timer = Steady.timer("steady-early");
        assertTrue(threads().contains("steady-early"));
        timer.shutdownNow();
    }

    @Test
    void whatATaskThrowsIsToldByTheResultOnly() {
        assertFalse(Steady.run("failing", () -> {
            throw NO_MEMORY;
        }));
        assertEquals(true, Steady.run("working", () -> {}));
    }
}
