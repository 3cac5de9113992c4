// SPDX-License-Identifier: Apache-2.0
package io.photon.store;

import io.photon.event.Event;
import io.photon.event.StreamNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Positions of moments. Times of events need not rise with their positions: a clock may be set back. So a moment is
 * looked for among all events, and only parts of the log that cannot hold it are passed over.
 *
 * <p>A damaged place counts as the event next to it in the direction of the search: who reads from there meets the
 * damage and is told, rather than beginning after it in silence.
 */
public final class TimeSearch {

    private static final int PAGE_EVENTS = 4_096;
    private static final int PAGE_BYTES = 1 << 20;

    private final EventReader reader;
    private final long timeMs;
    private final Direction direction;
    /** The damaged place passed last, with no event since; null when there is none. */
    private @Nullable StoreException damage;

    private TimeSearch(EventReader reader, long timeMs, Direction direction) {
        this.reader = reader;
        this.timeMs = timeMs;
        this.direction = direction;
    }

    /**
     * The first visible event that is not earlier than a time.
     *
     * @param after only events above this order-id
     * @return its order-id, or {@link Long#MAX_VALUE} when there is none
     */
    public static long firstSince(EventReader reader, long timeMs, long after) throws StoreException {
        TimeSearch search = new TimeSearch(reader, timeMs, Direction.FORWARDS);
        for (Stretch stretch : reader.stretches()) {
            if (stretch.upTo() > after && stretch.highestTime() >= timeMs) {
                long found = search.in(Math.max(after, stretch.above()), stretch.upTo());
                if (found >= 0) {
                    return found;
                }
            } else {
                search.damage = null;
            }
        }
        return search.damage == null ? Long.MAX_VALUE : search.damage.gapFirst();
    }

    /** The order-id of the last visible event that is not later than a time; 0 when there is none. */
    public static long lastUntil(EventReader reader, long timeMs) throws StoreException {
        TimeSearch search = new TimeSearch(reader, timeMs, Direction.BACKWARDS);
        List<Stretch> stretches = reader.stretches();
        for (int i = stretches.size() - 1; i >= 0; i--) {
            Stretch stretch = stretches.get(i);
            if (stretch.lowestTime() <= timeMs) {
                long to = stretch.upTo() == Long.MAX_VALUE ? stretch.upTo() : stretch.upTo() + 1;
                long found = search.in(to, stretch.above() + 1);
                if (found >= 0) {
                    return found;
                }
            } else {
                search.damage = null;
            }
        }
        return search.damage == null ? 0 : search.damage.gapLast();
    }

    /** Reads from a bound that is exclusive to one that is inclusive; -1 when the moment is not there. */
    private long in(long from, long to) throws StoreException {
        boolean forwards = direction == Direction.FORWARDS;
        long cursor = from;
        while (true) {
            Page page;
            try {
                page = reader.read(new ReadRequest(StreamNames.ALL, cursor, to, direction, PAGE_EVENTS, PAGE_BYTES));
            } catch (StoreException e) {
                if (AroundDamage.gapOf(e) == null) {
                    throw e;
                }
                damage = e;
                cursor = forwards ? Math.max(cursor, e.gapLast()) : Math.min(cursor, e.gapFirst());
                if (forwards ? cursor >= to : cursor <= to) {
                    return -1;
                }
                continue;
            }
            for (Event event : page.events()) {
                if (forwards ? event.eventTime() >= timeMs : event.eventTime() <= timeMs) {
                    return damage == null ? event.orderId() : forwards ? damage.gapFirst() : damage.gapLast();
                }
                damage = null;
            }
            if (page.end()) {
                return -1;
            }
            cursor = page.cursor();
        }
    }
}
