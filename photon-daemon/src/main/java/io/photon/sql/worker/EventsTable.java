// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.schema.Schema;
import org.h2.table.Column;

/**
 * The table {@code events}: one column for each field of the envelope, as in the mirror (docs/sql). Each name with a hyphen
 * has another with an underscore that needs no quotes; {@code SELECT *} leaves those out.
 */
final class EventsTable extends ReadOnlyTable {

    static final String NAME = "events";

    private final Supplier<QuerySnapshot> snapshot;
    private final Index scan;
    private final List<Index> indexes = new ArrayList<>();

    /** @param snapshot what the query sees that runs now */
    EventsTable(SessionLocal session, Schema schema, Supplier<QuerySnapshot> snapshot) {
        super(session, schema, NAME, columns());
        this.snapshot = snapshot;
        this.scan = EventIndex.scan(this);
        indexes.add(scan);
        indexes.add(EventIndex.byOrderId(this, getColumn("order-id")));
        indexes.add(EventIndex.byOrderId(this, getColumn("order_id")));
        indexes.add(EventIndex.byStream(this, getColumn("stream-name"), getColumn("order-id")));
        indexes.add(EventIndex.byStream(this, getColumn("stream_name"), getColumn("order_id")));
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (EventField field : EventField.values()) {
            columns.add(new Column(field.column(), field.type()));
        }
        for (EventField field : EventField.withHyphen()) {
            Column other = new Column(ColumnNames.unquoted(field.column()), field.type());
            other.setVisible(false);
            columns.add(other);
        }
        return columns;
    }

    QuerySnapshot snapshot() {
        return snapshot.get();
    }

    @Override
    long rows() {
        return snapshot().events();
    }

    @Override
    public Index getScanIndex(SessionLocal session) {
        return scan;
    }

    @Override
    public List<Index> getIndexes() {
        return indexes;
    }
}
