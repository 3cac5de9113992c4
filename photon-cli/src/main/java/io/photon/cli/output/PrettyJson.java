package io.photon.cli.output;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;

/** JSON over several lines, two blanks a level, for people; nothing in it can harm a terminal. */
final class PrettyJson {

    private final byte[] json;
    private final DataOut out;
    private final StringBuilder line = new StringBuilder(120);

    private PrettyJson(byte[] json, DataOut out) {
        this.json = json;
        this.out = out;
    }

    /** Shows well-formed JSON. */
    static void show(byte[] json, DataOut out) {
        PrettyJson pretty = new PrettyJson(json, out);
        pretty.all();
    }

    private void all() {
        int depth = 0;
        for (int at = 0; at < json.length; at++) {
            byte b = json[at];
            switch (b) {
                case '"' -> {
                    int end = Math.min(json.length, JsonFields.stringEnd(json, at, json.length) + 1);
                    line.append(new String(json, at, end - at, StandardCharsets.UTF_8));
                    at = end - 1;
                }
                case '{', '[' -> {
                    int inside = JsonFields.space(json, at + 1, json.length);
                    line.append((char) b);
                    if (inside < json.length && (json[inside] == '}' || json[inside] == ']')) {
                        line.append((char) json[inside]);
                        at = inside;
                    } else {
                        newLine(++depth);
                    }
                }
                case '}', ']' -> {
                    newLine(--depth);
                    line.append((char) b);
                }
                case ',' -> {
                    line.append(',');
                    newLine(depth);
                }
                case ':' -> line.append(": ");
                case ' ', '\t', '\n', '\r' -> {
                    // the layout is ours
                }
                default -> line.append((char) b); // what stands outside of strings is ASCII
            }
        }
        out.line(Harmless.text(line.toString()));
    }

    private void newLine(int depth) {
        out.line(Harmless.text(line.toString()));
        line.setLength(0);
        line.append("  ".repeat(Math.max(0, Math.min(depth, 40))));
    }
}
