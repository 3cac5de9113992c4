// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.core.Deletions;
import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.event.StreamNames;
import io.photon.store.AroundDamage;
import io.photon.store.DeletionEvents;
import io.photon.store.Direction;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds events that are in the database and not in the log, among those that the log does not say were mirrored from it.
 * So they come about: an older copy of the log is put in place, and goes on before the database can be asked. Such rows
 * are the only copy. Rows that are not what was written, and those of deleted streams, are not meant.
 */
final class RowsAhead {

    private static final int MAX_EVENTS = 4_096;
    private static final int PAGE_BYTES = 1 << 20;

    private final EventReader log;
    private final MirrorDatabase database;
    private @Nullable Deletions deletions;

    RowsAhead(EventReader log, MirrorDatabase database) {
        this.log = log;
        this.database = database;
    }

    /**
     * The first such event's order-id, 0 when there is none. Reads both copies between the bounds.
     *
     * @param after the log is known to have held what is up to here
     * @param upTo not above the log's head
     */
    long first(long after, long upTo) throws StoreException, MirrorException {
        long cursor = after;
        while (cursor < upTo) {
            List<Gap> gaps = new ArrayList<>();
            Page page = AroundDamage.read(
                    log,
                    new ReadRequest(StreamNames.ALL, cursor, upTo, Direction.FORWARDS, MAX_EVENTS, PAGE_BYTES),
                    gaps::add);
            long end = page.end() ? upTo : Math.min(page.cursor(), upTo);
            // Of a damaged place the log cannot be asked. Nothing is taken away there: it is not sound.
            long found = gaps.isEmpty() ? first(cursor, end, page.events()) : 0;
            if (found > 0) {
                return found;
            }
            cursor = end;
        }
        return 0;
    }

    private long first(long after, long upTo, List<Event> events) throws StoreException, MirrorException {
        Map<Long, Event> there = new HashMap<>();
        events.forEach(event -> there.put(event.orderId(), event));
        long cursor = after;
        List<MirrorRow> rows = database.rows(cursor, upTo, MAX_EVENTS, PAGE_BYTES);
        while (!rows.isEmpty()) {
            for (MirrorRow row : rows) {
                cursor = row.orderId();
                Event event = row.checked();
                if (event != null && !Objects.equals(event, there.get(cursor)) && !isDeleted(event)) {
                    return cursor;
                }
            }
            rows = database.rows(cursor, upTo, MAX_EVENTS, PAGE_BYTES);
        }
        return 0;
    }

    private boolean isDeleted(Event event) throws StoreException {
        if (deletions == null) {
            deletions = deletions();
        }
        return deletions.cover(event.streamName(), event.orderId());
    }

    /** Up to where each stream was deleted, as the log says. */
    private Deletions deletions() throws StoreException {
        Deletions found = new Deletions();
        long cursor = 0;
        Page page;
        do {
            page = AroundDamage.read(log, ReadRequest.forwards(StreamNames.CONFIG, cursor), gap -> {});
            for (Event event : page.events()) {
                DeletionEvents.read(event).ifPresent(found::add);
            }
            cursor = page.cursor();
        } while (!page.end());
        return found;
    }
}
