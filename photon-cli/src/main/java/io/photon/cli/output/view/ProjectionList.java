// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Facts;
import io.photon.cli.output.Format;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.client.ByteSink;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Shows projections. */
public final class ProjectionList {

    private final Report report;
    private final @Nullable String prefix;
    private final DataOut out;
    private final ByteSink json;
    private boolean any;

    /** @param prefix only names that begin so; null for all */
    public ProjectionList(Report report, @Nullable String prefix) {
        this.report = report;
        this.prefix = prefix;
        this.out = report.out();
        this.json = report.json();
    }

    /** Shows {@code {"projections":[…]}}, to the exit code. */
    public int show(Result<byte[]> answer) {
        if (answer instanceof Result.Err<byte[]> err) {
            return report.fail(err.failure());
        }
        byte[] json = answer.value();
        Format format = report.many();
        Table table = report.table("PROJECTION", "STREAM", "LANGUAGE", "STATUS", "PROCESSED", "POSITION", "REMARK")
                .fixed(3, 5)
                .right(4)
                .dropping(5, 2, 4, 1)
                .style(3, report.paint()::state);
        if (format == Format.json) {
            print("{\"projections\":[");
        }
        forEach(json, (b, from, to) -> {
            if (prefix == null || text(b, from, to, "projection-name").startsWith(prefix)) {
                item(b, from, to, format, table);
            }
        });
        if (format == Format.json) {
            print("]}\n");
        }
        table.flush();
        return ExitCode.OK;
    }

    private void item(byte[] json, int from, int to, Format format, Table table) {
        switch (format) {
            case json -> {
                print(any ? "," : "");
                this.json.write(json, from, to - from);
            }
            case ndjson -> {
                out.write(json, from, to - from);
                out.write('\n');
            }
            case raw -> out.line(text(json, from, to, "projection-name"));
            case table ->
                table.row(
                        text(json, from, to, "projection-name"),
                        text(json, from, to, "stream-name"),
                        text(json, from, to, "language"),
                        text(json, from, to, "status"),
                        Facts.value("processed", text(json, from, to, "processed")),
                        text(json, from, to, "position"),
                        remark(json, from, to));
        }
        any = true;
    }

    private void print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        json.write(bytes, 0, bytes.length);
    }

    /** Why it failed, how far it has caught up, or how many events it leaves out. */
    private static String remark(byte[] json, int from, int to) {
        int[] error = JsonFields.find(json, from, to, "last-error");
        if (error != null && json[error[0]] == '{') {
            return error(json, error[0], error[1]);
        }
        String progress = text(json, from, to, "progress");
        try {
            String skipped = text(json, from, to, "skipped");
            return progress.isEmpty()
                    ? skipped.isEmpty() ? "" : skipped + " skipped"
                    : (int) (Double.parseDouble(progress) * 100) + " %";
        } catch (NumberFormatException e) {
            return ""; // a remark is no reason to fail
        }
    }

    /** What a {@code last-error} says, and at which event. */
    public static String error(byte[] json, int from, int to) {
        String at = text(json, from, to, "order-id");
        return text(json, from, to, "message") + (at.isEmpty() ? "" : " (at order-id " + at + ")");
    }

    /** One descriptor out of {@code {"projections":[…]}}, or NOT_FOUND. */
    public static Result<byte[]> one(byte[] json, String name) {
        byte[][] found = new byte[1][];
        forEach(json, (b, from, to) -> {
            if (text(b, from, to, "projection-name").equals(name)) {
                found[0] = Arrays.copyOfRange(b, from, to);
            }
        });
        return found[0] != null
                ? Result.ok(found[0])
                : Result.err(
                        Failure.Kind.NOT_FOUND,
                        "no projection '" + name + "'",
                        "list them with: photon projection list");
    }

    private interface Item {
        void at(byte[] json, int from, int to);
    }

    private static void forEach(byte[] json, Item item) {
        int[] all = JsonFields.find(json, 0, json.length, "projections");
        if (all != null) {
            JsonFields.forEach(json, all[0], all[1], (b, n, m, from, to) -> item.at(b, from, to));
        }
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null || new String(json, range[0], range[1] - range[0], StandardCharsets.UTF_8).equals("null")
                ? ""
                : JsonFields.text(json, range[0], range[1]);
    }
}
