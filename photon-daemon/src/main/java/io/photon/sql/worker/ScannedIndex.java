// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import java.util.Iterator;
import java.util.function.Supplier;
import org.h2.command.query.AllColumnsForPlan;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.IndexType;
import org.h2.result.DefaultRow;
import org.h2.result.Row;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.TableFilter;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** The only way to rows that are in no order: all of them. */
final class ScannedIndex extends ReadOnlyIndex {

    private static final double COST_OF_A_ROW = 10;

    private final ReadOnlyTable table;
    private final Supplier<Iterator<Value[]>> rows;

    ScannedIndex(ReadOnlyTable table, Supplier<Iterator<Value[]>> rows) {
        super(table, table.getName() + "_scan", IndexType.createScan(false));
        this.table = table;
        this.rows = rows;
    }

    @Override
    public @Nullable String getCreateSQL() {
        return null;
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
        return COST_OF_A_ROW * (table.getRowCountApproximation(session) + 1_000);
    }

    @Override
    public Cursor find(SessionLocal session, @Nullable SearchRow first, @Nullable SearchRow last, boolean reverse) {
        return new Walk(rows.get());
    }

    private static final class Walk implements Cursor {
        private final Iterator<Value[]> rows;
        private @Nullable Row row;

        Walk(Iterator<Value[]> rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() {
            row = rows.hasNext() ? new DefaultRow(rows.next()) : null;
            return row != null;
        }

        @Override
        public @Nullable Row get() {
            return row;
        }

        @Override
        public @Nullable SearchRow getSearchRow() {
            return row;
        }

        @Override
        public boolean previous() {
            throw new UnsupportedOperationException("rows are read in one direction");
        }
    }
}
