// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import java.util.List;

/** The tables that are always there, for those who complete what is typed. A test compares them with H2's own. */
public final class SqlTables {

    private static final String NUMBER = "BIGINT";
    private static final String TEXT = "CHARACTER VARYING";

    /** In the order of {@code SELECT *}. */
    public static final List<Table> ALL = List.of(
            new Table(
                    "events",
                    List.of(
                            new Column("order-id", NUMBER),
                            new Column("event-time", NUMBER),
                            new Column("time", "TIMESTAMP"),
                            new Column("stream-name", TEXT),
                            new Column("event-type", TEXT),
                            new Column("local-id", TEXT),
                            new Column("schema", TEXT),
                            new Column("service-id", TEXT),
                            new Column("caused-by", TEXT),
                            new Column("more", TEXT),
                            new Column("payload", TEXT))),
            new Table(
                    "streams",
                    List.of(
                            new Column("stream-name", TEXT),
                            new Column("total-events", NUMBER),
                            new Column("first-order-id", NUMBER),
                            new Column("last-order-id", NUMBER),
                            new Column("bytes", NUMBER))));

    /** Functions of ours. */
    public static final List<String> FUNCTIONS = List.of("projection_at(name, position)", "json_value(json, path)");

    private SqlTables() {}

    /** A table. */
    public record Table(String name, List<Column> columns) {}

    /** A column. */
    public record Column(String name, String type) {}
}
