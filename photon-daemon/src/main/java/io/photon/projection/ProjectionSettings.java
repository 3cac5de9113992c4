// SPDX-License-Identifier: Apache-2.0
package io.photon.projection;

import io.photon.projection.spi.ReducerLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How projections run.
 *
 * @param threads that fold, at least 1
 * @param limits of one reduction
 * @param files the folder of {@code *.edn}, or null for none
 * @param measureActive whether memory is measured regularly
 * @param measureRate how often
 * @param snapshotEvents after how many events a snapshot is taken, should it not be due by time
 * @param patience of the processor's time for a call that cannot be stopped, before its thread is given up
 */
public record ProjectionSettings(
        int threads,
        ReducerLimits limits,
        @Nullable Path files,
        boolean measureActive,
        Duration measureRate,
        long snapshotEvents,
        Duration patience) {

    /** What any call may take (a walk over a large value takes five seconds), and as much again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** With the usual patience. */
    public ProjectionSettings(
            int threads,
            ReducerLimits limits,
            @Nullable Path files,
            boolean measureActive,
            Duration measureRate,
            long snapshotEvents) {
        this(
                threads,
                limits,
                files,
                measureActive,
                measureRate,
                snapshotEvents,
                limits.timePerEvent().plus(PATIENCE));
    }

    /** What there has to be of the heap for each: a few times what a small one takes. */
    private static final long HEAP_BYTES_EACH = 128 << 10;

    private static final int ALWAYS = 100;

    /** How many there may be in a heap. */
    public static int most(long heapBytes) {
        return (int) Math.max(ALWAYS, Math.min(Integer.MAX_VALUE, heapBytes / HEAP_BYTES_EACH));
    }

    /** At full speed, a few snapshots a second. */
    public static final long SNAPSHOT_EVENTS = 100_000;

    /** No files, two threads, what fits the heap. */
    public static ProjectionSettings plain() {
        return new ProjectionSettings(
                2,
                new ReducerLimits(Duration.ofSeconds(1), defaultMaxValueBytes()),
                null,
                false,
                Duration.ofSeconds(10),
                SNAPSHOT_EVENTS);
    }

    /** An eighth of the heap, 8 MiB to 256 MiB: as objects a value takes several times its JSON. */
    public static long defaultMaxValueBytes() {
        return Math.max(8L << 20, Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8));
    }
}
