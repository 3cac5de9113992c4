// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.h2.tools.SimpleResultSet;
import org.h2.value.DataType;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/** Functions of ours that a query may call. H2 finds them by their names, see {@link Tables}. */
public final class SqlFunctions {

    private SqlFunctions() {}

    /**
     * {@code PROJECTION_AT(name, position)}: the rows of a projection as they were at an order-id or a time.
     *
     * @param connection H2's own; it stands for the session
     */
    public static ResultSet projectionAt(Connection connection, String name, String position) throws SQLException {
        ValueRows value = Tables.current().projectionAt(name, position);
        SimpleResultSet rows = new SimpleResultSet();
        rows.setAutoClose(false);
        for (ValueRows.Column column : value.columns()) {
            rows.addColumn(
                    column.name(),
                    DataType.convertTypeToSQLType(column.type()),
                    (int) Math.min(Integer.MAX_VALUE, column.type().getPrecision()),
                    column.type().getScale());
        }
        for (Value[] row : value.rows()) {
            Object[] cells = new Object[row.length];
            for (int i = 0; i < row.length; i++) {
                cells[i] = cell(row[i]);
            }
            rows.addRow(cells);
        }
        return rows;
    }

    private static @Nullable Object cell(Value value) {
        if (value == ValueNull.INSTANCE) {
            return null;
        }
        return switch (value.getValueType()) {
            case Value.BIGINT -> value.getLong();
            case Value.NUMERIC -> value.getBigDecimal();
            case Value.BOOLEAN -> value.getBoolean();
            default -> value.getString();
        };
    }

    /**
     * {@code JSON_VALUE(json, path)}: the text, number or truth value at a path, as text; NULL when there is none, or
     * something else. A path is {@code $.a.b[0]}, or {@code a.b[0]}.
     */
    public static @Nullable String jsonValue(@Nullable String json, @Nullable String path) throws SQLException {
        if (json == null || path == null) {
            return null;
        }
        try {
            JsonNode found = JsonPath.of(path).in(ExactJson.MAPPER.readTree(json));
            return found == null || found.isNull() || found.isContainerNode() ? null : found.asText();
        } catch (IOException e) {
            return null; // a payload is always JSON; any other text has no fields
        }
    }
}
