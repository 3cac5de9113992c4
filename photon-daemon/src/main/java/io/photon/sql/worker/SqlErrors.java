// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import io.photon.result.Failure;
import io.photon.settings.Closest;
import io.photon.sql.wire.SqlFailures;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/** What H2 says of a statement, in words for the person who wrote it. */
final class SqlErrors {

    private static final Pattern NAME = Pattern.compile("\"(.*?)\" not found", Pattern.DOTALL);
    private static final Pattern SYNTAX = Pattern.compile("\"(.*)\"(?:; expected \"(.*)\")?[^\"]*", Pattern.DOTALL);
    /** What H2 says in quotes: of a statement that it cannot prepare, a part of that as a rule. */
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private static final Pattern METHOD = Pattern.compile("\"(\\w+) \\(");
    private static final String VALUES_HINT = "give a value for each ?, and not more";
    private static final String DIALECT_HINT = "the dialect is H2's: https://h2database.com/html/commands.html#select";
    private static final String COLUMNS_HINT = "see the columns in docs/sql.md, or with: SELECT * FROM … LIMIT 1";

    private static final String ROWS_HINT =
            "if it is about a value of an event: leave such events out by WHERE, or look at it with json_value first";

    private final Tables tables;
    private final StatementPlaces place;
    private final long timeoutMs;

    SqlErrors(Tables tables, StatementPlaces place, long timeoutMs) {
        this.tables = tables;
        this.place = place;
        this.timeoutMs = timeoutMs;
    }

    /** The table that is missing; null when the failure is another. */
    static @Nullable String missingTable(SQLException e) {
        return switch (e.getErrorCode()) {
            case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1 -> name(e);
            default -> null;
        };
    }

    private static @Nullable String name(SQLException e) {
        Matcher name = NAME.matcher(said(e));
        return name.find() ? name.group(1) : null;
    }

    /** H2's words without the statement and the number that it adds. */
    private static String said(SQLException e) {
        String words = e instanceof JdbcException h2 ? h2.getOriginalMessage() : e.getMessage();
        return words == null ? "no reason was given" : words;
    }

    /** @param prepared whether H2 had read the whole statement: then it is about what was found in the rows */
    Failure failure(Exception thrown, boolean prepared) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DaemonFailure known) {
                return known.failure();
            }
        }
        SQLException e = DbException.toSQLException(thrown);
        String missing = missingTable(e);
        if (missing != null) {
            return noTable(missing);
        }
        return switch (e.getErrorCode()) {
            case ErrorCode.SYNTAX_ERROR_1, ErrorCode.SYNTAX_ERROR_2 -> syntax(e);
            case ErrorCode.COLUMN_NOT_FOUND_1 -> noColumn(e);
            case ErrorCode.STATEMENT_WAS_CANCELED -> SqlFailures.timedOut(timeoutMs);
            case ErrorCode.ADMIN_RIGHTS_REQUIRED,
                    ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1,
                    ErrorCode.ACCESS_DENIED_TO_CLASS_1 ->
                Failure.of(
                        Failure.Kind.DENIED,
                        "SQL may not do that: " + said(e),
                        "it may read events, streams and projections, and nothing else");
            case ErrorCode.IO_EXCEPTION_1,
                    ErrorCode.IO_EXCEPTION_2,
                    ErrorCode.FILE_CORRUPTED_1,
                    ErrorCode.GENERAL_ERROR_1,
                    ErrorCode.DATABASE_IS_CLOSED -> broken(thrown);
            case ErrorCode.PARAMETER_NOT_SET_1 -> bad(said(e), VALUES_HINT);
            case ErrorCode.METHOD_NOT_FOUND_1 ->
                bad(
                        place.of(function(e)) + function(e) + " takes another number of values",
                        "json_value(json, path), projection_at(name, position)");
            // Some of them H2 finds only when it runs the statement.
            case ErrorCode.MUST_GROUP_BY_COLUMN_1,
                    ErrorCode.INVALID_USE_OF_AGGREGATE_FUNCTION_1,
                    ErrorCode.INVALID_VALUE_2,
                    ErrorCode.LIKE_ESCAPE_ERROR_1 -> ofStatement(e);
            default -> prepared ? bad(said(e), ROWS_HINT) : ofStatement(e);
        };
    }

    private static String function(SQLException e) {
        Matcher name = METHOD.matcher(said(e));
        return name.find() ? name.group(1) : "the function";
    }

    private Failure ofStatement(SQLException e) {
        return bad(
                place(e) + said(e),
                switch (e.getErrorCode()) {
                    case ErrorCode.FUNCTION_NOT_FOUND_1 ->
                        "the functions are those of H2, json_value and projection_at";
                    case ErrorCode.INVALID_VALUE_2 -> said(e).contains("parameterIndex") ? VALUES_HINT : null;
                    default -> null;
                });
    }

    /** Where in the statement stands what H2 complains about; nothing when it does not say. */
    private String place(SQLException e) {
        Matcher quoted = QUOTED.matcher(said(e));
        String found = "";
        while (found.isEmpty() && quoted.find()) {
            String part = quoted.group(1);
            String name = part.substring(part.lastIndexOf('.') + 1);
            found = place.ofText(part);
            found = found.isEmpty() && !name.isEmpty() ? place.of(name) : found;
        }
        return found;
    }

    /** The database of this process cannot go on; the daemon will start another one. */
    private static Failure broken(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains("No space left")) {
                return Failure.of(
                        Failure.Kind.NO_SPACE,
                        "the disk is full that the query puts rows aside on",
                        "make room in sql.folder, or sort and group fewer rows");
            }
        }
        return Failure.of(
                Failure.Kind.INTERNAL,
                "the query failed: " + said(DbException.toSQLException(thrown)),
                "ask again: the SQL process is started anew");
    }

    private static Failure bad(String message, @Nullable String hint) {
        return Failure.of(Failure.Kind.BAD_INPUT, message, hint);
    }

    private Failure noTable(String name) {
        List<String> names = tables.names();
        String meant = Closest.of(name.toLowerCase(Locale.ROOT), names)
                .map(closest -> "did you mean '" + closest + "'? ")
                .orElse("");
        return bad(
                place.of(name) + "there is no table '" + name + "'",
                meant + "there are events, streams, and each projection by its name");
    }

    private Failure noColumn(SQLException e) {
        String name = name(e);
        if (name == null) {
            return bad(said(e), COLUMNS_HINT);
        }
        String column = name.substring(name.lastIndexOf('.') + 1);
        String table = name.substring(0, name.length() - column.length());
        if (!table.isEmpty() && tables.columns().contains(column.toLowerCase(Locale.ROOT))) {
            return bad(
                    place.of(name) + "there is no column '" + name + "'",
                    "before the point stands a table of FROM, or the name that it has there");
        }
        String meant = Closest.of(column.toLowerCase(Locale.ROOT), tables.columns())
                .map(closest -> "did you mean " + (closest.contains("-") ? '"' + closest + '"' : closest) + "? ")
                .orElse("");
        return bad(
                place.of(column) + "there is no column '" + column + "'",
                meant.isEmpty() ? COLUMNS_HINT + ". A text stands in single quotes" : meant + COLUMNS_HINT);
    }

    private Failure syntax(SQLException e) {
        Matcher said = SYNTAX.matcher(said(e));
        if (!said.find()) {
            return bad(said(e), null);
        }
        String expected = said.group(2);
        return bad(
                place.ofMark(said.group(1).replace("\"\"", "\"")) + "that is not SQL that H2 can read",
                expected == null || expected.isBlank() ? DIALECT_HINT : "expected there: " + expected.strip());
    }
}
