// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import io.photon.cli.top.layout.Exported;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stream as a listing tells it.
 *
 * @param bytes of all events; {@link #UNKNOWN} when the daemon does not tell it
 * @param recentRate events a second in the last minute, at least; 0 when the daemon does not tell it among the busiest
 */
public record ListedStream(String name, long events, long first, long last, long bytes, double recentRate) {

    /** Instead of a size. */
    public static final long UNKNOWN = -1;

    /** As data, with how fast it grows. */
    public Exported exported(double perSecond) {
        Exported row = new Exported()
                .with("stream-name", name)
                .with("total-events", events)
                .with("first-order-id", first)
                .with("last-order-id", last)
                .with("events-per-second", perSecond);
        return bytes == UNKNOWN ? row.json("bytes", "null") : row.with("bytes", bytes);
    }

    /** Reads {@code {"streams":[…]}}. */
    public static List<ListedStream> read(byte[] json) {
        return read(json, 0);
    }

    /** Reads {@code {"seconds":N,"streams":[…]}}. */
    public static List<ListedStream> readBusiest(byte[] json) {
        double seconds = FlatJson.read(json).number("seconds");
        return read(json, seconds > 0 ? 1 / seconds : 0);
    }

    private static List<ListedStream> read(byte[] json, double share) {
        return FlatJson.each(json, "streams").stream()
                .map(facts -> new ListedStream(
                        facts.text("stream-name"),
                        facts.whole("total-events"),
                        facts.whole("first-order-id"),
                        facts.whole("last-order-id"),
                        facts.has("bytes") ? facts.whole("bytes") : UNKNOWN,
                        facts.number("recent-events") * share))
                .toList();
    }

    /** Streams of two answers, each once, by name; the later answer counts for all but the rate. */
    public static List<ListedStream> merged(List<ListedStream> busiest, List<ListedStream> listed) {
        Map<String, ListedStream> byName = new TreeMap<>();
        busiest.forEach(row -> byName.put(row.name, row));
        for (ListedStream row : listed) {
            byName.merge(
                    row.name,
                    row,
                    (busy, later) -> new ListedStream(
                            later.name, later.events, later.first, later.last, later.bytes, busy.recentRate));
        }
        return List.copyOf(byName.values());
    }
}
