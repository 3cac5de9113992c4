package io.photon.projection.sandbox;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;

/**
 * Whether the heap is full of what is in use. What a call allocates says little about that: one that keeps half of it and
 * stays below its limit can fill the heap, and then everybody waits for the garbage collector. For one thread.
 */
final class HeapGauge {

    private static final double FULL = 0.8;
    /** Another collection is asked for no sooner, for it stops everybody. */
    private static final long COLLECT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final MemoryPoolMXBean old = longestLived();
    private long collectAt = Long.MIN_VALUE;

    /** Where objects end up that stay in use; null when this Java does not tell. */
    private static MemoryPoolMXBean longestLived() {
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

    /** To be asked when somebody is there who may have filled it: it may have garbage collected. */
    boolean isFull(long now) {
        if (old == null || !isFull(old.getUsage())) {
            return false;
        }
        if (collectAt == Long.MIN_VALUE || now - collectAt > 0) {
            collectAt = now + COLLECT_NANOS;
            System.gc(); // most of it may be garbage; if not, one would have come in a moment
            return isFull(old.getCollectionUsage());
        }
        return false;
    }

    private static boolean isFull(MemoryUsage usage) {
        return usage != null && usage.getMax() > 0 && usage.getUsed() > FULL * usage.getMax();
    }
}
