// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

import io.photon.cli.output.TerminalSafe;
import java.util.Arrays;

/** A picture of a terminal's size, cell by cell. What is put into it is cut at its edges and cannot harm a terminal. */
public final class Frame {

    private final int width;
    private final int height;
    private final Cell[] cells;

    public Frame(int width, int height) {
        this.width = width;
        this.height = height;
        this.cells = new Cell[width * height];
        Arrays.fill(cells, Cell.BLANK);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public Cell at(int x, int y) {
        return cells[y * width + x];
    }

    /** Puts text up to the right edge. @return the next column */
    public int put(int x, int y, String text, Tone tone) {
        return put(x, y, width - x, text, tone);
    }

    /** Puts text into at most {@code room} columns, cut with an ellipsis. @return the next column */
    public int put(int x, int y, int room, String text, Tone tone) {
        int columns = Math.min(room, width - x);
        if (y < 0 || y >= height || columns <= 0) {
            return x;
        }
        int[] next = {x};
        Glyphs.forEach(Glyphs.cut(TerminalSafe.text(text), columns), (glyph, wide) -> {
            set(next[0], y, new Cell(glyph, tone, false));
            if (wide == 2) {
                set(next[0] + 1, y, new Cell("", tone, false));
            }
            next[0] += wide;
            return true;
        });
        return next[0];
    }

    /** Puts text so that it ends where {@code room} columns end. */
    public void right(int x, int y, int room, String text, Tone tone) {
        put(x + Math.max(0, room - Glyphs.columns(text)), y, Math.min(room, Glyphs.columns(text)), text, tone);
    }

    private void set(int x, int y, Cell cell) {
        if (x >= 0 && x < width) {
            cells[y * width + x] = cell;
        }
    }

    /** A thin line over the whole width. */
    public void rule(int y) {
        put(0, y, "─".repeat(width), Tone.DIM);
    }

    /** Shows that a row is chosen, also where there are no colours. */
    public void select(int y) {
        if (y >= 0 && y < height) {
            if (at(0, y).text().equals(" ")) {
                set(0, y, new Cell("▌", Tone.ACCENT, false));
            }
            for (int x = 0; x < width; x++) {
                set(x, y, at(x, y).select());
            }
        }
    }

    /** Takes the colour of everything from a row on: it is old. */
    public void fade(int fromY, int toY) {
        for (int y = fromY; y < Math.min(toY, height); y++) {
            for (int x = 0; x < width; x++) {
                set(x, y, at(x, y).dim());
            }
        }
    }

    /** Leaves nothing above ASCII, for a terminal whose locale has no more. */
    public void toAscii() {
        for (int i = 0; i < cells.length; i++) {
            boolean isWide = i + 1 < cells.length && cells[i + 1].text().isEmpty();
            String text = Ascii.of(cells[i].text(), isWide);
            if (!text.equals(cells[i].text())) {
                cells[i] = new Cell(text, cells[i].tone(), cells[i].selected());
            }
        }
    }

    /** A row as plain text, without blanks at its end. */
    public String row(int y) {
        StringBuilder row = new StringBuilder();
        for (int x = 0; x < width; x++) {
            row.append(at(x, y).text());
        }
        return row.toString().stripTrailing();
    }

    /** All rows as plain text. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < height; y++) {
            text.append(row(y)).append('\n');
        }
        return text.toString();
    }
}
