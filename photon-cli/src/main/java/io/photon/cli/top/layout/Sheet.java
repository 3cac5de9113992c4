// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Key;
import io.photon.cli.top.screen.Tone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows in columns with a selection that stays on its row, a filter and an order. One thread. */
public final class Sheet<T> {

    private static final int FLEXIBLE = 12;

    private final List<Column<T>> columns;
    private final Function<T, String> name;
    private final Function<T, @Nullable Exported> exported;
    private final Changes<T> changes = new Changes<>();
    private List<T> all = List.of();
    private List<T> rows = List.of();
    private Filter filter = Filter.NONE;
    private int sortedBy = -1;
    private boolean reversed;
    private long readAtMs = -1;
    private @Nullable String selected;
    private int selectedAt;
    private int first;
    private int shown = 1;

    /**
     * @param name what a row is known by, and what the filter looks at first
     * @param exported a row as data for a file, null for one that is no data
     */
    public Sheet(Function<T, String> name, Function<T, @Nullable Exported> exported, List<Column<T>> columns) {
        this.name = name;
        this.exported = exported;
        this.columns = columns;
    }

    /** Rows of a reading, whose figures are compared with those of the reading shown before. @param atMs when it was taken */
    public void rows(List<T> next, long atMs) {
        if (atMs != readAtMs) {
            readAtMs = atMs;
            changes.now(next, name, columns);
        }
        rows(next);
    }

    public void rows(List<T> next) {
        all = next;
        arrange();
    }

    public void filter(Filter next) {
        filter = next;
        arrange();
    }

    public Filter filter() {
        return filter;
    }

    /** Which filter there is and how many rows it leaves; empty without one. */
    public String filtered() {
        return filter.isNone() ? "" : "/" + filter.typed() + " shows " + rows.size() + " of " + all.size();
    }

    public int sizeOfAll() {
        return all.size();
    }

    public List<T> shownRows() {
        return rows;
    }

    /** The row that the selection is on, null when there is none. */
    public @Nullable T selection() {
        return rows.isEmpty() ? null : rows.get(selectedAt);
    }

    /** What the selected row is known by, null when there is none. */
    public @Nullable String selectedName() {
        return rows.isEmpty() ? null : name.apply(rows.get(selectedAt));
    }

    private void arrange() {
        List<T> next = new ArrayList<>();
        for (T row : all) {
            if (filter.isNone() || filter.shows(searched(row))) {
                next.add(row);
            }
        }
        Comparator<T> order = sortedBy < 0 ? null : columns.get(sortedBy).order();
        if (order != null) {
            next.sort(reversed ? order.reversed() : order);
        } else if (reversed) {
            Collections.reverse(next);
        }
        rows = next;
        int found = -1;
        for (int i = 0; selected != null && i < rows.size() && found < 0; i++) {
            found = name.apply(rows.get(i)).equals(selected) ? i : -1;
        }
        choose(found >= 0 ? found : selectedAt);
    }

    private String searched(T row) {
        StringBuilder text = new StringBuilder(name.apply(row));
        for (Column<T> column : columns) {
            if (column.searched()) {
                text.append(' ').append(column.text().apply(row));
            }
        }
        return text.toString();
    }

    private void choose(int index) {
        selectedAt = Math.max(0, Math.min(rows.size() - 1, index));
        selected = rows.isEmpty() ? selected : name.apply(rows.get(selectedAt));
    }

    /** Whether there is more than one order. */
    public boolean sorts() {
        return columns.stream().anyMatch(column -> column.order() != null);
    }

    /** The next column to sort by, after the last one as they come. */
    void sortNext() {
        do {
            sortedBy = sortedBy + 1 >= columns.size() ? -1 : sortedBy + 1;
        } while (sortedBy >= 0 && columns.get(sortedBy).order() == null);
        arrange();
    }

    void reverse() {
        reversed = !reversed;
        arrange();
    }

