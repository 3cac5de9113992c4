// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One filter over the local-ids of all sealed segments, so that a look-up of a new id touches one cache line and the last
 * few segments instead of every segment's own filter. Derived: made in the background when a look-up had to ask several
 * segments, and never trusted for a segment whose ids are not all in it. Thread-safe.
 *
 * <p>It lies outside the heap and is bounded: with more ids than it has room for, it only passes more segments on.
 */
final class LocalIdFilter {

    private static final Logger LOG = LoggerFactory.getLogger(LocalIdFilter.class);

    /** About 16 million ids under 1 % of false positives. */
    private static final int MAX_ENTRIES = 16 << 20;

    private static final int MIN_ENTRIES = 1 << 16;

    /** As many segments are asked one by one before the filter is made or continued. */
    private static final int FEW_SEGMENTS = 4;

    private final LogFiles files;
    private final Background background;
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile @Nullable Bits bits;
    /** Sealed segments whose ids could not all be taken: they alone are no reason to look again. */
    private volatile int leftOut;

    LocalIdFilter(LogFiles files, Background background) {
        this.files = files;
        this.background = background;
    }

    /**
     * The filter itself. Bits are only ever set, by the background thread, and before a segment is marked as being in it:
     * a reader who sees the mark sees the bits.
     */
    static final class Bits {
        private final ByteBuffer filter;
        private final long capacity;
        private long added;

        /** @param capacity how many ids may be added before a new one is made */
        Bits(long capacity) {
            this.capacity = capacity;
            this.filter = ByteBuffer.allocateDirect(Bloom.bytesFor((int) Math.min(capacity, MAX_ENTRIES)));
        }

        boolean mayContain(long hash) {
            return Bloom.mayContain(filter, 0, filter.capacity(), hash);
        }

        private void add(long hash) {
            Bloom.add(filter, 0, filter.capacity(), hash);
            added++;
        }
    }

    /** The segments, in order, in which an event with a local-id of this hash may be. */
    List<Segment> possible(List<Segment> segments, long hash) {
        Bits now = bits;
        List<Segment> outside = new ArrayList<>();
        for (Segment segment : segments) {
            if (!segment.hasIdsIn(now)) {
                outside.add(segment);
            }
        }
        if (outside.size() > FEW_SEGMENTS + leftOut) {
            wake();
        }
        // The bits are looked at after the marks: what was marked in between is asked by itself.
        boolean isOutside = outside.size() == segments.size()
                || !Objects.requireNonNull(now).mayContain(hash);
        return isOutside ? outside : segments;
    }

    private void wake() {
        if (queued.compareAndSet(false, true)) {
            background.run("gathering local-ids", this::gather);
        }
    }

    private void gather() {
        queued.set(false);
        List<Segment> sealed = sealed();
        long all = 0;
        long missing = 0;
        for (Segment segment : sealed) {
            long ids = count(segment);
            all += ids;
            missing += segment.hasIdsIn(bits) ? 0 : ids;
        }
        Bits target = bits;
        if (target == null || target.added + missing > target.capacity) {
            target = new Bits(Math.max(MIN_ENTRIES, 2 * all));
        }
        int without = 0;
        for (Segment segment : sealed) {
            if (background.closing()) {
                return;
            }
            without += segment.hasIdsIn(target) || add(segment, target) ? 0 : 1;
        }
        bits = target;
        leftOut = without;
    }

    private List<Segment> sealed() {
        List<Segment> segments = files.view().segments();
        return segments.subList(0, segments.size() - 1);
    }

    private long count(Segment segment) {
        try {
            return files.reading(view -> (long) segment.index().localIdCount());
        } catch (StoreException | PageReader.Retired e) {
            LOG.debug("the local-ids of {} are not counted: {}", segment.describe(), e.getMessage());
            return 0;
        }
    }

    /** Adds a segment's ids, and marks it if these are all it has: one whose records could not all be read may have more. */
    private boolean add(Segment segment, Bits target) {
        try {
            boolean whole = files.reading(view -> {
                SegmentIndex index = segment.index();
                index.eachLocalIdHash(target::add);
                return index.blindSpots().isEmpty();
            });
            if (whole) {
                segment.idsAreIn(target);
            }
            return whole;
        } catch (StoreException | PageReader.Retired e) {
            LOG.debug("the local-ids of {} are asked of itself: {}", segment.describe(), e.getMessage());
            return false;
        }
    }
}
