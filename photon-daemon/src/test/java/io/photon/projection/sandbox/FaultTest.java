// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.testing.Pause;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whose fault it is that a call takes long or finds no memory. */
class FaultTest {

    private static final Duration TIME = Duration.ofMillis(40);

    private static void pollFor(long cpuMillis) {
        long end = Watchdog.THREADS.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(cpuMillis);
        while (Watchdog.THREADS.getCurrentThreadCpuTime() < end) {
            CallMeter.poll();
        }
    }

    @Test
    void aCallThatWaitsForAProcessorIsNotStopped() {
        try (CallMeter meter = new CallMeter(TIME, 1 << 30)) {
            meter.begin();
            try {
                pollFor(1);
                Pause.millis(20 * TIME.toMillis());
                pollFor(1);
            } finally {
                meter.end();
            }
        }
    }

    @Test
    void aCallThatWorksForTooLongIsStopped() {
        try (CallMeter meter = new CallMeter(TIME, 1 << 30)) {
            meter.begin();
            try {
                assertThrows(ReductionStop.class, () -> pollFor(60_000));
            } finally {
                meter.end();
            }
        }
    }

    @Test
    void whatLoadingAnEngineTakesIsNotCounted() throws Exception {
        try (CallMeter meter = new CallMeter(TIME, 1 << 20)) {
            meter.begin();
            try {
                byte[] loaded = CallMeter.uncounted(() -> CallMeter.uncounted(() -> {
                    pollWithoutEnd(10 * TIME.toMillis());
                    return new byte[4 << 20];
                }));
                assertEquals(4 << 20, loaded.length);
                Pause.millis(50); // the watchdog looks several times
                CallMeter.poll();
                assertThrows(ReductionStop.class, () -> pollFor(60_000), "the code itself is still counted");
            } finally {
                meter.end();
            }
        }
    }

    /** As a class is loaded: nothing there is stopped. */
    private static void pollWithoutEnd(long cpuMillis) {
        long end = Watchdog.THREADS.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(cpuMillis);
        while (Watchdog.THREADS.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aTrivialReductionIsCompiledInAFractionOfItsTimeAlsoTheFirstOne() {
        JavaScriptEngine engine = new JavaScriptEngine();
        engine.load();
        long before = Watchdog.THREADS.getCurrentThreadCpuTime();
        new Reductions(engine).reducer("(p, n) => p", null).close();
        long used = TimeUnit.NANOSECONDS.toMillis(Watchdog.THREADS.getCurrentThreadCpuTime() - before);
        assertTrue(used < 500, () -> used + " ms of 3,000");
    }

    @Test
    void memoryThatAnotherHasTakenIsNoFaultOfTheReduction() throws Exception {
        ReductionException lack = outOfMemory(0);
        assertTrue(lack.isLack(), lack.getMessage());
        assertFalse(lack.isLimit());
    }

    @Test
    void memoryThatTheCallItselfHasTakenIsItsFault() throws Exception {
        ReductionException own = outOfMemory(Watchdog.MUCH);
        assertTrue(own.isLimit(), own.getMessage());
        assertFalse(own.isLack());
    }

    private static ReductionException outOfMemory(long allocated) {
        ReducerLimits limits = new ReducerLimits(Duration.ofSeconds(10), 1L << 40);
        try (CallMeter meter = new CallMeter(limits.timePerEvent(), 1L << 40);
                Reducer reducer = new GuardedReducer(new OutOfMemory(allocated), meter, limits, () -> {})) {
            return assertThrows(ReductionException.class, () -> reducer.reduce(Reductions.event(1, "1")));
        }
    }

    /** A fold that finds no memory after it has taken some. */
    private static final class OutOfMemory implements ScriptFold {
        private final long allocated;
        private byte[] last;

        OutOfMemory(long allocated) {
            this.allocated = allocated;
        }

        @Override
        public void reduce(Event event) {
            for (long taken = 0; taken < allocated; taken += 1 << 20) {
                last = new byte[1 << 20];
            }
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public byte[] value(long maxBytes) {
            return last;
        }

        @Override
        public byte[] snapshot(long maxBytes) {
            return last;
        }

        @Override
        public void restore(byte[] snapshot) {
            last = snapshot;
        }

        @Override
        public void measure(Measure measure) {
            measure.scalar();
        }

        @Override
        public ReductionException explain(Throwable error) {
            return null;
        }
    }
}
