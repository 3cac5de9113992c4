// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.sql;

import io.photon.cli.command.NetworkCommand;
import io.photon.cli.input.TextArgument;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.cli.output.view.SqlErrorPlace;
import io.photon.cli.output.view.SqlRows;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonWriter;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon sql}. */
@Command(
        name = "sql",
        header = "Query what is stored with SQL.",
        description = {
            "Runs one query over the tables events and streams, and over each projection by its name. The daemon runs it in a"
                    + " process of its own, so that no query is in the way of those who emit; it reads what is stored now, and can"
                    + " change nothing.",
            "Columns with a hyphen have a second name with an underscore, which needs no double quotes: order_id. A field of a"
                    + " payload: json_value(payload, '$.customer.city'). A projection as it was:"
                    + " projection_at('stock', 1764000000000001). All of it: docs/sql.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon sql 'SELECT * FROM streams ORDER BY total_events DESC LIMIT 10'",
            "  photon sql \"SELECT json_value(payload, 'city') AS city, COUNT(*) FROM events WHERE stream_name = 'orders' GROUP BY"
                    + " json_value(payload, 'city')\"",
            "  photon sql 'SELECT * FROM events WHERE stream_name = ?' --arg \"$STREAM\" -o csv > orders.csv",
            "  photon sql --fresh 'SELECT * FROM stock WHERE value < 10'",
            "  photon sql -f report.sql"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:answered",
            "2:no query, or not one that can be read; more memory or disk than it may take",
            "5:not allowed, or SQL is switched off",
            "6:daemon unreachable, or busy with other queries",
            "124:it took longer than it may",
            "130:interrupted; the query is broken off"
        })
public final class SqlCommand extends NetworkCommand<PhotonClient> {

    @Mixin
    SqlOutputOptions output;

    @Parameters(index = "0", arity = "0..1", paramLabel = "QUERY", description = "one statement; - or none: stdin")
    @Nullable String sql;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the statement is in this file; - for stdin")
    @Nullable Path file;

    @Option(names = "--arg", paramLabel = "VALUE", description = "the value of the next ? in the query; repeatable")
    List<String> args = new ArrayList<>();

    @Option(names = "--fresh", description = "wait for projections until they cover what is stored now")
    boolean fresh;

    @Option(
            names = "--max-rows",
            paramLabel = "N",
            description = "at most N rows (default and most: the daemon's sql.max-rows)")
    @Nullable Integer maxRows;

    @Override
    protected Report report() {
        return output.open(spec);
    }

    @Override
    protected Result<PhotonClient> open(Report report) {
        return connection.open(report, true, null);
    }

    @Override
    protected void cancel(PhotonClient client) {
        client.cancel();
    }

    @Override
    protected int run(PhotonClient client, Report report) throws IOException {
        Result<String> statement = statement(report);
        if (!statement.isOk()) {
            return report.fail(statement.failure());
        }
        if (maxRows != null && maxRows < 1) {
            return report.fail(
                    Failure.of(Failure.Kind.BAD_INPUT, "--max-rows is " + maxRows, "give a number of rows, 1 or more"));
        }
        Result<Long> timeout = connection.givenTimeoutMs();
        if (!timeout.isOk()) {
            return report.fail(timeout.failure());
        }
        byte[] request = request(statement.value(), timeout.value());
        SqlRows rows = new SqlRows(report, output.isBare());
        Result<Long> answered = client.sql(request, report.many() != Format.json, rows);
        Result<Boolean> shown = rows.end(answered);
        if (shown.isOk()) {
            return ExitCode.OK;
        }
        if (!report.isAsked(Format.json)) {
            SqlErrorPlace.show(statement.value(), shown.failure(), report);
        }
        return report.fail(shown.failure());
    }

    private byte[] request(String statement, long timeoutMs) {
        JsonWriter json = new JsonWriter(statement.length() + 128)
                .object()
                .field("sql", statement)
                .field("args")
                .array();
        args.forEach(json::value);
        json.endArray().field("fresh", fresh);
        if (timeoutMs > 0) {
            json.field("timeout", timeoutMs);
        }
        if (maxRows != null) {
            json.field("max-rows", maxRows);
        }
        return json.endObject().bytes();
    }

    private Result<String> statement(Report report) throws IOException {
        if (file != null && sql != null) {
            return Result.err(Failure.Kind.BAD_INPUT, "both a query and --file are given", "give one of them");
        }
        if (file == null && sql == null && report.console().isInTerminal()) {
            return Result.err(
                    Failure.Kind.BAD_INPUT, "there is no query", "photon sql 'SELECT * FROM streams', or -f FILE");
        }
        if (sql != null && !sql.equals("-")) {
            return Result.ok(sql);
        }
        boolean stdin = file == null || file.toString().equals("-");
        return TextArgument.text(
                "the query", stdin ? "-" : "@" + file, report.console().in());
    }
}
