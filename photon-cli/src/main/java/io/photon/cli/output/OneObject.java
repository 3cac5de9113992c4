// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows one JSON object: as it came, as names and values, or its first value alone. */
public final class OneObject {

    /** Of what has no room after its name. */
    private static final int INDENT = 4;

    private OneObject() {}

    public static void show(byte[] json, Report report) {
        DataOut out = report.out();
        switch (report.one()) {
            case json, ndjson -> line(json, report);
            case raw -> raw(json, out);
            case table -> table(json, report);
        }
    }

    private static void table(byte[] json, Report report) {
        int[] widest = {0};
        JsonFields.forEach(
                json,
                0,
                json.length,
                (b, nameFrom, nameTo, from, to) ->
                        widest[0] = Math.max(widest[0], Columns.of(label(b, nameFrom, nameTo, from, to))));
        JsonFields.forEach(
                json,
                0,
                json.length,
                (b, nameFrom, nameTo, from, to) -> fact(
                        report,
                        name(b, nameFrom, nameTo),
                        label(b, nameFrom, nameTo, from, to),
                        widest[0],
                        b,
                        from,
                        to));
    }

    private static String label(byte[] json, int nameFrom, int nameTo, int from, int to) {
        return Facts.label(name(json, nameFrom, nameTo), new String(json, from, to - from, StandardCharsets.UTF_8));
    }

    /** A name and its value; objects and arrays over several lines. @param label how the name is shown */
    private static void fact(Report report, String name, String label, int widest, byte[] json, int from, int to) {
        DataOut out = report.out();
        out.print(report.paint().cyan(label) + " ".repeat(Math.max(0, widest - Columns.of(label)) + 2));
        boolean isNested = to > from && (json[from] == '{' || json[from] == '[');
        if (isNested) {
            PrettyJson pretty = new PrettyJson(out, report.paint(), " ".repeat(widest + 2));
            pretty.write(json, from, to - from);
            pretty.end();
        } else {
            String text = TerminalSafe.text(Facts.value(name, JsonFields.text(json, from, to)));
            if (name.equals("status")) {
                out.line(report.paint().state(text));
            } else {
                out.line(inLines(text, widest + 2, report.width()));
            }
        }
    }

    /** A value after its name; where a word of it does not fit there, it begins in the next line. */
    private static String inLines(String text, int indent, int width) {
        List<String> lines = Columns.lines(text, width - indent);
        if (lines.stream().allMatch(line -> Columns.of(line) <= width - indent)) {
            return String.join("\n" + " ".repeat(indent), lines);
        }
        String lead = "\n" + " ".repeat(INDENT);
        return lead + String.join(lead, Columns.lines(text, width - INDENT));
    }

    private static String name(byte[] json, int from, int to) {
        return TerminalSafe.text(new String(json, from, to - from, StandardCharsets.UTF_8));
    }

    private static void raw(byte[] json, DataOut out) {
        boolean[] shown = {false};
        JsonFields.forEach(json, 0, json.length, (b, nameFrom, nameTo, from, to) -> {
            if (!shown[0]) {
                shown[0] = true;
                out.line(JsonFields.text(b, from, to));
            }
        });
    }

    private static void line(byte[] json, Report report) {
        if (report.isPretty()) {
            PrettyJson.show(json, report.out(), report.paint());
            return;
        }
        report.out().write(json);
        if (json.length == 0 || json[json.length - 1] != '\n') {
            report.out().write('\n');
        }
    }
}
