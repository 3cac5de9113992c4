// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.layout.Column;
import io.photon.cli.top.layout.ShortNumbers;
import io.photon.cli.top.reading.FlatJson;
import io.photon.cli.top.reading.Reading;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A line of {@code photon stat}: the most important figures, as many as a line holds. Pure. */
final class StatLine {

    private static final int GAP = 2;

    /** The columns from left to right. */
    private enum Column {
        TIME("TIME (UTC)", 0),
        APPENDS("APPENDS/s", 1),
        BATCHES("BATCHES/s", 9),
        P50("P50 ms", 4),
        P99("P99 ms", 2),
        QUEUE("QUEUE", 7),
        READERS("READERS", 6),
        SLOW("SLOW", 5),
        HEAP("HEAP MB", 8),
        FAILED("FAILED", 3);

        private final String heading;
        /** What has no room is left out from the highest number down. */
        private final int rank;

        Column(String heading, int rank) {
            this.heading = heading;
            this.rank = rank;
        }

        private String text(Reading reading, @Nullable Reading before) {
            FlatJson facts = reading.facts();
            return switch (this) {
                case TIME -> Instant.ofEpochMilli(reading.atMs()).toString().substring(11, 19);
                case APPENDS -> ShortNumbers.count(reading.rate(before, "log.appended"));
                case BATCHES -> ShortNumbers.count(reading.rate(before, "log.batches"));
                case P50 -> ShortNumbers.millis(facts.number("log.ack-micros-p50"));
                case P99 -> ShortNumbers.millis(facts.number("log.ack-micros-p99"));
                case QUEUE -> ShortNumbers.count(facts.number("log.queued-events"));
                case READERS -> ShortNumbers.count(facts.number("log.subscribers"));
                case SLOW -> ShortNumbers.count(facts.number("log.slow-subscribers"));
                case HEAP -> String.format(Locale.ROOT, "%.0f", facts.number("heap-used-bytes") / 1_048_576);
                case FAILED -> ShortNumbers.count(facts.number("projections.failed"));
            };
        }
    }

    private final Set<Column> shown = EnumSet.allOf(Column.class);

    /** @param width of a line in columns, at least that of the time and one figure */
    StatLine(int width) {
        while (heading().length() > width && shown.size() > 2) {
            shown.remove(shown.stream()
                    .max(Comparator.comparingInt(column -> column.rank))
                    .orElseThrow());
        }
    }

    String heading() {
        return shown.stream().map(column -> column.heading).collect(Collectors.joining(" ".repeat(GAP)));
    }

    /** @param before the reading before, null for the first */
    String of(Reading reading, @Nullable Reading before) {
        StringBuilder line = new StringBuilder();
        for (Column column : shown) {
            String text = column.text(reading, before);
            String room = " ".repeat(Math.max(0, column.heading.length() - text.length()));
            line.append(line.isEmpty() ? text + room : " ".repeat(GAP) + room + text);
        }
        return line.toString();
    }
}
