// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in a box with a line between rows, as Muon's own tools draw it. For few rows: all are held. */
public final class BoxTable {

    /** Columns are at least so wide when there is room, as in Muon's documentation. */
    private static final int USUAL = 30;

    private static final int NARROWEST = 8;

    private static final String UNICODE = "┌┬┐├┼┤└┴┘─│";
    private static final String ASCII = "+++++++++-|";

    private final DataOut out;
    private final int width;
    private final String glyphs;
    private final String mark;
    private final List<String[]> rows = new ArrayList<>();

    BoxTable(DataOut out, int width, boolean unicode, String... headings) {
        this.out = out;
        this.width = width;
        this.glyphs = unicode ? UNICODE : ASCII;
        this.mark = Console.ellipsis(unicode);
        rows.add(headings);
    }

    /** Adds a row: as many cells as there are headings; nothing in them can harm a terminal. */
    public void row(String... cells) {
        String[] safe = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            safe[i] = TerminalSafe.text(cells[i] == null ? "" : cells[i]);
        }
        rows.add(safe);
    }

    /** Draws it. */
    public void flush() {
        int[] widths = widths();
        line(widths, 0);
        for (int i = 0; i < rows.size(); i++) {
            cells(rows.get(i), widths);
            line(widths, i < rows.size() - 1 ? 3 : 6);
        }
        out.flush();
    }

    /** A blank on either side is part of a column's width. */
    private int[] widths() {
        int[] natural = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < natural.length; i++) {
                natural[i] = Math.max(natural[i], Columns.of(row[i]) + 2);
            }
        }
        int room = width - natural.length - 1;
        int[] usual = Arrays.stream(natural).map(n -> Math.max(n, USUAL)).toArray();
        if (Arrays.stream(usual).sum() <= room) {
            return usual;
        }
        while (Arrays.stream(natural).sum() > room) {
            int widest = 0;
            for (int i = 1; i < natural.length; i++) {
                widest = natural[i] > natural[widest] ? i : widest;
            }
            if (natural[widest] <= NARROWEST) {
                break;
            }
            natural[widest]--;
        }
        return natural;
    }

    private void line(int[] widths, int glyph) {
        StringBuilder line = new StringBuilder(width < 1_000 ? width : 128);
        for (int i = 0; i < widths.length; i++) {
            line.append(glyphs.charAt(i == 0 ? glyph : glyph + 1));
            line.append(String.valueOf(glyphs.charAt(9)).repeat(widths[i]));
        }
        out.line(line.append(glyphs.charAt(glyph + 2)).toString());
    }

    private void cells(String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = Columns.cut(cells[i], widths[i] - 2, mark);
            int pad = widths[i] - 1 - Columns.of(text);
            line.append(glyphs.charAt(10)).append(' ').append(text).append(" ".repeat(Math.max(0, pad)));
        }
        out.line(line.append(glyphs.charAt(10)).toString());
    }
}
