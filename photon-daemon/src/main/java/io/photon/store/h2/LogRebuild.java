package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import java.sql.SQLException;
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
     * @param lost rows that were not what was written, and gaps in the chain of rows
     */
    record Report(long events, long head, long lost) {}

    private LogRebuild() {}

    /**
     * Copies rows in order, up to the first that does not fit when {@code strict}, else leaving out what does not.
     *
     * @param after the log's head: only rows above it
     * @param upTo only rows up to it
     */
    static Report append(MirrorDatabase database, EventStore log, long after, long upTo, boolean strict)
            throws SQLException, StoreException {
        long events = 0;
        long head = 0;
        long lost = 0;
        long cursor = after;
        long previous = -1;
        while (true) {
            List<MirrorRow> rows = database.rows(cursor, upTo, PAGE_ROWS, PAGE_CHARS);
            List<Event> batch = new ArrayList<>(rows.size());
            boolean broken = false;
            for (MirrorRow row : rows) {
                cursor = row.orderId();
                Event event = row.checked();
                boolean chained = previous < 0 ? row.previous() <= after : row.previous() == previous;
                previous = cursor;
                if (event == null || !chained) {
                    lost++;
                    broken = strict;
                }
                if (broken) {
                    break;
                }
                if (event != null) {
                    batch.add(event);
                }
            }
            if (!batch.isEmpty()) {
                log.append(batch);
                events += batch.size();
                head = batch.get(batch.size() - 1).orderId();
            }
            if (rows.isEmpty() || broken) {
                return new Report(events, head, lost);
            }
        }
    }
}
