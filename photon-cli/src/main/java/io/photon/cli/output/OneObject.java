package io.photon.cli.output;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;

/** Shows one JSON object: as it came, as names and values, or its first value alone. */
final class OneObject {

    private OneObject() {}

    static void show(byte[] json, Report report) {
        DataOut out = report.out();
        switch (report.one()) {
            case json, ndjson -> line(json, out);
            case raw -> raw(json, out);
            case table -> {
                int[] widest = {0};
                JsonFields.forEach(
                        json,
                        0,
                        json.length,
                        (b, nameFrom, nameTo, from, to) -> widest[0] = Math.max(widest[0], nameTo - nameFrom));
                JsonFields.forEach(json, 0, json.length, (b, nameFrom, nameTo, from, to) -> {
                    String name = new String(b, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
                    String value = value(name, JsonFields.text(b, from, to));
                    out.line(Harmless.text(name)
                            + " ".repeat(Math.max(0, widest[0] - name.length()) + 2)
                            + Harmless.text(value));
                });
            }
        }
    }

    /** A time is shown as one; everything else as it stands. */
    static String value(String name, String text) {
        if (name.endsWith("-time") && !text.isEmpty() && text.length() < 15) {
            try {
                return Table.time(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return text; // a time in another form is shown in that form
            }
        }
        return text;
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

    private static void line(byte[] json, DataOut out) {
        out.write(json);
        if (json.length == 0 || json[json.length - 1] != '\n') {
            out.write('\n');
        }
    }
}
