package io.photon.store.h2;

import java.util.List;

/**
 * The tables of the mirror, as SQL. What stands here is format {@value #FORMAT}; a change of it needs a new number.
 *
 * <p>The event's fields are columns of a real table, not of a view over its JSON: H2 computes a view's whole result
 * before it answers, and taking 600,000 lines apart for a {@code SELECT … LIMIT 1} took 20 s. The line comes back from
 * the columns byte for byte ({@link MirrorRow#line}), and the row is a fifth smaller than the line.
 */
final class MirrorSchema {

    static final int FORMAT = 1;

    /** The columns of {@link #INSERT} and {@link #SELECT}, in order. */
    private static final String ROW = "\"order-id\", \"event-time\", \"stream-name\", \"event-type\", \"local-id\","
            + " \"more\", \"payload\", photon_previous, photon_crc";

    static final List<String> CREATE = List.of(
            "CREATE TABLE photon_meta (name VARCHAR PRIMARY KEY, text VARCHAR NOT NULL)",
            "CREATE TABLE photon_erased (stream VARCHAR PRIMARY KEY, up_to BIGINT NOT NULL)",
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

    static final String INSERT = "INSERT INTO events (" + ROW + ", \"schema\", \"service-id\", \"caused-by\")"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    static final String SELECT = "SELECT " + ROW + " FROM events";

    private MirrorSchema() {}
}
