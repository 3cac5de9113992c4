// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.sql.wire.StreamRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.schema.Schema;
import org.h2.table.Column;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueNull;
import org.h2.value.ValueVarchar;

/** The table {@code streams}: what the daemon lists, page by page. */
final class StreamsTable extends ReadOnlyTable {

    static final String NAME = "streams";

    private final Index scan;

    StreamsTable(SessionLocal session, Schema schema, Supplier<QuerySnapshot> snapshot) {
        super(session, schema, NAME, columns());
        this.scan = new ScannedIndex(this, () -> new Pages(snapshot.get()));
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        List<Column> others = new ArrayList<>();
        ColumnNames.addBoth(columns, others, "stream-name", TypeInfo.TYPE_VARCHAR);
        ColumnNames.addBoth(columns, others, "total-events", TypeInfo.TYPE_BIGINT);
        ColumnNames.addBoth(columns, others, "first-order-id", TypeInfo.TYPE_BIGINT);
        ColumnNames.addBoth(columns, others, "last-order-id", TypeInfo.TYPE_BIGINT);
        columns.add(new Column("bytes", TypeInfo.TYPE_BIGINT));
        columns.addAll(others);
        return columns;
    }

    @Override
    long rows() {
        return -1;
    }

    @Override
    public Index getScanIndex(SessionLocal session) {
        return scan;
    }

    @Override
    public List<Index> getIndexes() {
        return List.of(scan);
    }

    private static final class Pages implements Iterator<Value[]> {
        private final QuerySnapshot snapshot;
        private List<StreamRow> page = List.of();
        private int at;
        private String after = "";
        private boolean last;

        Pages(QuerySnapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public boolean hasNext() {
            if (at == page.size() && !last) {
                page = snapshot.streams(after);
                last = DaemonLink.isLast(page);
                after = page.isEmpty() ? after : page.get(page.size() - 1).name();
                at = 0;
            }
            return at < page.size();
        }

        @Override
        public Value[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            StreamRow stream = page.get(at++);
            Value name = ValueVarchar.get(stream.name());
            Value total = ValueBigint.get(stream.totalEvents());
            Value from = ValueBigint.get(stream.firstOrderId());
            Value to = ValueBigint.get(stream.lastOrderId());
            Value bytes = stream.bytes() < 0 ? ValueNull.INSTANCE : ValueBigint.get(stream.bytes());
            return new Value[] {name, total, from, to, bytes, name, total, from, to};
        }
    }
}
