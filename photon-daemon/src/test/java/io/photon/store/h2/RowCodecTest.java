// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.codec.MoreFields;
import io.photon.event.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are appended behind SQL, beside the same rows INSERTed by H2 itself. */
class RowCodecTest {

    private static final long FIRST = MirrorEvents.FIRST;

    private static final String COLUMNS = "\"order-id\", \"event-time\", \"stream-name\", \"event-type\", \"local-id\","
            + " \"schema\", \"service-id\", \"caused-by\", \"more\", \"payload\", photon_previous, photon_crc";

    @TempDir
    Path directory;

    @Test
    void aRowReadsInSqlAsIfItHadBeenInserted() throws Exception {
        List<Event> events = manyKinds();
        MirrorFile file = new MirrorFile(directory.resolve("photon.h2"));
        try (MirrorDatabase database =
                new MirrorOpening(file, Duration.ofSeconds(20)).create("photon-store-0123456789abcdef", "m")) {
            database.add(events, events.get(events.size() - 1).orderId());
        }
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE inserted (\"order-id\" BIGINT PRIMARY KEY, \"event-time\" BIGINT,"
                    + " \"time\" TIMESTAMP(3) GENERATED ALWAYS AS"
                    + " (DATEADD(MILLISECOND, \"event-time\", TIMESTAMP '1970-01-01 00:00:00')),"
                    + " \"stream-name\" VARCHAR, \"event-type\" VARCHAR, \"local-id\" VARCHAR, \"schema\" VARCHAR,"
                    + " \"service-id\" VARCHAR, \"caused-by\" VARCHAR, \"more\" VARCHAR, \"payload\" VARCHAR,"
                    + " photon_previous BIGINT, photon_crc INT)");
            insert(connection, events);
            assertEquals(events.size(), count(statement, "SELECT COUNT(*) FROM events"));
            String where = "SELECT COUNT(*) FROM (SELECT * FROM %s EXCEPT SELECT * FROM %s)";
            assertEquals(0, count(statement, String.format(Locale.ROOT, where, "events", "inserted")));
            assertEquals(0, count(statement, String.format(Locale.ROOT, where, "inserted", "events")));
            assertEquals(0, count(statement, "SELECT COUNT(*) FROM events WHERE \"time\" IS NULL"));
        }
    }

    /** H2 itself counts in nanoseconds and is wrong after the year 2262. */
    @Test
    void aTimeFarAheadIsTheRightDay() throws Exception {
        MirrorFile file = new MirrorFile(directory.resolve("photon.h2"));
        try (MirrorDatabase database =
                new MirrorOpening(file, Duration.ofSeconds(20)).create("photon-store-0123456789abcdef", "m")) {
            database.add(List.of(at(FIRST, 253_402_300_800_000L)), FIRST);
        }
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "");
                ResultSet found = connection.createStatement().executeQuery("SELECT \"time\" FROM events")) {
            found.next();
            assertEquals("10000-01-01 00:00:00", found.getString(1));
        }
    }

    private static List<Event> manyKinds() {
        List<Event> events = new ArrayList<>(MirrorEvents.events(FIRST, 300, new Random(7)));
        long next = FIRST + 300;
        for (String fields : List.of(
                "\"local-id\":\"" + "i".repeat(40) + "\"",
                "\"schema\":\"\",\"service-id\":\"a\\\"b\"",
                "\"schema\":\"2\",\"size\":{\"id\":[1,2]}",
                "\"colour\":\"rot \uD83D\uDE00 \\u0000 é\"")) {
            events.add(MirrorEvents.parsed(
                    next++,
                    "{\"stream-name\":\"straße/日本\",\"event-type\":\"T\uD83D\uDE00\"," + fields + ",\"payload\":\""
                            + "ü€😀".repeat(50) + "\"}"));
        }
        for (long time : new long[] {0, 1, 86_399_999, 86_400_000, 9_000_000_000_000L}) {
            events.add(at(next++, time));
        }
        return events;
    }

    private static Event at(long orderId, long time) {
        return Event.ofLine(("{\"order-id\":" + orderId + ",\"event-time\":" + time
                        + ",\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":1}")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static void insert(Connection connection, List<Event> events) throws Exception {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO inserted (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            long previous = 0;
            for (Event event : events) {
                MirrorRow row = MirrorRow.of(event, previous);
                previous = event.orderId();
                insert.setLong(1, row.orderId());
                insert.setLong(2, row.eventTime());
                insert.setString(3, row.streamName());
                insert.setString(4, row.eventType());
                insert.setString(5, row.localId());
                insert.setString(6, MoreFields.field(row.more(), "schema"));
                insert.setString(7, MoreFields.field(row.more(), "service-id"));
                insert.setString(8, MoreFields.field(row.more(), "caused-by"));
                insert.setString(9, row.more());
                insert.setString(10, row.payload());
                insert.setLong(11, row.previous());
                insert.setInt(12, row.crc());
                insert.executeUpdate();
            }
        }
    }

    private static long count(Statement statement, String sql) throws Exception {
        try (ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        }
    }
}
