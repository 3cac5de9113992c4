package io.photon.store.h2;

import static io.photon.store.h2.MirrorSchema.INSERT;
import static io.photon.store.h2.MirrorSchema.SELECT;

import io.photon.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The open mirror: every SQL statement Photon ever runs is in this class. What it takes and gives are rows in order-id
 * order; {@link #head()} says up to where it holds everything that is visible in the log.
 *
 * <p>Safe for many threads: one method at a time. An {@link SQLException} means that nothing of the call was stored;
 * whoever sees one gives the database up, for it may be damaged.
 */
final class MirrorDatabase implements AutoCloseable {

    private static final String STORE_ID = "store-id";
    private static final String FORMAT = "format";
    private static final String HEAD = "head";
    private static final String MARK = "mark";
    private static final String COMPACT = "compact";
    private static final String ROWS = "rows";
    private static final String LAST = "SELECT COALESCE(MAX(\"order-id\"), 0) FROM events";

    private final Connection connection;
    private final PreparedStatement insert;
    private long head;
    private long last;
    private long rows;

    /** @param connection to a database that has the tables; this object closes it */
    MirrorDatabase(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        insert = connection.prepareStatement(INSERT);
        head = Long.parseLong(meta(HEAD));
        rows = Long.parseLong(meta(ROWS));
        last = number(LAST);
    }

    /** Makes the tables in an empty database and binds it to a store. */
    static void create(Connection connection, String storeId, String mark) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : MirrorSchema.CREATE) {
                statement.execute(sql);
            }
        }
        putMeta(connection, STORE_ID, storeId);
        putMeta(connection, FORMAT, String.valueOf(MirrorSchema.FORMAT));
        putMeta(connection, HEAD, "0");
        putMeta(connection, ROWS, "0");
        putMeta(connection, MARK, mark);
        connection.commit();
    }

    /** The id of the store this database mirrors; null when it is no mirror at all. */
    static String storeId(Connection connection) throws SQLException {
        return hasMeta(connection) ? meta(connection, STORE_ID) : null;
    }

    /** The format of the tables, see {@link MirrorSchema#FORMAT}. */
    static int format(Connection connection) throws SQLException {
        String format = meta(connection, FORMAT);
        return format == null ? 0 : Integer.parseInt(format);
    }

    /** Up to this order-id everything visible in the log is here. */
    synchronized long head() {
        return head;
    }

    /** The highest order-id of a row, 0 when there is none. */
    synchronized long lastRow() {
        return last;
    }

    /** The id of the store it mirrors. */
    synchronized String storeId() throws SQLException {
        return meta(STORE_ID);
    }

    /** How many rows are missing, as after damage: those that should be there, less those that are. */
    synchronized long missing() throws SQLException {
        return Math.max(0, rows - number("SELECT COUNT(*) FROM events"));
    }

    /** The mark of the last clean stop or start, see {@link LogMark}. */
    synchronized String mark() throws SQLException {
        return meta(MARK);
    }

    /** Sets the mark and makes all that was stored before durable. */
    synchronized void mark(String mark) throws SQLException {
        putMeta(connection, MARK, mark);
        connection.commit();
        checkpoint();
    }

    /**
     * Adds events behind the last row and moves the head, in one transaction; not yet durable.
     *
     * @param events order-ids rising and above {@link #lastRow()}
     * @param newHead at least the last event's order-id
     */
    synchronized void add(List<Event> events, long newHead) throws SQLException {
        long previous = last;
        try {
            for (Event event : events) {
                bind(MirrorRow.of(event, previous));
                previous = event.orderId();
            }
            if (!events.isEmpty()) {
                insert.executeBatch();
            }
            putMeta(connection, HEAD, String.valueOf(newHead));
            putMeta(connection, ROWS, String.valueOf(rows + events.size()));
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
        last = previous;
        head = newHead;
        rows += events.size();
    }

    private void bind(MirrorRow row) throws SQLException {
        insert.setLong(1, row.orderId());
        insert.setLong(2, row.eventTime());
        insert.setString(3, row.streamName());
        insert.setString(4, row.eventType());
        insert.setString(5, row.localId());
        insert.setString(6, row.more());
        insert.setString(7, row.payload());
        insert.setLong(8, row.previous());
        insert.setInt(9, row.crc());
        insert.setString(10, MoreFields.field(row.more(), "schema"));
        insert.setString(11, MoreFields.field(row.more(), "service-id"));
        insert.setString(12, MoreFields.field(row.more(), "caused-by"));
        insert.addBatch();
    }

    /** One row, or null. */
    synchronized MirrorRow row(long orderId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE \"order-id\" = ?")) {
            select.setLong(1, orderId);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? row(found) : null;
            }
        }
    }

    /**
     * Rows in order.
     *
     * @param after only rows above it
     * @param upTo only rows up to it
     * @param maxRows at most so many
     * @param maxChars of payload, at least one row
     */
    synchronized List<MirrorRow> rows(long after, long upTo, int maxRows, long maxChars) throws SQLException {
        // H2 holds a whole result on the heap: look at the sizes before asking for the rows.
        long to = 0;
        try (PreparedStatement sizes = connection.prepareStatement(
                "SELECT \"order-id\", CHAR_LENGTH(\"payload\") + COALESCE(CHAR_LENGTH(\"more\"), 0) FROM events"
                        + " WHERE \"order-id\" > ? AND \"order-id\" <= ? ORDER BY \"order-id\""
                        + " FETCH FIRST ? ROWS ONLY")) {
            sizes.setLong(1, after);
            sizes.setLong(2, upTo);
            sizes.setInt(3, maxRows);
            try (ResultSet found = sizes.executeQuery()) {
                long chars = 0;
                while (found.next()) {
                    chars += found.getLong(2);
                    if (to != 0 && chars > maxChars) {
                        break;
                    }
                    to = found.getLong(1);
                }
            }
        }
        List<MirrorRow> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                SELECT + " WHERE \"order-id\" > ? AND \"order-id\" <= ? ORDER BY \"order-id\"")) {
            select.setLong(1, after);
            select.setLong(2, to);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
        }
        return rows;
    }

    private static MirrorRow row(ResultSet found) throws SQLException {
        return new MirrorRow(
                found.getLong(1),
                found.getLong(2),
                found.getString(3),
                found.getString(4),
                found.getString(5),
                found.getString(6),
                found.getString(7),
                found.getLong(8),
                found.getInt(9));
    }

    /** Removes rows above an order-id, which the log does not have, and moves the head down to it. Returns how many. */
    synchronized int trim(long orderId) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM events WHERE \"order-id\" > ?")) {
            delete.setLong(1, orderId);
            int removed = delete.executeUpdate();
            putMeta(connection, ROWS, String.valueOf(rows - removed));
            if (head > orderId) {
                putMeta(connection, HEAD, String.valueOf(orderId));
            }
            connection.commit();
            head = Math.min(head, orderId);
            last = number(LAST);
            rows -= removed;
            return removed;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Up to which order-id the stream's rows were removed and their bytes erased; 0 when never. */
    synchronized long erased(String stream) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT up_to FROM photon_erased WHERE stream = ?")) {
            select.setString(1, stream);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? found.getLong(1) : 0;
            }
        }
    }

    /** Notes that {@link #delete} and {@link MirrorFile#compact} went through for a stream. */
    synchronized void noteErased(String stream, long upTo) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement("MERGE INTO photon_erased VALUES (?, ?)")) {
            merge.setString(1, stream);
            merge.setLong(2, upTo);
            merge.executeUpdate();
            connection.commit();
        }
    }

    /** Removes the given rows and notes that {@link #compactionDue}. */
    synchronized void delete(List<Long> orderIds) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM events WHERE \"order-id\" = ?")) {
            int removed = 0;
            for (long orderId : orderIds) {
                delete.setLong(1, orderId);
                removed += delete.executeUpdate();
            }
            putMeta(connection, COMPACT, "due");
            putMeta(connection, ROWS, String.valueOf(rows - removed));
            connection.commit();
            rows -= removed;
            last = number(LAST);
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Whether rows were removed whose bytes may still stand in the file. */
    synchronized boolean compactionDue() throws SQLException {
        return "due".equals(meta(COMPACT));
    }

    /** Notes that the file was compacted. */
    synchronized void compacted() throws SQLException {
        putMeta(connection, COMPACT, "done");
        connection.commit();
    }

    /** Where each event belongs: order-ids with their stream names, in order, at most so many. */
    synchronized Map<Long, String> streamNames(long after, int maxRows) throws SQLException {
        Map<Long, String> names = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT \"order-id\", \"stream-name\" FROM events"
                + " WHERE \"order-id\" > ? ORDER BY \"order-id\" FETCH FIRST ? ROWS ONLY")) {
            select.setLong(1, after);
            select.setInt(2, maxRows);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    names.put(found.getLong(1), found.getString(2));
                }
            }
        }
        return names;
    }

    /** Makes all that was stored survive a power cut. */
    synchronized void checkpoint() throws SQLException {
        execute("CHECKPOINT SYNC");
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        }
    }

    private String meta(String name) throws SQLException {
        return meta(connection, name);
    }

    private static boolean hasMeta(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", "PHOTON_META", null)) {
            return tables.next();
        }
    }

    private static String meta(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT text FROM photon_meta WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? found.getString(1) : null;
            }
        }
    }

    private static void putMeta(Connection connection, String name, String text) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement("MERGE INTO photon_meta VALUES (?, ?)")) {
            merge.setString(1, name);
            merge.setString(2, text);
            merge.executeUpdate();
        }
    }
}
