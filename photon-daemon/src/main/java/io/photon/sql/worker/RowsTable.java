// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.schema.Schema;
import org.h2.table.Column;

/** A table of the rows of a projection. */
final class RowsTable extends ReadOnlyTable {

    private final Index scan;
    private final long count;

    RowsTable(SessionLocal session, Schema schema, String name, ValueRows value) {
        super(
                session,
                schema,
                name,
                value.columns().stream()
                        .map(column -> new Column(column.name(), column.type()))
                        .toList());
        this.count = value.rows().size();
        this.scan = new ScannedIndex(this, () -> value.rows().iterator());
    }

    @Override
    long rows() {
        return count;
    }

    @Override
    public Index getScanIndex(SessionLocal session) {
        return scan;
    }

    @Override
    public List<Index> getIndexes() {
        return List.of(scan);
    }
}
