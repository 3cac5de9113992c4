// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.log.BusyStream;
import io.photon.log.BusyStreams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamCountsTest {

    private static final long SECOND = 1_000_000_000L;

    private final StreamCounts counts = new StreamCounts(0);

    private List<BusyStream> top(int most, long nowNanos) {
        return counts.top(most, nowNanos).streams();
    }

    @Test
    void aFewBusyStreamsAreFoundAmongAHundredThousandAndNeverOverstated() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> truth = new HashMap<>();
        for (int batch = 0; batch < 500; batch++) {
            List<String> streams = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                // One event in ten is of one of five streams, the others of whatever there is.
                String stream =
                        random.nextInt(10) == 0 ? "busy-" + random.nextInt(5) : "quiet-" + random.nextInt(100_000);
                streams.add(stream);
                truth.merge(stream, 1L, Long::sum);
            }
            counts.count(streams, batch * SECOND / 10);
        }
        List<BusyStream> top = top(5, 50 * SECOND);
        for (BusyStream each : top) {
            long real = truth.get(each.name());
            assertTrue(each.name().startsWith("busy-"), "seed " + seed + ": " + top);
            assertTrue(
                    each.events() <= real && each.events() > real * 0.8, "seed " + seed + ": " + each + " of " + real);
        }
        assertEquals(5, top.size(), "seed " + seed);
    }

    @Test
    void whatFitsIntoMemoryIsCountedExactly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> truth = new HashMap<>();
        for (int batch = 0; batch < 300; batch++) {
            List<String> streams = new ArrayList<>(
                    Collections.nCopies(1 + random.nextInt(20), "s-" + random.nextInt(StreamCounts.COUNTERS)));
            streams.forEach(each -> truth.merge(each, 1L, Long::sum));
            counts.count(streams, batch * SECOND / 10);
        }
        Map<String, Long> counted = new HashMap<>();
        top(10_000, 30 * SECOND).forEach(each -> counted.put(each.name(), each.events()));
        assertEquals(truth, counted, "seed " + seed);
    }

    @Test
    void manyNamesThatComeAndGoLeaveTheMostFrequentAndNoneIsOverstated() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        HeavyHitters few = new HeavyHitters(8);
        Map<String, Long> truth = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            String name = "n" + (int) Math.pow(random.nextDouble() * 6, 3);
            long times = 1 + random.nextInt(3);
            few.add(name, times);
            truth.merge(name, times, Long::sum);
        }
        Map<String, Long> kept = new HashMap<>();
        for (int i = 0; i < few.size(); i++) {
            kept.put(few.name(i), few.atLeast(i));
            assertTrue(few.atLeast(i) <= truth.get(few.name(i)), "seed " + seed + ": " + few.name(i));
        }
        String most =
                Collections.max(truth.entrySet(), Map.Entry.comparingByValue()).getKey();
        assertTrue(kept.containsKey(most), "seed " + seed + ": " + most + " of " + truth + " is not in " + kept);
        assertEquals(8, kept.size(), "seed " + seed + ": no name is kept twice");
    }

    @Test
    void afterAMinuteAStreamIsForgottenAndTheTimeLookedAtIsTold() {
        counts.count(List.of("old", "old"), SECOND);
        counts.count(List.of("new"), 31 * SECOND);
        BusyStreams both = counts.top(10, 40 * SECOND);
        assertEquals(List.of(new BusyStream("old", 2), new BusyStream("new", 1)), both.streams());
        assertEquals(40_000, both.millis());
        assertEquals(List.of(new BusyStream("new", 1)), top(10, 65 * SECOND));
        assertEquals(55_000, counts.top(10, 65 * SECOND).millis());
        assertEquals(List.of(), top(10, 3_600 * SECOND));
    }
}
