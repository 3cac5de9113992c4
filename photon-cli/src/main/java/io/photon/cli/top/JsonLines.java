package io.photon.cli.top;

import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON over several lines, in the tones of its parts. Pure. */
final class JsonLines {

    /** A piece of a line. */
    record Piece(String text, Tone tone) {}

    /** More than this nobody reads on a screen. */
    private static final int MOST = 5_000;

    private final byte[] json;
    private final List<List<Piece>> lines = new ArrayList<>();
    private List<Piece> line = new ArrayList<>();

    private JsonLines(byte[] json) {
        this.json = json;
        lines.add(line);
    }

    /** The lines of well-formed JSON. */
    static List<List<Piece>> of(byte[] json) {
        JsonLines all = new JsonLines(json);
        all.read();
        return all.lines;
    }

    private void read() {
        int depth = 0;
        int at = 0;
        while (at < json.length && lines.size() < MOST) {
            byte b = json[at];
            switch (b) {
                case '"' -> at = string(at) - 1;
                case '{', '[' -> {
                    int inside = JsonFields.space(json, at + 1, json.length);
                    if (inside < json.length && (json[inside] == '}' || json[inside] == ']')) {
                        add((char) b + "" + (char) json[inside], Tone.DIM);
                        at = inside;
                    } else {
                        add(String.valueOf((char) b), Tone.DIM);
                        next(++depth);
                    }
                }
                case '}', ']' -> {
                    next(--depth);
                    add(String.valueOf((char) b), Tone.DIM);
                }
                case ',' -> {
                    add(",", Tone.DIM);
                    next(depth);
                }
                case ':' -> add(": ", Tone.DIM);
                case ' ', '\t', '\n', '\r' -> {
                    // the layout is ours
                }
                default -> at = word(at) - 1;
            }
            at++;
        }
        if (at < json.length) {
            next(0);
            add("… and more", Tone.DIM);
        }
    }

    private int string(int from) {
        int end = Math.min(json.length, JsonFields.stringEnd(json, from, json.length) + 1);
        int behind = JsonFields.space(json, end, json.length);
        boolean isName = behind < json.length && json[behind] == ':';
        add(new String(json, from, end - from, StandardCharsets.UTF_8), isName ? Tone.ACCENT : Tone.GOOD);
        return end;
    }

    private int word(int from) {
        int end = from;
        while (end < json.length && ",]} \t\r\n".indexOf(json[end]) < 0) {
            end++;
        }
        add(new String(json, from, end - from, StandardCharsets.UTF_8), Tone.BEHIND);
        return end;
    }

    private void add(String text, Tone tone) {
        line.add(new Piece(text, tone));
    }

    private void next(int depth) {
        line = new ArrayList<>();
        line.add(new Piece("  ".repeat(Math.max(0, depth)), Tone.PLAIN));
        lines.add(line);
    }
}
