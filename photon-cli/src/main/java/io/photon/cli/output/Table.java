package io.photon.cli.output;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Rows under headings, for people. Widths come from the first rows, so that any number of rows needs little memory;
 * later, wider cells push their row out of line rather than being cut. The last column takes what the terminal has left.
 */
public final class Table {

    /** How many rows decide the widths. */
    private static final int SAMPLE = 200;

    private final DataOut out;
    private final boolean colour;
    private final int width;
    private final String[] headings;
    private final List<String[]> sample = new ArrayList<>();
    private final BitSet rightAligned = new BitSet();
    private int[] widths;

    public Table(DataOut out, boolean colour, int width, String... headings) {
        this.out = out;
        this.colour = colour;
        this.width = width;
        this.headings = headings;
    }

    /** Puts a column of numbers to the right. @param column from 0; not the last */
    public Table right(int column) {
        rightAligned.set(column);
        return this;
    }

    /** Adds a row: as many cells as there are headings; nothing in them can harm a terminal. */
    public void row(String... cells) {
        String[] safe = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            safe[i] = Harmless.text(cells[i] == null ? "" : cells[i]);
        }
        if (widths != null) {
            print(safe, false);
            return;
        }
        sample.add(safe);
        if (sample.size() == SAMPLE) {
            flush();
        }
    }

    /** Shows what has been held back to find the widths. */
    public void flush() {
        if (widths == null && !sample.isEmpty()) {
            widths = new int[headings.length];
            for (int i = 0; i < headings.length; i++) {
                widths[i] = headings[i].length();
                for (String[] row : sample) {
                    widths[i] = Math.max(widths[i], row[i].length());
                }
            }
            print(headings, true);
            sample.forEach(row -> print(row, false));
            sample.clear();
        }
    }

    private void print(String[] cells, boolean heading) {
        StringBuilder line = new StringBuilder(120);
        for (int i = 0; i < cells.length; i++) {
            boolean last = i == cells.length - 1;
            if (last) {
                line.append(Harmless.cut(cells[i], Math.max(8, width - line.length())));
            } else {
                String pad = " ".repeat(Math.max(0, widths[i] - cells[i].length()));
                line.append(rightAligned.get(i) ? pad + cells[i] : cells[i] + pad)
                        .append("  ");
            }
        }
        String text = line.toString().stripTrailing();
        out.line(heading && colour ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    /** Ms since 1970 as RFC 3339 in UTC, always with ms. */
    public static String time(long millis) {
        String text = Instant.ofEpochMilli(millis).toString();
        return text.length() == 20 ? text.substring(0, 19) + ".000Z" : text;
    }
}
