// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.DataOut;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Format;
import io.photon.cli.output.Paint;
import io.photon.cli.output.Report;
import io.photon.cli.output.Table;
import io.photon.cli.output.TerminalSafe;
import io.photon.cli.output.Units;
import io.photon.codec.JsonFields;
import io.photon.result.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Shows inferred schemas: for people the fields of the first version, and of each later one what changed against the one
 * before; else as the daemon sent them.
 */
public final class SchemaTable {

    private static final String UNVERSIONED = "__unversioned__";

    private final Report report;
    private @Nullable Map<String, Field> before;
    private @Nullable String versionBefore;
    private boolean partial;

    private SchemaTable(Report report) {
        this.report = report;
    }

    /** @param types with how many events have each, when there are several @param kinds the types alone */
    private record Field(String path, String count, boolean required, String types, String kinds) {

        String words() {
            return kinds + (required ? ", required" : ", optional");
        }

        boolean isLike(Field other) {
            return required == other.required && kinds.equals(other.kinds);
        }
    }

    /** Shows {@code {version:{"total-events","schema":{"count","m":{…}}}}}, to the exit code. */
    public static int show(Result<byte[]> answer, Report report) {
        if (answer instanceof Result.Err<byte[]> || report.one() != Format.table) {
            return report.show(answer);
        }
        byte[] json = answer.value();
        SchemaTable tables = new SchemaTable(report);
        JsonFields.forEach(json, 0, json.length, (b, nameFrom, nameTo, from, to) -> {
            int[] schema = JsonFields.find(b, from, to, "schema");
            int[] fields = schema == null ? null : JsonFields.find(b, schema[0], schema[1], "m");
            if (schema != null && fields != null) {
                tables.partial |= JsonFields.find(b, schema[0], schema[1], "truncated") != null;
                String version = JsonFields.text(b, nameFrom - 1, nameTo + 1);
                tables.version(version, text(b, from, to, "total-events"), tables.fields(b, fields));
            }
        });
        if (tables.partial) {
            report.note("there are more fields, or deeper ones, than are told apart");
        }
        return ExitCode.OK;
    }

    private Map<String, Field> fields(byte[] json, int[] range) {
        Map<String, Field> fields = new LinkedHashMap<>();
        JsonFields.forEach(json, range[0], range[1], (b, n, m, at, end) -> {
            partial |= JsonFields.find(b, at, end, "deeper") != null;
            String path = text(b, at, end, "path");
            boolean required = text(b, at, end, "mode").equals("required");
            fields.put(
                    path,
                    new Field(
                            path,
                            text(b, at, end, "count"),
                            required,
                            types(b, at, end, true),
                            types(b, at, end, false)));
        });
        return fields;
    }

    private void version(String version, String total, Map<String, Field> fields) {
        String name = version.equals(UNVERSIONED) ? "without a version" : "version " + version;
        String title = name + ": " + Units.counted(number(total), "event");
        DataOut out = report.out();
        Map<String, Field> last = before;
        if (last == null) {
            out.line(report.paint().bold(TerminalSafe.text(title)));
            all(fields);
        } else {
            out.write('\n');
            out.line(report.paint().bold(TerminalSafe.text(title + "; against " + versionBefore)));
            changes(last, fields);
        }
        before = fields;
        versionBefore = name;
    }

    private void all(Map<String, Field> fields) {
        Table table =
                report.table("FIELD", "REQUIRED", "EVENTS", "TYPE").right(2).dropping(2, 1);
        fields.values()
                .forEach(field -> table.row(
                        field.path, field.required ? "yes" : "no", Units.grouped(number(field.count)), field.types));
        table.flush();
    }

    private void changes(Map<String, Field> last, Map<String, Field> fields) {
        Paint paint = report.paint();
        Table table = report.table("", "FIELD", "CHANGE")
                .fixed(0)
                .style(0, sign -> sign.equals("+") ? paint.green(sign) : sign.equals("-") ? paint.red(sign) : sign);
        boolean any = false;
        for (Field field : fields.values()) {
            Field old = last.get(field.path);
            if (old == null) {
                table.row("+", field.path, "new: " + field.words());
                any = true;
            } else if (!field.isLike(old)) {
                table.row("~", field.path, old.words() + " -> " + field.words());
                any = true;
            }
        }
        for (Field old : last.values()) {
            if (!fields.containsKey(old.path)) {
                table.row("-", old.path, "gone; was " + old.words());
                any = true;
            }
        }
        table.flush();
        if (!any) {
            report.out().line("nothing changed");
        }
    }

    private static String types(byte[] json, int from, int to, boolean withCounts) {
        int[] types = JsonFields.find(json, from, to, "types");
        StringJoiner words = new StringJoiner(withCounts ? ", " : " or ");
        int[] count = {0};
        if (types != null) {
            JsonFields.forEach(json, types[0], types[1], (b, n, m, at, end) -> count[0]++);
            JsonFields.forEach(json, types[0], types[1], (b, n, m, at, end) -> {
                String word = JsonFields.text(b, n - 1, m + 1);
                boolean counted = withCounts && count[0] > 1;
                words.add(counted ? word + " (" + Units.grouped(number(JsonFields.text(b, at, end))) + ")" : word);
            });
        }
        return words.toString();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0; // a count that another daemon does not tell
        }
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        return range == null ? "" : JsonFields.text(json, range[0], range[1]);
    }
}
