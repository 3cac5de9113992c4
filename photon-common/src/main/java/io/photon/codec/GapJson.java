// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import io.photon.event.Gap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A gap as every door writes it between events and every client reads it: {@code {"damaged":{"first":N,"last":N}}}. An
 * event's line begins with its order-id, so neither is taken for the other. Pure.
 */
public final class GapJson {

    private static final byte[] START = "{\"damaged\":{".getBytes(StandardCharsets.US_ASCII);

    private GapJson() {}

    /** {@code {"first":N,"last":N}} */
    public static String range(Gap gap) {
        return "{\"first\":" + gap.first() + ",\"last\":" + gap.last() + "}";
    }

    /** Several as an array. */
    public static String ranges(List<Gap> gaps) {
        StringBuilder json = new StringBuilder("[");
        for (Gap gap : gaps) {
            json.append(json.length() == 1 ? "" : ",").append(range(gap));
        }
        return json.append(']').toString();
    }

    /** What stands in the place of the gap, without a line end. */
    public static byte[] item(Gap gap) {
        return ("{\"damaged\":" + range(gap) + "}").getBytes(StandardCharsets.US_ASCII);
    }

    /** The gap that a line or an item is about; empty for anything else. Never throws. */
    public static Optional<Gap> read(byte[] json, int from, int to) {
        if (to - from < START.length || !Arrays.equals(json, from, from + START.length, START, 0, START.length)) {
            return Optional.empty();
        }
        int[] range = JsonFields.find(json, from, to, "damaged");
        return range == null ? Optional.empty() : readRange(json, range[0], range[1]);
    }

    /** Reads what {@link #ranges} has written; what is no gap is left out. */
    public static List<Gap> readRanges(byte[] json, int from, int to) {
        List<Gap> gaps = new ArrayList<>();
        JsonFields.forEach(
                json,
                from,
                to,
                (bytes, n, m, start, end) -> readRange(bytes, start, end).ifPresent(gaps::add));
        return gaps;
    }

    private static Optional<Gap> readRange(byte[] json, int from, int to) {
        byte[] range = Arrays.copyOfRange(json, from, to);
        long first = JsonFields.number(range, "first");
        long last = JsonFields.number(range, "last");
        return first < 1 || first > last ? Optional.empty() : Optional.of(new Gap(first, last));
    }
}
