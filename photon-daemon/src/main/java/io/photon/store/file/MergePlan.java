// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import org.jspecify.annotations.Nullable;

/**
 * Which neighbouring small segments become one. A segment is small below an eighth of a full one. Small segments have
 * levels, each four times as large as the one below; four of one level that stand together, with none larger between
 * them, are merged and so rise by at least one level. A byte is therefore rewritten at most once per level, however many
 * segments come. Sizes that erasure left in no order could still add up, so more than {@link #MAX_RUN} small segments in
 * a row are too many whatever their levels.
 */
final class MergePlan {

    /** A segment that must not be merged: large, damaged, or still written. */
    static final long FIXED = -1;

    static final int SMALL_PART = 8;
    static final int MAX_RUN = 32;
    private static final int OF_ONE_LEVEL = 4;
    private static final int WINDOW = 16;

    private MergePlan() {}

    /** Neighbours to merge. @param from inclusive @param to exclusive */
    record Run(int from, int to) {}

    /**
     * The next merge.
     *
     * @param weights how large each segment is, in order; {@link #FIXED} for one that stays
     * @param full the weight of a full segment
     * @return null when nothing is to be merged
     */
    static @Nullable Run next(long[] weights, long full) {
        for (int from = 0; from < weights.length; from++) {
            if (!isSmall(weights[from], full)) {
                continue;
            }
            int to = from;
            while (to < weights.length && isSmall(weights[to], full)) {
                to++;
            }
            Run found = inRun(weights, from, to);
            if (found != null) {
                return fitting(weights, found, full);
            }
            from = to;
        }
        return null;
    }

    private static boolean isSmall(long weight, long full) {
        return weight != FIXED && weight < full / SMALL_PART;
    }

    private static @Nullable Run inRun(long[] weights, int from, int to) {
        for (int level = 0; level < Long.SIZE / 2; level++) {
            Run found = ofLevel(weights, from, to, level);
            if (found != null) {
                return found;
            }
        }
        return to - from > MAX_RUN ? cheapest(weights, from, to) : null;
    }

    /** The first stretch of segments up to a level that holds enough of exactly that level. */
    private static @Nullable Run ofLevel(long[] weights, int from, int to, int level) {
        int start = from;
        int count = 0;
        for (int i = from; i <= to; i++) {
            if (i == to || level(weights[i]) > level) {
                if (count >= OF_ONE_LEVEL) {
                    return new Run(start, i);
                }
                start = i + 1;
                count = 0;
            } else if (level(weights[i]) == level) {
                count++;
            }
        }
        return null;
    }

    private static int level(long weight) {
        return (Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, weight))) / 2;
    }

    private static Run cheapest(long[] weights, int from, int to) {
        long sum = 0;
        long least = Long.MAX_VALUE;
        int best = from;
        for (int i = from; i < to; i++) {
            sum += weights[i];
            if (i - from >= WINDOW) {
                sum -= weights[i - WINDOW];
            }
            if (i - from >= WINDOW - 1 && sum < least) {
                least = sum;
                best = i - WINDOW + 1;
            }
        }
        return new Run(best, best + WINDOW);
    }

    /** As much of it as fits one segment: more than seven eighths of one, so that the result is not small any more. */
    private static Run fitting(long[] weights, Run run, long full) {
        long sum = 0;
        int to = run.from();
        while (to < run.to() && sum + weights[to] <= full) {
            sum += weights[to++];
        }
        return new Run(run.from(), to);
    }
}
