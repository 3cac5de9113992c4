// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.table.Column;
import org.h2.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * The mirror as SQL sees it: its tables, made once and looked at when a database is opened. All SQL that Photon ever runs
 * is in this class. What stands here is format {@value #FORMAT}; a change of it, of the columns' order or of the maps in
 * {@link MirrorDatabase} needs a new number.
 *
 * <p>The event's fields are columns of a real table, not of a view over its JSON: H2 computes a view's whole result
 * before it answers, and taking 600,000 lines apart for a {@code SELECT … LIMIT 1} took 20 s. The line comes back from
 * the columns byte for byte ({@link MirrorRow#line}), and the row is a fifth smaller than the line.
 */
final class MirrorSchema {

    static final int FORMAT = 2;

    /** The columns of {@code events} in their order, which is also their order in {@link RowCodec}. */
    static final List<String> COLUMNS = List.of(
            "order-id",
            "event-time",
            "time",
            "stream-name",
            "event-type",
            "local-id",
            "schema",
            "service-id",
            "caused-by",
            "more",
            "payload",
            "PHOTON_PREVIOUS",
            "PHOTON_CRC");

    private static final String STORE_ID = "store-id";
    private static final String FORMAT_NAME = "format";
    /** Over the two others: H2 protects its pages' heads, not every byte in them. */
    private static final String CHECK_NAME = "check";

    private static final List<String> CREATE = List.of(
            "CREATE TABLE photon_meta (name VARCHAR PRIMARY KEY, text VARCHAR NOT NULL)",
            "CREATE TABLE events ("
                    + "\"order-id\" BIGINT PRIMARY KEY, \"event-time\" BIGINT NOT NULL,"
                    + " \"time\" TIMESTAMP(3) GENERATED ALWAYS AS"
                    + " (DATEADD(MILLISECOND, \"event-time\", TIMESTAMP '1970-01-01 00:00:00')),"
                    + " \"stream-name\" VARCHAR NOT NULL, \"event-type\" VARCHAR NOT NULL, \"local-id\" VARCHAR,"
                    + " \"schema\" VARCHAR, \"service-id\" VARCHAR, \"caused-by\" VARCHAR,"
                    + " \"more\" VARCHAR, \"payload\" VARCHAR NOT NULL,"
                    + " photon_previous BIGINT NOT NULL, photon_crc INT NOT NULL)",
            "CREATE VIEW streams AS SELECT \"stream-name\", COUNT(*) AS \"total-events\","
                    + " MIN(\"order-id\") AS \"first-order-id\", MAX(\"order-id\") AS \"last-order-id\""
                    + " FROM events GROUP BY \"stream-name\"",
            // H2's own shell comes without a name unless told one; other tools come as sa.
            "CREATE USER IF NOT EXISTS \"\" PASSWORD '' ADMIN");

    /** The rows by order-id, and the primary key that is the same tree: any more would be someone's index. */
    private static final int INDEXES = 2;

    private MirrorSchema() {}

    /** Makes the tables in an empty database and binds it to a store. */
    static void create(Connection connection, @Nullable String storeId) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : CREATE) {
                statement.execute(sql);
            }
        }
        putMeta(connection, STORE_ID, storeId);
        putMeta(connection, FORMAT_NAME, String.valueOf(FORMAT));
        putMeta(connection, CHECK_NAME, check(storeId, String.valueOf(FORMAT)));
        connection.commit();
    }

    /**
     * What a database says of itself.
     *
     * @param storeId of the store that it mirrors, null when it is no mirror
     * @param format of its tables, see {@link #FORMAT}; 0 when it says none, or no number
     * @param checked whether a checksum says that both are as they were written
     * @param damaged whether the checksum says that they are not
     */
    record Identity(@Nullable String storeId, int format, boolean checked, boolean damaged) {}

    static Identity identity(Connection connection) throws SQLException {
        String storeId = storeId(connection);
        if (storeId == null) {
            return new Identity(null, 0, false, false);
        }
        String format = meta(connection, FORMAT_NAME);
        String check = meta(connection, CHECK_NAME);
        boolean fits = check != null && check.equals(check(storeId, String.valueOf(format)));
        return new Identity(storeId, number(format), fits, check != null && !fits);
    }

    /** Adds the checksum to a database that was made before there was one. @param connection commits by itself */
    static void seal(Connection connection, Identity identity) throws SQLException {
        putMeta(connection, CHECK_NAME, check(identity.storeId(), String.valueOf(identity.format())));
    }

    private static int number(@Nullable String format) {
        try {
            return format == null ? 0 : Integer.parseInt(format);
        } catch (NumberFormatException e) {
            return 0; // no Photon wrote it
        }
    }

    static String check(@Nullable String storeId, String format) {
        CRC32C crc = new CRC32C();
        crc.update((storeId + '\n' + format).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    /** The id of the store this database mirrors; null when it is no mirror at all. */
    static @Nullable String storeId(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", "PHOTON_META", null)) {
            return tables.next() ? meta(connection, STORE_ID) : null;
        }
    }

    /**
     * The name of the H2 map that holds the rows of {@code events}.
     *
     * @return null when the table is not as it was made: rows that are written into the map would leave an index of
     *     someone's out, or lack a column
     */
    static @Nullable String eventsMap(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        Table table = session.getDatabase().getMainSchema().findTableOrView(session, "EVENTS");
        if (table == null || table.getIndexes().size() != INDEXES) {
            return null;
        }
        List<String> columns =
                Arrays.stream(table.getColumns()).map(Column::getName).toList();
        return columns.equals(COLUMNS) ? "table." + table.getId() : null;
    }

    private static @Nullable String meta(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT text FROM photon_meta WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? found.getString(1) : null;
            }
        }
    }

    private static void putMeta(Connection connection, String name, @Nullable String text) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO photon_meta VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, text);
            insert.executeUpdate();
        }
    }
}