    /** Moves the selection. @return whether the key is one that does */
    public boolean key(Key key) {
        switch (key.kind()) {
            case UP -> choose(selectedAt - 1);
            case DOWN -> choose(selectedAt + 1);
            case PAGE_UP -> choose(selectedAt - shown);
            case PAGE_DOWN -> choose(selectedAt + shown);
            case HOME -> choose(0);
            case END -> choose(rows.size() - 1);
            case CHAR -> {
                switch (key.letter()) {
                    case 'j' -> choose(selectedAt + 1);
                    case 'k' -> choose(selectedAt - 1);
                    case 'g' -> choose(0);
                    case 'G' -> choose(rows.size() - 1);
                    default -> {
                        return order(key.letter());
                    }
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean order(char letter) {
        if (!sorts()) {
            return false;
        }
        switch (letter) {
            case 's' -> sortNext();
            case 'S' -> reverse();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Paints headings and rows into the rows of a frame from {@code top} to before {@code bottom}. */
    public void paint(Frame frame, int top, int bottom) {
        int[] widths = widths(frame.width() - 2);
        int x = 1;
        for (int i = 0; i < columns.size(); i++) {
            if (widths[i] > 0) {
                boolean falls = columns.get(i).right() != reversed; // the largest figure first, words by the alphabet
                String mark = i == sortedBy ? (falls ? "▼" : "▲") : "";
                cell(
                        frame,
                        x,
                        top,
                        widths[i],
                        columns.get(i).right(),
                        columns.get(i).title() + mark,
                        Tone.ACCENT);
                x += widths[i] + 2;
            }
        }
        shown = Math.max(1, bottom - top - 1);
        first = Math.max(0, Math.min(first, rows.size() - shown));
        first = Math.min(Math.max(first, selectedAt - shown + 1), selectedAt);
        for (int y = top + 1; y < bottom && first + y - top - 1 < rows.size(); y++) {
            int index = first + y - top - 1;
            row(frame, y, widths, rows.get(index));
            if (index == selectedAt) {
                frame.select(y);
            }
        }
        if (rows.isEmpty() && top + 1 < bottom) {
            frame.put(1, top + 1, filter.isNone() ? "(none)" : "(none matches /" + filter.typed() + ")", Tone.DIM);
        }
    }

    private void row(Frame frame, int y, int[] widths, T row) {
        int x = 1;
        for (int i = 0; i < columns.size(); i++) {
            if (widths[i] > 0) {
                Column<T> column = columns.get(i);
                Tone tone = column.tone().apply(row);
                boolean isNew = tone == Tone.PLAIN && changes.has(name.apply(row), i);
                cell(frame, x, y, widths[i], column.right(), column.text().apply(row), isNew ? Tone.STRONG : tone);
                x += widths[i] + 2;
            }
        }
    }

    private static void cell(Frame frame, int x, int y, int room, boolean right, String text, Tone tone) {
        if (right) {
            frame.right(x, y, room, text, tone);
        } else {
            frame.put(x, y, room, text, tone);
        }
    }

    /** All rows that are not filtered out, in their order. */
    public List<Exported> exported() {
        return rows.stream().map(exported).filter(Objects::nonNull).toList();
    }

    /** The columns that there is room for; 0 for the others. */
    private int[] widths(int room) {
        int[] widths = new int[columns.size()];
        int left = room;
        for (int rank = 0; rank < 10; rank++) {
            for (int i = 0; i < widths.length; i++) {
                Column<T> column = columns.get(i);
                int width = column.width(room);
                int needs = Math.max(width, width == 0 ? FLEXIBLE : 1) + 2;
                if (column.rank() == rank && needs <= left + 2) {
                    widths[i] = needs - 2;
                    left -= needs;
                }
            }
        }
        for (int i = 0; i < widths.length && left > 0; i++) {
            if (columns.get(i).width() == 0 && widths[i] > 0) {
                widths[i] += left + 2;
                break;
            }
        }
        return widths;
    }
}
