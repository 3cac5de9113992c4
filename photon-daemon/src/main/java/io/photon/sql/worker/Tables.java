// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.sql.wire.ProjectionValue;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.schema.Schema;
import org.h2.table.Column;
import org.h2.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * The database of this process: who may do what in it, and its tables. {@code events} and {@code streams} are there always; a
 * projection becomes a table when a query names it, and goes after the query. For one thread.
 */
final class Tables implements AutoCloseable {

    /** Where projections are: found without its name, too, after the two tables. */
    static final String PROJECTIONS = "projection";

    private static final String OPTIONS =
            ";DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE" + ";NON_KEYWORDS=KEY,VALUE;TIME ZONE=UTC";

    private static final String OWNERS_OPTIONS =
            OPTIONS + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

    private static final String READER = "reader";

    /** Rows to be sorted stay in memory up to a number; this much of it is kept for each, bytes. */
    private static final long HEAP_OF_A_ROW = 2_048;

    private static final List<String> SETUP = List.of(
            "SET MAX_MEMORY_ROWS " + Runtime.getRuntime().maxMemory() / HEAP_OF_A_ROW,
            "CREATE SCHEMA " + PROJECTIONS,
            "CREATE ALIAS projection_at FOR \"" + SqlFunctions.class.getName() + ".projectionAt\"",
            "CREATE ALIAS json_value DETERMINISTIC FOR \"" + SqlFunctions.class.getName() + ".jsonValue\"",
            "CREATE USER " + READER + " PASSWORD ''",
            "GRANT SELECT ON SCHEMA PUBLIC TO " + READER,
            "GRANT SELECT ON SCHEMA " + PROJECTIONS + " TO " + READER);

    /** H2 calls a function without telling it whose. There is one database in this process. */
    private static final AtomicReference<@Nullable Tables> CURRENT = new AtomicReference<>();

    private final String url;
    private final Connection owner;
    private final Map<String, Table> projections = new HashMap<>();
    private final EventsTable events;
    private final StreamsTable streams;
    private QuerySnapshot snapshot;

    /** @param database where its files are; without a suffix @param none what is seen between questions */
    private Tables(String database, QuerySnapshot none) throws SQLException {
        String file = "jdbc:h2:file:" + database;
        this.url = file + OPTIONS;
        this.snapshot = none;
        this.owner = DriverManager.getConnection(file + OWNERS_OPTIONS, "owner", "");
        try (Statement statement = owner.createStatement()) {
            for (String sql : SETUP) {
                statement.execute(sql);
            }
        }
        SessionLocal session = session(owner);
        Schema main = session.getDatabase().getMainSchema();
        events = new EventsTable(session, main, () -> snapshot);
        streams = new StreamsTable(session, main, () -> snapshot);
        main.add(events);
        main.add(streams);
    }

    static Tables open(String database, QuerySnapshot none) throws SQLException {
        Tables tables = new Tables(database, none);
        CURRENT.set(tables);
        return tables;
    }

    static Tables current() {
        return Objects.requireNonNull(CURRENT.get(), "no database is open");
    }

    static SessionLocal session(Connection connection) {
        return (SessionLocal) ((JdbcConnection) connection).getSession();
    }

    /** What the next query sees. */
    void show(QuerySnapshot next) {
        snapshot = next;
    }

    QuerySnapshot snapshot() {
        return snapshot;
    }

    /** A connection that may only read. @param timeoutMs for a query */
    Connection reader(long timeoutMs) throws SQLException {
        return DriverManager.getConnection(
                url + ";LAZY_QUERY_EXECUTION=TRUE;SCHEMA_SEARCH_PATH=PUBLIC," + PROJECTIONS + ";QUERY_TIMEOUT="
                        + timeoutMs,
                READER,
                "");
    }

    /** Makes a projection a table. @param typed its name as the query has it @return whether there is one */
    boolean bring(String typed) {
        Optional<String> name = named(typed);
        if (name.isEmpty() || projections.containsKey(name.get())) {
            return false;
        }
        ProjectionValue value = snapshot.value(name.get(), "");
        SessionLocal session = session(owner);
        Schema schema = session.getDatabase().getSchema(PROJECTIONS);
        Table table = new RowsTable(session, schema, value.name(), ValueRows.of(value.json()));
        schema.add(table);
        projections.put(name.get(), table);
        return true;
    }

    /** The projection of that name, else the only one whose name differs in upper and lower case. */
    private Optional<String> named(String typed) {
        List<String> names = snapshot.projections();
        if (names.contains(typed)) {
            return Optional.of(typed);
        }
        List<String> alike = names.stream().filter(typed::equalsIgnoreCase).toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    ValueRows projectionAt(String name, String position) {
        return ValueRows.of(snapshot.value(name, position).json());
    }

    /** The tables of projections go. */
    void forgetProjections() {
        projections.values().forEach(table -> table.getSchema().remove(table));
        projections.clear();
    }

    /** Names of tables that a query may have meant. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of(EventsTable.NAME, StreamsTable.NAME));
        names.addAll(snapshot.projections());
        return names;
    }

    /** Names of columns that a query may have meant: those of the tables that it could see. */
    List<String> columns() {
        List<String> names = new ArrayList<>();
        List<Table> tables = new ArrayList<>(List.of(events, streams));
        tables.addAll(projections.values());
        for (Table table : tables) {
            for (Column column : table.getColumns()) {
                names.add(column.getName().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    @Override
    public void close() throws SQLException {
        owner.close();
    }
}
