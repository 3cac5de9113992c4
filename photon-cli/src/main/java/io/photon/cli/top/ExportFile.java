// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import io.photon.cli.top.layout.Exported;
import io.photon.codec.Csv;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a view holds as the text of a file, whose name says whether it is JSON or CSV. Pure. */
final class ExportFile {

    private static final String JSON = ".json";
    private static final String CSV = ".csv";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ExportFile() {}

    /** A name to begin with, e.g. {@code photon-top-streams-20261130T141503.json}. @param nowMs ms since 1970 */
    static String name(String view, long nowMs) {
        String safe = view.replaceAll("[^\\p{L}\\p{N}_.-]+", "-");
        return "photon-top-"
                + safe.substring(0, safe.offsetByCodePoints(0, Math.min(60, safe.codePointCount(0, safe.length()))))
                + "-" + TIME.format(Instant.ofEpochMilli(nowMs)) + JSON;
    }

    /** Where a file of this name is; in the user's own folder when it begins as a shell writes that. */
    static Path path(String name) {
        return Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
    }

    /** The name with the other of the two endings. */
    static String otherKind(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return stem + (is(name, JSON) ? CSV : JSON);
    }

    private static boolean is(String name, String ending) {
        return name.toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** The text of a file of this name. @return Err when the name does not say what it is to be */
    static Result<String> text(String name, List<Exported> rows) {
        if (is(name, JSON)) {
            return Result.ok(json(rows));
        }
        return is(name, CSV)
                ? Result.ok(csv(rows))
                : Result.err(
                        Failure.Kind.BAD_INPUT,
                        "the name of the file ends in neither .json nor .csv",
                        "nothing was written");
    }

    /** An array with an object a line. */
    private static String json(List<Exported> rows) {
        StringBuilder json = new StringBuilder("[");
        for (Exported row : rows) {
            json.append(json.length() == 1 ? "\n{" : ",\n{");
            String between = "";
            for (String name : row.names()) {
                json.append(between).append(JsonFields.quote(name)).append(':').append(row.json(name));
                between = ",";
            }
            json.append('}');
        }
        return json.append("\n]\n").toString();
    }

    /** Names of all columns, then a record a row; what is no text is written as JSON. */
    private static String csv(List<Exported> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.names()));
        StringBuilder csv = new StringBuilder();
        if (!names.isEmpty()) {
            csv.append(Csv.row(List.copyOf(names))).append("\r\n");
        }
        for (Exported row : rows) {
            csv.append(Csv.row(names.stream().map(name -> cell(row.json(name))).toList()))
                    .append("\r\n");
        }
        return csv.toString();
    }

    private static @Nullable String cell(@Nullable String json) {
        if (json == null || json.equals("null")) {
            return null;
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonFields.text(bytes, 0, bytes.length);
    }
}
