// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

import io.photon.filter.StreamSelector;
import io.photon.filter.Where;
import org.jspecify.annotations.Nullable;

/**
 * What a reader wants.
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

    /** One that hides no stream. */
    public ReplaySpec(
            StreamSelector stream,
            ReplayType type,
            long from,
            long to,
            long limit,
            @Nullable String eventType,
            @Nullable Where where,
            boolean backwards) {
        this(stream, type, from, to, limit, eventType, where, backwards, null, TimeRange.ALL);
    }

    /** The same. @param stream a name, {@code __all__}, or a glob such as {@code order-**} */
    public ReplaySpec(
            String stream,
            ReplayType type,
            long from,
            long to,
            long limit,
            @Nullable String eventType,
            @Nullable Where where,
            boolean backwards) {
        this(StreamSelector.of(stream), type, from, to, limit, eventType, where, backwards);
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

    /** Everything stored in a stream, then complete. */
    public static ReplaySpec cold(String stream) {
        return new ReplaySpec(stream, ReplayType.COLD, 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false);
    }

    /** Everything in a stream, then whatever arrives. */
    public static ReplaySpec hotCold(String stream) {
        return new ReplaySpec(stream, ReplayType.HOT_COLD, 0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, false);
    }
}
