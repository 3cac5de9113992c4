// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.filter.StreamSelector;
import io.photon.filter.Where;
import org.jspecify.annotations.Nullable;

/**
 * What a reader wants. It begins as {@link #cold}, {@link #hot}, {@link #hotCold} or {@link #of}, which ask for every event of a
 * stream; the other methods ask for less.
 *
 * @param stream which streams
 * @param type which part of time; {@code backwards} needs COLD
 * @param from inclusive lower bound as an order-id, 0 for none
 * @param to inclusive upper bound as an order-id, {@link Long#MAX_VALUE} for none; a live replay completes once it is passed
 * @param limit how many events at the most, {@link Long#MAX_VALUE} for all
 * @param eventType a glob over event types, or null for all
 * @param where a predicate over the whole event, or null for none
 * @param backwards newest first
 * @param visibility whose events are left out, of whatever else is asked for, or null for none
 * @param times by which the events' own times are bounded, besides their positions
 */
public record ReplaySpec(
        StreamSelector stream,
        ReplayType type,
        long from,
        long to,
        long limit,
        @Nullable String eventType,
        @Nullable Where where,
        boolean backwards,
        @Nullable Visibility visibility,
        TimeRange times) {

    /** Every event of some streams. */
    public static ReplaySpec of(ReplayType type, StreamSelector stream) {
        return new ReplaySpec(stream, type, 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false, null, TimeRange.ALL);
    }

    /** The same. @param stream a name, {@code __all__}, or a glob such as {@code order-**} */
    public static ReplaySpec of(ReplayType type, String stream) {
        return of(type, StreamSelector.of(stream));
    }

    /** Everything stored in a stream, then complete. @param stream as for {@link #of(ReplayType, String)} */
    public static ReplaySpec cold(String stream) {
        return of(ReplayType.COLD, stream);
    }

    /** Whatever arrives in a stream from now on. @param stream as for {@link #of(ReplayType, String)} */
    public static ReplaySpec hot(String stream) {
        return of(ReplayType.HOT, stream);
    }

    /** Everything in a stream, then whatever arrives. @param stream as for {@link #of(ReplayType, String)} */
    public static ReplaySpec hotCold(String stream) {
        return of(ReplayType.HOT_COLD, stream);
    }

    /** The same from a position on. @param first inclusive */
    public ReplaySpec from(long first) {
        return new ReplaySpec(stream, type, first, to, limit, eventType, where, backwards, visibility, times);
    }

    /** The same up to a position. @param last inclusive */
    public ReplaySpec to(long last) {
        return new ReplaySpec(stream, type, from, last, limit, eventType, where, backwards, visibility, times);
    }

    /** The same, but at most some events. */
    public ReplaySpec limit(long most) {
        return new ReplaySpec(stream, type, from, to, most, eventType, where, backwards, visibility, times);
    }

    /** The same of some event types only. @param glob null for all */
    public ReplaySpec ofType(@Nullable String glob) {
        return new ReplaySpec(stream, type, from, to, limit, glob, where, backwards, visibility, times);
    }

    /** The same of events for which something holds only. @param predicate null for all */
    public ReplaySpec where(@Nullable Where predicate) {
        return new ReplaySpec(stream, type, from, to, limit, eventType, predicate, backwards, visibility, times);
    }

    /** The same in this order. @param newestFirst needs COLD */
    public ReplaySpec backwards(boolean newestFirst) {
        return new ReplaySpec(stream, type, from, to, limit, eventType, where, newestFirst, visibility, times);
    }

    /** The same without the events of a stream. */
    public ReplaySpec hiding(String hidden) {
        return seeing(Visibility.without(hidden));
    }

    /** The same with the events of some streams only. */
    public ReplaySpec seeing(Visibility some) {
        return new ReplaySpec(stream, type, from, to, limit, eventType, where, backwards, some, times);
    }

    /** The same of some times only. */
    public ReplaySpec within(TimeRange range) {
        return new ReplaySpec(stream, type, from, to, limit, eventType, where, backwards, visibility, range);
    }
}
