// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.cli.top.layout.JsonLines.Piece;
import io.photon.cli.top.screen.Tone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lines of JSON with a sign before those that were not there a moment ago: {@code ~} another value, {@code +} a new line. Pure. */
public final class ChangedLines {

    /** Columns before each line. */
    public static final int SIGNS = 2;

    private ChangedLines() {}

    /** @param before the lines of a moment ago, empty where there were none */
    public static List<List<Piece>> of(List<List<Piece>> before, List<List<Piece>> now) {
        Set<String> lines = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (List<Piece> line : before) {
            lines.add(text(line));
            names.add(name(text(line)));
        }
        List<List<Piece>> marked = new ArrayList<>();
        for (List<Piece> line : now) {
            String text = text(line);
            boolean isKnown = before.isEmpty() || lines.contains(text);
            List<Piece> all = new ArrayList<>();
            all.add(
                    isKnown
                            ? new Piece("  ", Tone.DIM)
                            : new Piece(names.contains(name(text)) ? "~ " : "+ ", Tone.STRONG));
            all.addAll(line);
            marked.add(all);
        }
        return marked;
    }

    /** Without its comma, which comes and goes with the line after it. */
    private static String text(List<Piece> line) {
        String text = JsonLines.text(line);
        return text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
    }

    /** What stands before the value; of an element of a list its indent. */
    private static String name(String text) {
        int colon = text.indexOf("\": ");
        return colon >= 0
                ? text.substring(0, colon)
                : text.substring(0, text.length() - text.stripLeading().length());
    }
}
