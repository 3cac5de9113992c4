package io.photon.cli.output;

import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.util.StringJoiner;

/** Shows inferred schemas: a row per field on a terminal, else as the daemon sent them. */
public final class SchemaTable {

    private SchemaTable() {}

    /** Shows {@code {version:{"total-events","schema":{"count","m":{…}}}}}, to the exit code. */
    public static int show(Result<byte[]> answer, Report report) {
        if (answer instanceof Result.Err<byte[]> || report.one() != Format.table) {
            return report.show(answer);
        }
        byte[] json = ((Result.Ok<byte[]>) answer).value();
        Table table =
                report.table("VERSION", "EVENTS", "FIELD", "REQUIRED", "TYPE").right(1);
        boolean[] partial = {false};
        JsonFields.forEach(json, 0, json.length, (b, nameFrom, nameTo, from, to) -> {
            String version = JsonFields.text(b, nameFrom - 1, nameTo + 1);
            int[] schema = JsonFields.find(b, from, to, "schema");
            int[] fields = schema == null ? null : JsonFields.find(b, schema[0], schema[1], "m");
            if (fields != null) {
                partial[0] |= JsonFields.find(b, schema[0], schema[1], "truncated") != null;
                JsonFields.forEach(b, fields[0], fields[1], (c, n, m, at, end) -> {
                    partial[0] |= JsonFields.find(c, at, end, "deeper") != null;
                    table.row(
                            version,
                            text(c, at, end, "count"),
                            text(c, at, end, "path"),
                            text(c, at, end, "mode").equals("required") ? "yes" : "no",
                            types(c, at, end));
                });
            }
        });
        table.flush();
        if (partial[0]) {
            report.note("there are more fields, or deeper ones, than are told apart");
        }
        return ExitCode.OK;
    }

    /** The types with how many events have each, when there are several. */
    private static String types(byte[] json, int from, int to) {
        int[] types = JsonFields.find(json, from, to, "types");
        StringJoiner words = new StringJoiner(", ");
        int[] count = {0};
        if (types != null) {
            JsonFields.forEach(json, types[0], types[1], (b, n, m, at, end) -> count[0]++);
            JsonFields.forEach(json, types[0], types[1], (b, n, m, at, end) -> {
                String word = JsonFields.text(b, n - 1, m + 1);
                words.add(count[0] == 1 ? word : word + " (" + JsonFields.text(b, at, end) + ")");
            });
        }
        return words.toString();
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null ? "" : JsonFields.text(json, range[0], range[1]);
    }
}
