// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Frames as what a terminal is to be told: only cells that changed since the last frame. One thread.
 */
public final class Screen {

    private final Colours colours;
    private @Nullable Frame last;
    private int x = -1;
    private int y = -1;
    private @Nullable Cell pen;

    public Screen(Colours colours) {
        this.colours = colours;
    }

    /** Forgets what is shown: the next frame is sent whole. */
    void forget() {
        last = null;
    }

    /** What makes the terminal show a frame. */
    public byte[] show(Frame frame) {
        StringBuilder out = new StringBuilder();
        Frame before = last != null && last.width() == frame.width() && last.height() == frame.height() ? last : null;
        pen = null;
        x = -1;
        if (before == null) {
            out.append("\033[0m\033[2J");
        }
        for (int row = 0; row < frame.height(); row++) {
            for (int column = 0; column < frame.width(); column++) {
                Cell cell = frame.at(column, row);
                boolean same = cell.equals(before == null ? Cell.BLANK : before.at(column, row));
                if (!same || before != null && isHalfChanged(before, frame, column, row)) {
                    put(out, column, row, cell);
                }
            }
        }
        if (out.length() > 0) {
            out.append("\033[0m");
        }
        last = frame;
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A wide character whose right half held something else is to be written again. */
    private static boolean isHalfChanged(Frame before, Frame frame, int column, int row) {
        return column + 1 < frame.width()
                && frame.at(column + 1, row).text().isEmpty()
                && !frame.at(column + 1, row).equals(before.at(column + 1, row));
    }

    private void put(StringBuilder out, int column, int row, Cell cell) {
        if (cell.text().isEmpty()) {
            return; // written with its left half
        }
        if (column != x || row != y) {
            out.append("\033[").append(row + 1).append(';').append(column + 1).append('H');
        }
        if (pen == null || pen.tone() != cell.tone() || pen.selected() != cell.selected()) {
            out.append("\033[0").append(codes(cell)).append('m');
            pen = cell;
        }
        out.append(cell.text());
        // Where the cursor is after anything but plain text, terminals do not agree about.
        boolean plain = cell.text().length() == 1 && cell.text().charAt(0) < 0x2e80;
        x = plain ? column + 1 : -1;
        y = row;
    }

    private String codes(Cell cell) {
        String attributes = colours.codes(cell.tone());
        return cell.selected() ? attributes + ";7" : attributes;
    }
}
