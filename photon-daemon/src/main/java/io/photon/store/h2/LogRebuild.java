package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Appends the database's rows to a log that lacks them. Every row is checked; none that fails is believed. */
final class LogRebuild {

    private static final int PAGE_ROWS = 1_000;
    private static final int PAGE_CHARS = 1 << 20;

    /**
     * What came of it.
     *
     * @param events appended
     * @param head the last one's order-id, 0 when there was none
     * @param lost rows that were not what was written
     */
    record Report(long events, long head, long lost) {}

    private LogRebuild() {}

    /**
     * Copies rows in order, leaving out those that are not what was written.
     *
     * @param after the log's head: only rows above it
     * @param upTo only rows up to it
     */
    static Report append(MirrorDatabase database, EventStore log, long after, long upTo)
            throws MirrorException, StoreException {
        long events = 0;
        long head = 0;
        long lost = 0;
        long cursor = after;
        List<MirrorRow> rows = database.rows(cursor, upTo, PAGE_ROWS, PAGE_CHARS);
        while (!rows.isEmpty()) {
            List<Event> batch = new ArrayList<>(rows.size());
            for (MirrorRow row : rows) {
                cursor = row.orderId();
                Event event = row.checked();
                if (event == null) {
                    lost++;
                } else {
                    batch.add(event);
                    head = cursor;
                }
            }
            if (!batch.isEmpty()) {
                log.append(batch);
                events += batch.size();
            }
            rows = database.rows(cursor, upTo, PAGE_ROWS, PAGE_CHARS);
        }
        return new Report(events, head, lost);
    }
}
