// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import java.util.ArrayList;
import java.util.List;
import org.h2.api.ErrorCode;
import org.h2.command.ddl.CreateTableData;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.index.IndexType;
import org.h2.message.DbException;
import org.h2.result.Row;
import org.h2.schema.Schema;
import org.h2.table.Column;
import org.h2.table.IndexColumn;
import org.h2.table.TableBase;
import org.h2.table.TableType;

/** A table of H2 whose rows come from elsewhere. It can be read, and nothing else. */
abstract class ReadOnlyTable extends TableBase {

    /** What H2 reckons with where nothing is known. */
    private static final long SOME_ROWS = 1_000_000;

    ReadOnlyTable(SessionLocal session, Schema schema, String name, List<Column> columns) {
        super(data(session, schema, name, columns));
    }

    private static CreateTableData data(SessionLocal session, Schema schema, String name, List<Column> columns) {
        CreateTableData data = new CreateTableData();
        data.session = session;
        data.schema = schema;
        data.tableName = name;
        data.id = session.getDatabase().allocateObjectId();
        data.columns = new ArrayList<>(columns);
        data.persistData = false;
        data.persistIndexes = false;
        return data;
    }

    /** How many rows there are; -1 when that is not known. */
    abstract long rows();

    @Override
    public final boolean canGetRowCount(SessionLocal session) {
        return rows() >= 0;
    }

    @Override
    public final long getRowCount(SessionLocal session) {
        return rows();
    }

    @Override
    public final long getRowCountApproximation(SessionLocal session) {
        return rows() >= 0 ? rows() : SOME_ROWS;
    }

    @Override
    public final TableType getTableType() {
        return TableType.EXTERNAL_TABLE_ENGINE;
    }

    @Override
    public final boolean isDeterministic() {
        return true; // within a query, which sees one moment
    }

    @Override
    public final long getMaxDataModificationId() {
        return 0;
    }

    @Override
    public final boolean canDrop() {
        return true;
    }

    @Override
    public final boolean isInsertable() {
        return false;
    }

    @Override
    public final void close(SessionLocal session) {
        // It holds nothing.
    }

    @Override
    public final Index addIndex(
            SessionLocal session,
            String name,
            int id,
            IndexColumn[] columns,
            int uniqueColumns,
            IndexType type,
            boolean create,
            String comment) {
        throw unsupported();
    }

    @Override
    public final void addRow(SessionLocal session, Row row) {
        throw unsupported();
    }

    @Override
    public final void removeRow(SessionLocal session, Row row) {
        throw unsupported();
    }

    @Override
    public final long truncate(SessionLocal session) {
        throw unsupported();
    }

    @Override
    public final void checkSupportAlter() {
        throw unsupported();
    }

    static DbException unsupported() {
        return DbException.get(ErrorCode.FEATURE_NOT_SUPPORTED_1, "a change of what is stored");
    }
}
