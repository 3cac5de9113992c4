// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.cli.output.PrettyJson;
import io.photon.cli.top.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** JSON over several lines, in the tones of its parts. One thread. */
public final class JsonLines implements PrettyJson.Lines {

    /** A piece of a line. */
    public record Piece(String text, Tone tone) {}

    /** More than anyone reads on a screen. */
    private static final int MOST = 5_000;

    private final List<List<Piece>> lines = new ArrayList<>();
    private List<Piece> line = new ArrayList<>();

    private JsonLines() {}

    /** The lines of well-formed JSON. */
    public static List<List<Piece>> of(byte[] json) {
        JsonLines all = new JsonLines();
        PrettyJson.layOut(json, all);
        return all.lines;
    }

    /** A line without its tones. */
    public static String text(List<Piece> line) {
        return line.stream().map(Piece::text).collect(Collectors.joining());
    }

    @Override
    public void piece(String text, PrettyJson.Part part) {
        if (lines.size() < MOST) {
            line.add(new Piece(text, tone(part)));
        }
    }

    private static Tone tone(PrettyJson.Part part) {
        return switch (part) {
            case LAYOUT -> Tone.DIM;
            case NAME -> Tone.ACCENT;
            case TEXT -> Tone.GOOD;
            case NUMBER, WORD -> Tone.BEHIND;
        };
    }

    @Override
    public void end() {
        if (lines.size() == MOST) {
            line.add(new Piece("… and more", Tone.DIM));
        }
        if (lines.size() <= MOST) {
            lines.add(line);
            line = new ArrayList<>();
        }
    }
}
