// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows under headings, for people. Widths come from the first rows, so that any number of rows needs little memory. On a
 * terminal no line is wider than it: the last column takes what is left, columns that matter less are left out, texts
 * are cut, and a column grows when a later row needs more. Elsewhere nothing is cut, and later, wider cells push their
 * row out of line.
 */
public final class Table {

    /** How many rows decide the widths. */
    private static final int SAMPLE = 200;

    /** A text column is not made narrower than that, and the last one gets that much before another is narrowed. */
    private static final int NARROWEST = 8;

    private static final int LAST_WANTS = 16;
    private static final int GAP = 2;

    private final DataOut out;
    private final Paint paint;
    private final int width;
    private final String mark;
    private final String[] headings;
    private final List<String[]> sample = new ArrayList<>();
    private final BitSet rightAligned = new BitSet();
    private final BitSet fixed = new BitSet();
    private final BitSet dropped = new BitSet();
    private final UnaryOperator<String>[] styles;
    private int[] droppable = {};
    private int[] widths = {};
    private boolean isMeasured;

    /**
     * @param width of the terminal; {@link Integer#MAX_VALUE} when it goes elsewhere
     * @param mark at the end of what was cut
     */
    @SuppressWarnings("unchecked")
    Table(DataOut out, Paint paint, int width, String mark, String... headings) {
        this.out = out;
        this.paint = paint;
        this.width = width;
        this.mark = mark;
        this.headings = headings;
        this.styles = (UnaryOperator<String>[]) new UnaryOperator<?>[headings.length];
    }

    /** Puts columns of numbers to the right; they are never cut. @param columns from 0; not the last */
    public Table right(int... columns) {
        Arrays.stream(columns).forEach(rightAligned::set);
        return fixed(columns);
    }

    /** Columns that are never cut: half an order-id is none. */
    public Table fixed(int... columns) {
        Arrays.stream(columns).forEach(fixed::set);
        return this;
    }

    /** Columns to leave out where there is no room, the first one first. */
    public Table dropping(int... columns) {
        droppable = columns;
        return this;
    }

    /** How the cells of a column are coloured. */
    public Table style(int column, UnaryOperator<String> style) {
        styles[column] = style;
        return this;
    }

    /** Adds a row: as many cells as there are headings; nothing in them can harm a terminal. */
    public void row(@Nullable String... cells) {
        String[] safe = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            safe[i] = TerminalSafe.text(cell == null ? "" : cell);
        }
        add(safe);
    }

    /** Adds a line across all columns. */
    public void across(String text) {
        add(new String[] {TerminalSafe.text(text)});
    }

    private void add(String[] cells) {
        if (isMeasured) {
            print(cells, false);
            return;
        }
        sample.add(cells);
        if (sample.size() == SAMPLE) {
            flush();
        }
    }

    /** Shows what has been held back to find the widths. */
    public void flush() {
        if (!isMeasured && !sample.isEmpty()) {
            isMeasured = true;
            widths = new int[headings.length];
            measure(headings);
            sample.forEach(this::measure);
            if (isLimited()) {
                fit();
            }
            print(headings, true);
            sample.forEach(row -> print(row, false));
            sample.clear();
        }
    }

    private boolean isLimited() {
        return width != Integer.MAX_VALUE;
    }

    private void measure(String[] cells) {
        for (int i = 0; i < cells.length && cells.length == headings.length; i++) {
            widths[i] = Math.max(widths[i], Columns.of(cells[i]));
        }
    }

    private void fit() {
        for (int i = 0; i < droppable.length && isTooWide(); i++) {
            dropped.set(droppable[i]);
        }
        int widest = widestText();
        while (isTooWide() && widest >= 0) {
            widths[widest]--;
            widest = widestText();
        }
    }

    private boolean isTooWide() {
        int last = headings.length - 1;
        int wanted = fixed.get(last) ? widths[last] : Math.min(widths[last], LAST_WANTS);
        for (int i = 0; i < last; i++) {
            wanted += dropped.get(i) ? 0 : widths[i] + GAP;
        }
        return wanted > width;
    }

    /** The widest column that can be narrower; -1 when none can. */
    private int widestText() {
        int widest = -1;
        for (int i = 0; i < headings.length - 1; i++) {
            boolean can = !fixed.get(i) && !dropped.get(i) && widths[i] > NARROWEST;
            widest = can && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
        }
        return widest;
    }

    private void print(String[] cells, boolean heading) {
        if (cells.length < headings.length) {
            out.line(paint.dim(Columns.cut(cells[0], width, mark)));
            return;
        }
        StringBuilder line = new StringBuilder(160);
        int at = 0;
        int gap = 0;
        for (int i = 0; i < cells.length; i++) {
            if (dropped.get(i)) {
                continue;
            }
            boolean last = i == cells.length - 1;
            int room = width - at - gap;
            if (room <= 0) {
                break;
            }
            line.append(" ".repeat(gap));
            at += gap
                    + cell(
                            line,
                            i,
                            cells[i],
                            last ? room : Math.min(room, columnWidth(i, cells[i])),
                            at + gap,
                            heading);
            gap = GAP;
        }
        String text = line.toString().stripTrailing();
        out.line(heading ? paint.bold(text) : text);
    }

    /** What a cell may take; a column grows up to a fourth of the terminal, for later rows are not known at the start. */
    private int columnWidth(int column, String cell) {
        int wanted = Columns.of(cell);
        if (wanted > widths[column]) {
            int most = fixed.get(column) ? wanted : Math.max(widths[column], width / 4);
            if (!isLimited()) {
                return wanted;
            }
            widths[column] = Math.min(wanted, most);
        }
        return widths[column];
    }

    /** Appends a cell, padded unless it is the last; answers its columns. */
    private int cell(StringBuilder line, int column, String cell, int room, int at, boolean heading) {
        boolean last = column == headings.length - 1;
        String shown = Columns.cut(cell, room, mark);
        String styled = heading || styles[column] == null ? shown : styles[column].apply(shown);
        int columns = Columns.of(shown);
        if (last) {
            line.append(styled);
            return columns;
        }
        String pad = " ".repeat(Math.max(0, room - columns));
        line.append(rightAligned.get(column) ? pad + styled : styled + pad);
        if (paint.isOn() && isLimited() && !Columns.isCertain(shown)) {
            line.append("\u001b[").append(at + room + 1).append('G'); // wherever this terminal thinks that it ended
        }
        return Math.max(room, columns);
    }
}
