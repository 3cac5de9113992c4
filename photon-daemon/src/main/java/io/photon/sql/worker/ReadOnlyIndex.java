// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.index.IndexType;
import org.h2.result.Row;
import org.h2.table.Column;
import org.h2.table.IndexColumn;

/** A way to rows that come from elsewhere. */
abstract class ReadOnlyIndex extends Index {

    private final ReadOnlyTable rows;

    /** @param columns none for a scan of everything */
    ReadOnlyIndex(ReadOnlyTable table, String name, IndexType type, Column... columns) {
        super(
                table,
                table.getDatabase().allocateObjectId(),
                name,
                IndexColumn.wrap(columns.length == 0 ? table.getColumns() : columns),
                0,
                type);
        this.rows = table;
    }

    @Override
    public final void close(SessionLocal session) {
        // It holds nothing.
    }

    @Override
    public final void add(SessionLocal session, Row row) {
        throw ReadOnlyTable.unsupported();
    }

    @Override
    public final void remove(SessionLocal session, Row row) {
        throw ReadOnlyTable.unsupported();
    }

    @Override
    public final void remove(SessionLocal session) {
        // Nothing is kept of it.
    }

    @Override
    public final void truncate(SessionLocal session) {
        throw ReadOnlyTable.unsupported();
    }

    @Override
    public final void checkRename() {
        throw ReadOnlyTable.unsupported();
    }

    @Override
    public final boolean needRebuild() {
        return false;
    }

    @Override
    public final long getRowCount(SessionLocal session) {
        return rows.getRowCount(session);
    }

    @Override
    public final long getRowCountApproximation(SessionLocal session) {
        return rows.getRowCountApproximation(session);
    }
}
