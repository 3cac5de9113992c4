// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.cli.top.screen.Tone;
import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON Patch operations as lines: {@code ~} replaced, {@code +} added, {@code −} removed. Pure. */
public final class JsonPatch {

    private JsonPatch() {}

    public static List<List<JsonLines.Piece>> lines(byte[] operations) {
        List<List<JsonLines.Piece>> lines = new ArrayList<>();
        JsonFields.forEach(operations, 0, operations.length, (json, n, m, from, to) -> {
            String op = text(json, from, to, "op");
            String path = text(json, from, to, "path");
            int[] value = JsonFields.find(json, from, to, "value");
            String shown = value == null ? "" : new String(json, value[0], value[1] - value[0], StandardCharsets.UTF_8);
            lines.add(line(op, path.isEmpty() ? "the whole value" : path, shown));
        });
        if (lines.isEmpty()) {
            lines.add(List.of(new JsonLines.Piece("nothing differs", Tone.DIM)));
        }
        return lines;
    }

    private static List<JsonLines.Piece> line(String op, String path, String value) {
        String sign = switch (op) {
            case "add" -> "+ ";
            case "remove" -> "− ";
            default -> "~ ";
        };
        Tone tone = switch (op) {
            case "add" -> Tone.GOOD;
            case "remove" -> Tone.BAD;
            default -> Tone.BEHIND;
        };
        return List.of(
                new JsonLines.Piece(sign, tone),
                new JsonLines.Piece(path + "   ", Tone.ACCENT),
                new JsonLines.Piece(value, Tone.PLAIN));
    }

    private static String text(byte[] json, int from, int to, String name) {
        int[] range = JsonFields.find(json, from, to, name);
        String text = range == null ? null : JsonFields.text(json, range[0], range[1]);
        return text == null ? "" : text;
    }
}
