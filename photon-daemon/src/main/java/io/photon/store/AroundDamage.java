// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Gap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads pages, and goes on after damage instead of failing at it. Pure. */
public final class AroundDamage {

    /** More than one read meets. */
    private static final int MOST_PLACES = 1_000;

    private AroundDamage() {}

    /**
     * The page that is asked for; or, where a damaged place is next, an empty one that ends after that place.
     *
     * @param gaps hears of the place, cut to the bounds of the request, before this returns
     * @throws StoreException any other failure, and damage of which it is not known how far it reaches
     */
    public static Page read(EventReader reader, ReadRequest request, Consumer<Gap> gaps) throws StoreException {
        try {
            return reader.read(request);
        } catch (StoreException e) {
            boolean forwards = request.direction() == Direction.FORWARDS;
            Gap whole = gapOf(e);
            Gap gap = whole == null ? null : forwards ? above(whole, request) : below(whole, request);
            if (gap == null) {
                throw e;
            }
            gaps.accept(gap);
            return forwards
                    ? new Page(List.of(), gap.last(), gap.last() >= request.to())
                    : new Page(List.of(), gap.first(), gap.first() <= Math.max(1, request.to()));
        }
    }

    /** One read, which begins anew when it is called again. */
    public interface Reading<T> {
        T read() throws StoreException;
    }

    /**
     * Has each damaged place that a read meets healed, and reads again: once one can be read, the next may be in the way.
     *
     * @param healer heals a place as far as it can be healed now
     * @throws StoreException any other failure, and damage that stays
     */
    public static <T> T healed(Reading<T> reading, Consumer<Gap> healer) throws StoreException {
        Gap last = null;
        for (int place = 1; place < MOST_PLACES; place++) {
            try {
                return reading.read();
            } catch (StoreException e) {
                Gap gap = gapOf(e);
                if (gap == null || gap.equals(last)) {
                    throw e;
                }
                healer.accept(gap);
                last = gap;
            }
        }
        return reading.read();
    }

    /** The positions that a failed read could not read; null when it failed for another reason, or that is not known. */
    public static @Nullable Gap gapOf(@Nullable Throwable failure) {
        return failure instanceof StoreException e && e.kind() == StoreException.Kind.DAMAGED && e.gapLast() > 0
                ? new Gap(Math.min(e.gapFirst(), e.gapLast()), e.gapLast())
                : null;
    }

    /** Null when nothing of it lies ahead: the reader would go round in circles. */
    private static @Nullable Gap above(Gap gap, ReadRequest request) {
        long first = Math.max(gap.first(), request.from() + 1);
        long last = Math.min(gap.last(), request.to());
        return first <= last ? new Gap(first, last) : null;
    }

    private static @Nullable Gap below(Gap gap, ReadRequest request) {
        long first = Math.max(gap.first(), Math.max(1, request.to()));
        long last = Math.min(gap.last(), request.from() - 1);
        return first <= last ? new Gap(first, last) : null;
    }
}
