// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether the heap is full of what is in use. What a call allocates says little about that: one that keeps half of it and
 * stays below its limit can fill the heap, and then everybody waits for the garbage collector. For one thread.
 */
final class HeapGauge {

    /** From here on a collection is worth while, to see what is garbage. */
    private static final double SUSPICIOUS = 0.8;
    /** Where the collector hardly finds anything any more. */
    private static final double FULL = 0.9;
    /** Another collection is asked for no sooner, for it stops everybody. */
    private static final long COLLECT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final @Nullable MemoryPoolMXBean old = longestLived();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private long collections;
    private boolean seenFull;
    private boolean asked;
    private long askedAt;

    /** Where objects end up that stay in use; null when this Java does not tell. */
    private static @Nullable MemoryPoolMXBean longestLived() {
        MemoryPoolMXBean largest = null;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            boolean tells = pool.getType() == MemoryType.HEAP
                    && pool.getCollectionUsage() != null
                    && pool.isUsageThresholdSupported();
            if (tells
                    && (largest == null
                            || pool.getUsage().getMax() > largest.getUsage().getMax())) {
                largest = pool;
            }
        }
        return largest;
    }

    /** Looks whether anything was collected since the last look: what was in use then may be none by now. */
    void look() {
        long count = 0;
        for (int i = 0; i < collectors.size(); i++) {
            count += collectors.get(i).getCollectionCount();
        }
        seenFull = count != collections && old != null && isAbove(FULL, old.getCollectionUsage());
        collections = count;
    }

    /** After a {@link #look}, when a fold is there who may have filled it: has garbage collected, but not often. */
    boolean isFull(long now) {
        if (seenFull) {
            return true;
        }
        if (old == null || asked && now - askedAt < COLLECT_NANOS || !isAbove(SUSPICIOUS, old.getUsage())) {
            return false;
        }
        asked = true;
        askedAt = now;
        System.gc();
        return isAbove(FULL, old.getCollectionUsage());
    }

    private static boolean isAbove(double part, MemoryUsage usage) {
        return usage != null && usage.getMax() > 0 && usage.getUsed() > part * usage.getMax();
    }
}
