// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.StreamNames;

/**
 * What one page is asked to hold.
 *
 * @param stream a stream's name, or {@link StreamNames#ALL}
 * @param from exclusive: forwards only events above it (0 for the start), backwards only events below it
 *     ({@link Long#MAX_VALUE} for the end)
 * @param to inclusive bound at the far end: forwards {@link Long#MAX_VALUE} for none, backwards 0 for none
 * @param direction which way
 * @param maxEvents 1 to 10,000
 * @param maxBytes 64 KiB to 8 MiB; a page holds at least one event, however large
 * @param longest length of the longest event that may be read; a page ends before a longer one, and one that would begin
 *     with it says how long it is: {@link Page#needed}
 */
public record ReadRequest(
        String stream, long from, long to, Direction direction, int maxEvents, int maxBytes, int longest) {

    public ReadRequest {
        if (maxEvents < 1 || maxEvents > 10_000) {
            throw new IllegalArgumentException("maxEvents is " + maxEvents + "; use 1 to 10000");
        }
        if (maxBytes < 64 * 1024 || maxBytes > 8 * 1024 * 1024) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; use 64 KiB to 8 MiB");
        }
    }

    /** One that reads events of any length. */
    public ReadRequest(String stream, long from, long to, Direction direction, int maxEvents, int maxBytes) {
        this(stream, from, to, direction, maxEvents, maxBytes, Integer.MAX_VALUE);
    }

    /** The same with no event longer than this. */
    public ReadRequest noLongerThan(int length) {
        return new ReadRequest(stream, from, to, direction, maxEvents, maxBytes, length);
    }

    /** The next page forwards of a stream, of a size that keeps reading fast and memory small. */
    public static ReadRequest forwards(String stream, long fromExclusive) {
        return forwards(stream, fromExclusive, Long.MAX_VALUE);
    }

    /** The same up to a bound, inclusive. */
    public static ReadRequest forwards(String stream, long fromExclusive, long toInclusive) {
        return new ReadRequest(stream, fromExclusive, toInclusive, Direction.FORWARDS, 4_096, 1 << 20);
    }
}
