// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import org.h2.command.query.AllColumnsForPlan;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.IndexCondition;
import org.h2.index.IndexType;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.Column;
import org.h2.table.TableFilter;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/**
 * A way to events: all of them in order, those between two positions, or those of one stream. What it gives may be more than
 * was asked for, because H2 looks at each condition again.
 */
final class EventIndex extends ReadOnlyIndex {

    /** To ask for a row costs a way to the daemon and back: as much as this many rows of a scan. */
    private static final int ASKING_ROWS = 50;

    private static final int NONE = -1;

    private final EventsTable events;
    private final int stream;
    private final int orderId;

    private EventIndex(EventsTable events, String name, IndexType type, int stream, int orderId, Column... columns) {
        super(events, name, type, columns);
        this.events = events;
        this.stream = stream;
        this.orderId = orderId;
    }

    static EventIndex scan(EventsTable events) {
        return new EventIndex(events, "events_scan", IndexType.createScan(false), NONE, NONE);
    }

    static EventIndex byOrderId(EventsTable events, Column orderId) {
        return new EventIndex(
                events,
                "events_by_" + orderId.getName(),
                IndexType.createPrimaryKey(false, false),
                NONE,
                orderId.getColumnId(),
                orderId);
    }

    static EventIndex byStream(EventsTable events, Column stream, Column orderId) {
        return new EventIndex(
                events,
                "events_by_" + stream.getName(),
                IndexType.createNonUnique(false),
                stream.getColumnId(),
                orderId.getColumnId(),
                stream,
                orderId);
    }

    private boolean isScan() {
        return orderId == NONE;
    }

    @Override
    public @Nullable String getCreateSQL() {
        // H2 takes one without for a scan, and does not sort by it.
        return isScan() ? null : "CREATE INDEX " + getName();
    }

    @Override
    public String getPlanSQL() {
        return getName();
    }

    @Override
    public double getCost(
            SessionLocal session,
            int @Nullable [] masks,
            TableFilter[] filters,
            int filter,
            SortOrder sortOrder,
            AllColumnsForPlan allColumns,
            boolean isSelectCommand) {
        long rows = events.getRowCountApproximation(session);
        if (isScan()) {
            return 10.0 * (rows + 1_000);
        }
        boolean ofOneStream =
                stream != NONE && masks != null && (masks[stream] & IndexCondition.EQUALITY) == IndexCondition.EQUALITY;
        if (stream != NONE && !ofOneStream) {
            return Double.MAX_VALUE; // streams are in no order here
        }
        return ASKING_ROWS
                + getCostRangeIndex(masks, rows, filters, filter, sortOrder, false, allColumns, isSelectCommand);
    }

    @Override
    public Cursor find(SessionLocal session, @Nullable SearchRow first, @Nullable SearchRow last, boolean reverse) {
        QuerySnapshot snapshot = events.snapshot();
        long from = Math.max(1, bound(first, 1));
        long to = Math.min(snapshot.head(), bound(last, Long.MAX_VALUE));
        String name = streamOf(first, last);
        return new EventCursor(
                snapshot, name == null ? QuerySnapshot.all() : name, from, to, reverse, events.getColumns().length);
    }

    private long bound(@Nullable SearchRow row, long otherwise) {
        if (row == null || isScan()) {
            return otherwise;
        }
        Value value = row.getValue(orderId);
        return value == null || value == ValueNull.INSTANCE ? otherwise : value.getLong();
    }

    /** The one stream that is asked for; null for all. */
    private @Nullable String streamOf(@Nullable SearchRow first, @Nullable SearchRow last) {
        if (stream == NONE || first == null || last == null) {
            return null;
        }
        Value lowest = first.getValue(stream);
        Value highest = last.getValue(stream);
        boolean one = lowest != null
                && highest != null
                && lowest != ValueNull.INSTANCE
                && highest != ValueNull.INSTANCE
                && lowest.getString().equals(highest.getString());
        return one ? lowest.getString() : null;
    }
}
