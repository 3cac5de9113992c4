// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.store.h2.MirrorOpening.Opened;
import io.photon.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorDatabaseTest {

    private static final String STORE = "photon-store-0123456789abcdef";
    private static final long FIRST = MirrorEvents.FIRST;

    @TempDir
    Path directory;

    private MirrorFile file;
    private MirrorOpening opening;

    @BeforeEach
    void setUp() {
        file = new MirrorFile(directory.resolve("photon.h2"));
        opening = new MirrorOpening(file, Duration.ofSeconds(20));
    }

    @Test
    void rowsAreThereAfterReopening() throws Exception {
        List<Event> events = MirrorEvents.events(FIRST, 100, new Random(1));
        try (MirrorDatabase database = opening.create(STORE, "m1")) {
            database.add(events.subList(0, 60), FIRST + 59);
            database.add(events.subList(60, 100), FIRST + 200);
        }
        try (MirrorDatabase database = opened()) {
            assertEquals(FIRST + 200, database.head());
            assertEquals(FIRST + 99, database.lastRow());
            assertEquals("m1", database.mark());
            List<MirrorRow> rows = database.rows(0, Long.MAX_VALUE, 1_000, Long.MAX_VALUE);
            assertEquals(events, rows.stream().map(MirrorRow::checked).toList());
            assertEquals(0, rows.get(0).previous());
            assertEquals(FIRST + 58, rows.get(59).previous());
            assertEquals(events.get(7), database.row(FIRST + 7).checked());
            assertNull(database.row(FIRST + 100));
        }
    }

    @Test
    void aPageIsBoundedByRowsAndBySizeButHoldsOne() throws Exception {
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                events.add(MirrorEvents.parsed(
                        FIRST + i,
                        "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":\"" + "x".repeat(1_000) + "\"}"));
            }
            database.add(events, FIRST + 9);
            assertEquals(4, database.rows(0, Long.MAX_VALUE, 4, Long.MAX_VALUE).size());
            assertEquals(2, database.rows(0, Long.MAX_VALUE, 100, 2_500).size());
            assertEquals(1, database.rows(FIRST, Long.MAX_VALUE, 100, 10).size());
            assertEquals(3, database.rows(FIRST, FIRST + 3, 100, Long.MAX_VALUE).size());
            assertEquals(List.of(), database.rows(FIRST + 9, Long.MAX_VALUE, 100, 10));
        }
    }

    @Test
    void aPayloadOf16MiBIsMirrored() throws Exception {
        Event event = MirrorEvents.parsed(
                FIRST, "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":\"" + "ä".repeat(8 << 20) + "\"}");
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            database.add(List.of(event), FIRST);
        }
        try (MirrorDatabase database = opened()) {
            assertArrayEquals(event.line(), database.row(FIRST).line());
        }
    }

    @Test
    void largeAndSmallRowsInAnyOrderAreThereAgain() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int length = random.nextInt(20) == 0 ? random.nextInt(300_000) : random.nextInt(6_000);
            events.add(MirrorEvents.parsed(
                    FIRST + i,
                    "{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":\"" + "x".repeat(length) + "\"}"));
        }
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            for (int from = 0; from < 400; ) {
                int to = Math.min(400, from + 1 + random.nextInt(60));
                database.add(events.subList(from, to), FIRST + to - 1);
                from = to;
            }
        }
        try (MirrorDatabase database = opened()) {
            assertEquals(
                    events,
                    database.rows(0, Long.MAX_VALUE, 1_000, Long.MAX_VALUE).stream()
                            .map(MirrorRow::checked)
                            .toList(),
                    "seed " + seed);
            assertEquals(0, database.missing());
        }
    }

    @Test
    void whatIsNotAboveTheLastRowIsRefusedAndNothingOfTheCallIsWritten() throws Exception {
        List<Event> events = MirrorEvents.events(FIRST, 100, new Random(1));
        MirrorDatabase database = opening.create(STORE, "m");
        database.add(events.subList(0, 60), FIRST + 59);
        database.checkpoint();
        List<Event> outOfOrder = new ArrayList<>(events.subList(60, 70));
        outOfOrder.add(events.get(3));
        assertThrows(MirrorException.class, () -> database.add(outOfOrder, FIRST + 70));
        database.close();
        try (MirrorDatabase again = opened()) {
            assertEquals(FIRST + 59, again.head());
            assertEquals(FIRST + 59, again.lastRow());
        }
    }

    /** Rows that are appended behind SQL would be missing in it. */
    @Test
    void aDatabaseWithAnIndexOrAColumnOfSomebodysIsRebuilt() throws Exception {
        for (String change : List.of(
                "CREATE INDEX mine ON events(\"stream-name\")",
                "ALTER TABLE events ADD COLUMN mine INT",
                "ALTER TABLE events DROP COLUMN \"schema\"",
                "DROP TABLE events CASCADE")) {
            opening.create(STORE, "m").close();
            try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
                connection.createStatement().execute(change);
            }
            Opened.Damaged damaged = assertInstanceOf(Opened.Damaged.class, opening.open(STORE, null), change);
            assertTrue(damaged.why().contains("table events"), damaged.why());
            Files.delete(file.path());
        }
    }

    @Test
    void tablesOfAnEarlierPhotonAreNoDamage() throws Exception {
        opening.create(STORE, "m").close();
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
            say(connection, "format", "1");
            say(connection, "check", MirrorSchema.check(STORE, "1"));
        }
        assertEquals(new Opened.Earlier(1), opening.open(STORE, null));
    }

    @Test
    void anEventTimeBeyondAllCalendarsIsMirrored() throws Exception {
        Event event =
                Event.ofLine(("{\"order-id\":" + FIRST + ",\"event-time\":999999999999999999,\"stream-name\":\"s\","
                                + "\"event-type\":\"t\",\"payload\":1}")
                        .getBytes(StandardCharsets.UTF_8));
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            database.add(List.of(event), FIRST);
            assertEquals(event, database.row(FIRST).checked());
        }
    }

    @Test
    void removedRowsLeaveNoBytes() throws Exception {
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                String stream = i % 3 == 1 ? "secret" : "open";
                events.add(MirrorEvents.parsed(
                        FIRST + i,
                        "{\"stream-name\":\"" + stream + "\",\"event-type\":\"t\",\"payload\":\"" + marker(stream, i)
                                + "\"}"));
            }
            database.add(events, FIRST + 2_999);
            database.checkpoint();
            assertTrue(markersFound("secret") > 990);
            long after = 0;
            Map<Long, String> page = database.streamNames(after, 256);
            while (!page.isEmpty()) {
                database.delete(page.entrySet().stream()
                        .filter(row -> row.getValue().equals("secret"))
                        .map(Map.Entry::getKey)
                        .toList());
                after = Collections.max(page.keySet());
                page = database.streamNames(after, 256);
            }
            assertTrue(database.compactionDue());
        }
        file.compact();
        assertEquals(0, markersFound("secret"), "bytes of removed rows are still in the file");
        assertTrue(markersFound("open") > 1_990, "the search finds what is there");
        try (MirrorDatabase database = opened()) {
            assertEquals(
                    2_000,
                    database.rows(0, Long.MAX_VALUE, 10_000, Long.MAX_VALUE).size());
            assertEquals(0, database.missing());
        }
    }

    @Test
    void rowsTheLogDoesNotHaveAreTrimmed() throws Exception {
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            database.add(MirrorEvents.events(FIRST, 10, new Random(1)), FIRST + 9);
            assertEquals(4, database.trim(FIRST + 5));
            assertEquals(FIRST + 5, database.head());
            assertEquals(FIRST + 5, database.lastRow());
            assertEquals(0, database.trim(FIRST + 5));
        }
    }

    @Test
    void anyToolReadsTheEventsWithPlainSql() throws Exception {
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            database.add(
                    List.of(
                            MirrorEvents.parsed(
                                    FIRST,
                                    "{\"stream-name\":\"orders\",\"event-type\":\"Placed\",\"schema\":\"2\","
                                            + "\"service-id\":\"shop\",\"colour\":\"red\",\"payload\":{\"total\":12.50}}"),
                            MirrorEvents.event("others", FIRST + 1)),
                    FIRST + 1);
        }
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "");
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT \"order-id\", \"time\", \"event-type\", \"schema\","
                    + " \"service-id\", (\"more\" FORMAT JSON).\"colour\", (\"payload\" FORMAT JSON).\"total\""
                    + " FROM events WHERE \"stream-name\" = 'orders'")) {
                assertTrue(row.next());
                assertEquals(FIRST, row.getLong(1));
                assertEquals("2025-11-24 16:00:00", row.getString(2));
                assertEquals("Placed", row.getString(3));
                assertEquals("2", row.getString(4));
                assertEquals("shop", row.getString(5));
                assertEquals("\"red\"", row.getString(6));
                assertEquals("12.50", row.getString(7));
                assertFalse(row.next());
            }
            try (ResultSet row = statement.executeQuery("SELECT * FROM streams ORDER BY 1")) {
                assertTrue(row.next());
                assertEquals("orders", row.getString("stream-name"));
                assertEquals(1, row.getLong("total-events"));
            }
        }
    }

    @Test
    void aMissingDatabaseIsMissing() throws Exception {
        assertInstanceOf(Opened.Missing.class, opening.open(STORE, null));
        Files.createFile(file.path());
        assertInstanceOf(Opened.Missing.class, opening.open(STORE, null));
    }

    @Test
    void anotherStoresDatabaseIsRefusedAndNotTouched() throws Exception {
        opening.create("photon-store-of-others", "m").close();
        byte[] before = Files.readAllBytes(file.path());
        Opened.Refused refused = assertInstanceOf(Opened.Refused.class, opening.open(STORE, null));
        assertTrue(refused.why().contains("another Photon store (photon-store-of-others)"), refused.why());
        assertTrue(refused.why().contains(file.path().toString()), refused.why());
        assertArrayEquals(before, Files.readAllBytes(file.path()));
    }

    @Test
    void aDatabaseOfSomethingElseIsRefusedAndNotTouched() throws Exception {
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
            connection.createStatement().execute("CREATE TABLE customers (id INT)");
        }
        byte[] before = Files.readAllBytes(file.path());
        assertTrue(assertInstanceOf(Opened.Refused.class, opening.open(STORE, null))
                .why()
                .contains("not of Photon"));
        assertArrayEquals(before, Files.readAllBytes(file.path()));
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws Exception {
        Files.writeString(file.path(), "dear diary");
        Opened.Refused refused = assertInstanceOf(Opened.Refused.class, opening.open(STORE, null));
        assertTrue(refused.why().contains("not a database of Photon"), refused.why());
    }

    @Test
    void aDatabaseOfPhotonZeroNineIsRefused() throws Exception {
        Files.writeString(file.beside(".h2.db"), "-- H2 0.5/B --      \n");
        Opened.Refused refused = assertInstanceOf(Opened.Refused.class, opening.open(STORE, null));
        assertTrue(refused.why().contains("photon.h2.h2.db is a database of an older format"), refused.why());
    }

    @Test
    void aDatabaseOfH2OneFourIsRefusedAndOneOfANewerH2Too() throws Exception {
        opening.create(STORE, "m").close();
        byte[] good = Files.readAllBytes(file.path());
        Files.write(file.path(), withFormat(good, "1"));
        assertTrue(assertInstanceOf(Opened.Refused.class, opening.open(STORE, null))
                .why()
                .contains("older format"));
        Files.write(file.path(), withFormat(good, "9"));
        assertTrue(assertInstanceOf(Opened.Refused.class, opening.open(STORE, null))
                .why()
                .contains("newer H2"));
    }

    @Test
    void tablesOfANewerPhotonAreRefused() throws Exception {
        opening.create(STORE, "m").close();
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
            say(connection, "format", "3");
            say(connection, "check", MirrorSchema.check(STORE, "3"));
        }
        Opened.Refused refused = assertInstanceOf(Opened.Refused.class, opening.open(STORE, null));
        assertTrue(refused.why().contains("tables of format 3; this Photon knows format 2"), refused.why());
    }

    /** H2 does not notice every damage of a page. Rows of no known stream could be those that are to be erased. */
    @Test
    void aRowOfNoStreamIsDamageToThoseWhoAskWhereEachEventBelongs() throws Exception {
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            database.add(MirrorEvents.events(FIRST, 3, new Random(1)), FIRST + 2);
        }
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
            connection.createStatement().execute("ALTER TABLE events ALTER COLUMN \"stream-name\" SET NULL");
            connection
                    .createStatement()
                    .execute("UPDATE events SET \"stream-name\" = NULL WHERE \"order-id\" = " + (FIRST + 1));
        }
        try (MirrorDatabase database = opened()) {
            MirrorException refused = assertThrows(MirrorException.class, () -> database.streamNames(0, 10));
            assertTrue(refused.getMessage().contains("row " + (FIRST + 1)), refused.getMessage());
        }
    }

    private static void say(Connection connection, String name, String text) throws SQLException {
        connection
                .createStatement()
                .execute("UPDATE photon_meta SET text = '" + text + "' WHERE name = '" + name + "'");
    }

    @ParameterizedTest
    @CsvSource({"format,3", "format,1", "format,x", "store-id,another", "check,0"})
    void aBitThatFellInWhatADatabaseSaysOfItselfIsDamageAndNoOtherDatabase(String name, String text) throws Exception {
        opening.create(STORE, "m").close();
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
            say(connection, name, text);
        }
        Opened.Damaged damaged = assertInstanceOf(
                Opened.Damaged.class, opening.open(STORE, file.look(STORE).created()));
        assertTrue(damaged.why().contains("does not fit its checksum"), damaged.why());
    }

    @Test
    void aDatabaseMadeBeforeThereWasAChecksumIsOpenedAndGetsOne() throws Exception {
        opening.create(STORE, "m").close();
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
            connection.createStatement().execute("DELETE FROM photon_meta WHERE name = 'check'");
        }
        opened().close();
        try (Connection connection = DriverManager.getConnection(file.url(), "sa", "")) {
            assertTrue(MirrorSchema.identity(connection).checked());
            connection.createStatement().execute("DELETE FROM photon_meta WHERE name = 'check'");
            say(connection, "format", "3");
        }
        Opened.Damaged damaged = assertInstanceOf(Opened.Damaged.class, opening.open(STORE, null));
        assertTrue(damaged.why().contains("no Photon made such tables"), damaged.why());
    }

    @Test
    void aDatabaseLockedByAnotherConnectionIsLocked() throws Exception {
        opening.create(STORE, "m").close();
        Process holder = H2Harness.lock(file);
        try {
            assertInstanceOf(Opened.Locked.class, opening.open(STORE, null));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        opened().close();
    }

    @Test
    void aFileThatDoesNotOpenInTimeIsDamaged() throws Exception {
        opening.create(STORE, "m").close();
        Opened.Damaged damaged =
                assertInstanceOf(Opened.Damaged.class, new MirrorOpening(file, Duration.ZERO).open(STORE, null));
        assertTrue(damaged.why().contains("did not open within"), damaged.why());
        // Given up, H2 may still be writing beside the file; the folder is removed after it.
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("photon-mirror-open")) {
                thread.join(30_000);
            }
        }
    }

    /** H2 takes a file that was cut for an empty database; we must not. */
    @Test
    void aDatabaseCutAtAnyLengthIsDamagedOrHoldsARightBeginning() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        List<Event> events = MirrorEvents.events(FIRST, 2_000, random);
        try (MirrorDatabase database = opening.create(STORE, "m")) {
            for (int i = 0; i < 2_000; i += 500) {
                database.add(events.subList(i, i + 500), FIRST + i + 499);
                database.checkpoint();
            }
        }
        byte[] good = Files.readAllBytes(file.path());
        String created = file.look(STORE).created();
        for (int round = 0; round < 60; round++) {
            int length = round < 20 ? 1 + random.nextInt(9_000) : 1 + random.nextInt(good.length - 1);
            Files.write(file.path(), Arrays.copyOf(good, length));
            Opened opened = opening.open(STORE, created);
            if (opened instanceof Opened.Open open) {
                try (MirrorDatabase database = open.database()) {
                    long head = database.head();
                    assertEquals(head == 0 ? 0 : head, database.lastRow(), "seed " + seed + " cut at " + length);
                } catch (MirrorException e) {
                    assertTrue(e.getMessage().startsWith("H2 says"), "seed " + seed + " cut at " + length);
                }
            } else {
                assertInstanceOf(Opened.Damaged.class, opened, "seed " + seed + " cut at " + length + " " + opened);
            }
        }
    }

    private MirrorDatabase opened() throws Exception {
        return assertInstanceOf(Opened.Open.class, opening.open(STORE, null)).database();
    }

    /** Random text that compression leaves as it is. */
    private static String marker(String stream, int i) {
        return Long.toString(new Random(stream.hashCode() * 31L + i).nextLong() >>> 20, 36);
    }

    /** How many of the payloads' texts stand in the file's bytes. */
    private int markersFound(String stream) throws Exception {
        String bytes = Files.readString(file.path(), StandardCharsets.ISO_8859_1);
        int found = 0;
        for (int i = 0; i < 3_000; i++) {
            found += bytes.contains(marker(stream, i)) ? 1 : 0;
        }
        return found;
    }

    /** The same header with another format and a right checksum, in both copies. */
    private static byte[] withFormat(byte[] good, String format) {
        byte[] changed = good.clone();
        for (int at = 0; at < 8_192; at += 4_096) {
            String header = new String(good, at, 4_096, StandardCharsets.ISO_8859_1);
            int sum = header.indexOf(",fletcher:");
            String fields = header.substring(0, sum).replace("format:3", "format:" + format);
            byte[] bytes = fields.getBytes(StandardCharsets.ISO_8859_1);
            String line = fields + ",fletcher:"
                    + Integer.toHexString(org.h2.mvstore.DataUtils.getFletcher32(bytes, 0, bytes.length)) + "\n";
            Arrays.fill(changed, at, at + 4_096, (byte) ' ');
            System.arraycopy(line.getBytes(StandardCharsets.ISO_8859_1), 0, changed, at, line.length());
        }
        return changed;
    }
}
