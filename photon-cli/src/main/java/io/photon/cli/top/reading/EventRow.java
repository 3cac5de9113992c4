// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import io.photon.cli.top.layout.Exported;
import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as a line of a replay tells it. */
public record EventRow(long orderId, long timeMs, String stream, String type, String payload, byte[] json) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long DAY_MS = 86_400_000;

    private static final Set<String> OWN = Set.of("order-id", "event-time", "local-id");

    /** Longer payloads are cut: a row is a row. */
    private static final int MOST_PAYLOAD = 400;

    /** Reads a line; null when it is no event. */
    public static @Nullable EventRow of(byte[] line) {
        long orderId = JsonFields.number(line, "order-id");
        if (orderId == 0) {
            return null;
        }
        int[] payload = JsonFields.find(line, 0, line.length, "payload");
        return new EventRow(
                orderId,
                JsonFields.number(line, "event-time"),
                text(line, "stream-name"),
                text(line, "event-type"),
                payload == null ? "" : shortened(line, payload[0], payload[1]),
                line);
    }

    /** All that the event holds. */
    public Exported exported() {
        return Exported.of(json);
    }

    /** What is to be emitted for another event like this: all but what the daemon gave it, and what would make it a duplicate. */
    public String again() {
        StringBuilder again = new StringBuilder("{");
        JsonFields.forEach(json, 0, json.length, (all, nameFrom, nameTo, from, to) -> {
            if (!OWN.contains(JsonFields.text(all, nameFrom - 1, nameTo + 1))) {
                again.append(again.length() == 1 ? "" : ",")
                        .append(new String(all, nameFrom - 1, to - nameFrom + 1, StandardCharsets.UTF_8));
            }
        });
        return again.append('}').toString();
    }

    /** Reads the lines of a replay that is all there. */
    public static List<EventRow> all(byte[] lines) {
        return new String(lines, StandardCharsets.UTF_8)
                .lines()
                .map(line -> of(line.getBytes(StandardCharsets.UTF_8)))
                .filter(Objects::nonNull)
                .toList();
    }

    private static String text(byte[] line, String name) {
        String text = JsonFields.text(line, name);
        return text == null ? "" : text;
    }

    private static String shortened(byte[] line, int from, int to) {
        return new String(line, from, Math.min(to - from, MOST_PAYLOAD), StandardCharsets.UTF_8);
    }

    /** The time of day in UTC, with the date when it was not today. */
    public String time(long nowMs) {
        Instant time = Instant.ofEpochMilli(timeMs);
        return timeMs / DAY_MS == nowMs / DAY_MS ? TIME.format(time) : DATE.format(time);
    }
}
