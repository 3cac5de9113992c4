// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How much each stream and each projection rose a second from one reading to the next, by name. What did not rise is not
 * in it. Immutable.
 */
record RisingRates(Map<String, Double> streams, Map<String, Double> projections) {

    static final RisingRates NONE = new RisingRates(Map.of(), Map.of());

    /** @param before null for none */
    static RisingRates of(Reading now, @Nullable Reading before) {
        Map<String, Double> streams = new HashMap<>();
        for (ListedStream row : now.streams()) { // of one that was not told of before, what the daemon says itself
            if (row.recentRate() > 0) {
                streams.put(row.name(), row.recentRate());
            }
        }
        if (before == null) {
            return new RisingRates(streams, Map.of());
        }
        double seconds = Math.max(0.001, (now.atMs() - before.atMs()) / 1_000.0);
        // A stream that was not told of before is new only where all of them were told.
        Map<String, Double> rises = rises(
                now.streams(),
                before.streams(),
                ListedStream::name,
                ListedStream::events,
                before.isAllStreams(),
                seconds);
        before.streams().forEach(row -> streams.remove(row.name()));
        streams.putAll(rises);
        return new RisingRates(
                streams,
                rises(
                        now.projections(),
                        before.projections(),
                        ProjectionRow::name,
                        ProjectionRow::processed,
                        false,
                        seconds));
    }

    private static <T> Map<String, Double> rises(
            List<T> now,
            List<T> before,
            Function<T, String> name,
            ToLongFunction<T> count,
            boolean othersAreNew,
            double seconds) {
        Map<String, Long> earlier = new HashMap<>();
        before.forEach(row -> earlier.put(name.apply(row), count.applyAsLong(row)));
        Map<String, Double> rises = new HashMap<>();
        for (T row : now) {
            long counted = count.applyAsLong(row);
            long rise = counted - earlier.getOrDefault(name.apply(row), othersAreNew ? 0 : counted);
            if (rise > 0) {
                rises.put(name.apply(row), rise / seconds);
            }
        }
        return rises;
    }
}
