// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.codec.Csv;
import io.photon.codec.JsonWriter;
import io.photon.result.Failure;
import io.photon.sql.wire.FrameType;
import io.photon.sql.wire.SqlFormat;
import io.photon.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes rows as they come, in chunks to the daemon. For one thread. */
final class RowWriter {

    private static final int CHUNK_BYTES = 32 * 1024;
    private static final long CHUNK_NANOS = 500_000_000;
    private static final int LONGEST_CELL = 32 << 20;

    /** A column of the answer. */
    private record Column(String name, String typeName, int type) {

        boolean isNumber() {
            return switch (type) {
                case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL -> true;
                default -> false;
            };
        }

        boolean isBare() {
            return isNumber() || type == Types.BOOLEAN || typeName.equals("JSON");
        }
    }

    private final SqlFormat format;
    private final List<Column> columns = new ArrayList<>();
    private final DaemonLink daemon;
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK_BYTES * 2);
    private long flushed = System.nanoTime();
    private long rows;

    RowWriter(SqlFormat format, ResultSetMetaData data, DaemonLink daemon) throws SQLException {
        this.format = format;
        this.daemon = daemon;
        Set<String> taken = new HashSet<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            String label = data.getColumnLabel(i);
            String name = label;
            for (int n = 2; !taken.add(name); n++) {
                name = label + "-" + n; // fields of an object have different names
            }
            columns.add(new Column(name, data.getColumnTypeName(i), data.getColumnType(i)));
        }
        begin();
    }

    private void begin() {
        if (format == SqlFormat.JSON) {
            text("{\"columns\":" + columnsJson() + ",\n\"rows\":[");
        } else if (format == SqlFormat.CSV) {
            text(Csv.row(columns.stream().map(Column::name).toList()) + "\r\n");
        }
    }

    private String columnsJson() {
        JsonWriter json = new JsonWriter(256).array();
        for (Column column : columns) {
            json.object()
                    .field("name", column.name())
                    .field("type", column.typeName())
                    .endObject();
        }
        return json.endArray().text();
    }

    /** The row that the result stands at. */
    void row(ResultSet result) throws SQLException {
        switch (format) {
            case JSON -> {
                JsonWriter json = new JsonWriter(256).array();
                for (int i = 0; i < columns.size(); i++) {
                    cell(json, columns.get(i), value(result, i));
                }
                text(rows == 0 ? "\n" : ",\n");
                chunk.writeBytes(json.endArray().bytes());
            }
            case NDJSON -> {
                JsonWriter json = new JsonWriter(256).object();
                for (int i = 0; i < columns.size(); i++) {
                    json.field(columns.get(i).name());
                    cell(json, columns.get(i), value(result, i));
                }
                chunk.writeBytes(json.endObject().bytes());
                text("\n");
            }
            case CSV -> {
                List<@Nullable String> cells = new ArrayList<>(columns.size());
                for (int i = 0; i < columns.size(); i++) {
                    cells.add(value(result, i));
                }
                text(Csv.row(cells) + "\r\n");
            }
        }
        rows++;
        if (chunk.size() >= CHUNK_BYTES || System.nanoTime() - flushed > CHUNK_NANOS) {
            flush();
        }
    }

    /** As text, never as an object: that would be deserialised. */
    private @Nullable String value(ResultSet result, int column) throws SQLException {
        String value = result.getString(column + 1);
        if (value != null && value.length() > LONGEST_CELL) {
            throw new DaemonFailure(Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "row " + (rows + 1) + ": the value of '"
                            + columns.get(column).name() + "' is " + (value.length() >> 20) + " MiB long",
                    "select a part of it, such as json_value(payload, '$.field')"));
        }
        return value;
    }

    private static void cell(JsonWriter json, Column column, @Nullable String value) {
        if (value == null) {
            json.raw(Utf8.bytes("null"));
        } else if (!column.isBare()) {
            json.value(value);
        } else {
            json.raw(Utf8.bytes(column.type() == Types.BOOLEAN ? value.toLowerCase(java.util.Locale.ROOT) : value));
        }
    }

    /** Facts about the answer. @param more whether there were more rows than are wanted */
    void end(long count, boolean more, QuerySnapshot snapshot, long elapsedMs) {
        JsonWriter facts = new JsonWriter(256).object();
        if (format == SqlFormat.NDJSON) {
            facts.field("columns").raw(Utf8.bytes(columnsJson()));
        }
        facts.field("row-count", count)
                .field("is-truncated", more)
                .field("up-to", snapshot.head())
                .field("projections")
                .object();
        snapshot.current().forEach(value -> facts.field(value.name(), value.position()));
        facts.endObject().field("elapsed-ms", elapsedMs);
        String json = facts.endObject().text();
        if (format == SqlFormat.JSON) {
            text("],\n" + json.substring(1) + "\n");
        } else if (format == SqlFormat.NDJSON) {
            text("{\"photon-sql\":" + json + "}\n");
        }
        flush();
    }

    private void text(String text) {
        chunk.writeBytes(Utf8.bytes(text));
    }

    private void flush() {
        if (chunk.size() > 0) {
            daemon.send(FrameType.CHUNK, chunk.toByteArray());
            chunk.reset();
        }
        flushed = System.nanoTime();
    }
}
