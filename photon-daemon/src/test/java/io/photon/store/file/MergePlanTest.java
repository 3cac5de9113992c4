// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergePlanTest {

    private static final long FULL = 64L << 20;

    private final long seed = Seed.any();
    private final Random random = new Random(seed);

    /** A log that only knows its segments' weights. */
    private static final class Log {
        private final List<Long> weights = new ArrayList<>();
        private long added;
        private long rewritten;

        void add(long weight) {
            weights.add(weight);
            added += weight;
            merge();
        }

        void merge() {
            MergePlan.Run run = next();
            while (run != null) {
                List<Long> merged = weights.subList(run.from(), run.to());
                assertTrue(merged.size() > 1, "nothing to merge in " + run);
                long sum = merged.stream().mapToLong(Long::longValue).sum();
                assertTrue(sum <= FULL, "more than fits one segment");
                rewritten += sum;
                merged.clear();
                weights.add(run.from(), sum);
                run = next();
            }
        }

        private MergePlan.Run next() {
            return MergePlan.next(weights.stream().mapToLong(Long::longValue).toArray(), FULL);
        }

        int longestRunOfSmallOnes() {
            int longest = 0;
            int length = 0;
            for (long weight : weights) {
                length = weight < FULL / MergePlan.SMALL_PART ? length + 1 : 0;
                longest = Math.max(longest, length);
            }
            return longest;
        }
    }

    @Test
    void howeverManySmallSegmentsComeEachByteIsRewrittenOnceALevelAtMost() {
        for (int most : new int[] {1_000, 100_000, 3_000_000}) {
            Log log = new Log();
            for (int i = 0; i < 20_000; i++) {
                log.add(100 + random.nextInt(most));
                assertTrue(log.longestRunOfSmallOnes() <= MergePlan.MAX_RUN, () -> "seed " + seed);
            }
            long levels = 1 + (Long.numberOfTrailingZeros(FULL / MergePlan.SMALL_PART) - 6) / 2;
            assertTrue(
                    log.rewritten <= levels * log.added,
                    () -> "seed " + seed + ": " + log.rewritten + " bytes rewritten for " + log.added);
        }
    }

    @Test
    void aFewNewSegmentsAfterALargerOneDoNotMakeItBeWrittenAgain() {
        assertNull(MergePlan.next(new long[] {7 << 20, 500, 500, 500}, FULL));
        assertEquals(new MergePlan.Run(1, 5), MergePlan.next(new long[] {7 << 20, 500, 500, 500, 500}, FULL));
    }

    @Test
    void theThreeThousandSegmentsOfAnOlderStoreBecomeOneInOneStep() {
        long[] weights = new long[3_000];
        Arrays.fill(weights, 400);
        assertEquals(new MergePlan.Run(0, 3_000), MergePlan.next(weights, FULL));
    }

    @Test
    void largeAndDamagedSegmentsStayAndPartWhatStandsAroundThem() {
        long fixed = MergePlan.FIXED;
        assertNull(MergePlan.next(new long[] {500, 500, fixed, 500, 500, FULL, 500, 500, FULL / 8, 500}, FULL));
        assertEquals(new MergePlan.Run(3, 7), MergePlan.next(new long[] {500, 500, fixed, 500, 500, 500, 500}, FULL));
    }

    @Test
    void whatErasureLeavesInNoOrderIsBoundedToo() {
        Log log = new Log();
        long erased = 0;
        for (int i = 0; i < 20_000; i++) {
            log.add(100 + random.nextInt(20_000));
            int at = random.nextInt(log.weights.size());
            long left = 64 + random.nextInt((int) Math.max(1, Math.min(Integer.MAX_VALUE, log.weights.get(at))));
            if (left < log.weights.get(at)) {
                erased += log.weights.get(at) - left;
                log.weights.set(at, left);
                log.merge();
            }
            assertTrue(log.longestRunOfSmallOnes() <= MergePlan.MAX_RUN, () -> "seed " + seed);
        }
        assertTrue(
                log.rewritten <= 12 * (log.added + erased),
                "seed " + seed + ": " + log.rewritten + " bytes rewritten for " + log.added + " and " + erased);
    }
}
