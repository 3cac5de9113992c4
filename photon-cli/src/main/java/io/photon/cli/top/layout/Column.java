// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import io.photon.cli.top.screen.Tone;
import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a sheet.
 *
 * @param width in columns; 0 takes what the others leave
 * @param wide the same in a wide terminal
 * @param right whether it ends at its right edge, as figures do
 * @param rank the higher, the sooner it goes when there is no room
 * @param order by which it sorts, null when it does not
 * @param searched whether a filter looks at it: at words, not at figures and ages
 */
public record Column<T>(
        String title,
        int width,
        int wide,
        boolean right,
        int rank,
        Function<T, String> text,
        Function<T, Tone> tone,
        @Nullable Comparator<T> order,
        boolean searched) {

    /** In a terminal of this many columns, figures would stand far from their names. */
    public static final int WIDE = 140;

    public static <T> Column<T> text(String title, int width, int rank, Function<T, String> text) {
        return new Column<>(
                title, width, width, false, rank, text, row -> Tone.PLAIN, Comparator.comparing(text), true);
    }

    public static <T> Column<T> figure(
            String title, int width, int rank, Function<T, String> text, Function<T, Double> value) {
        return new Column<>(
                title,
                width,
                width,
                true,
                rank,
                text,
                row -> Tone.PLAIN,
                Comparator.comparing(value).reversed(),
                false);
    }

    public Column<T> toned(Function<T, Tone> by) {
        return new Column<>(title, width, wide, right, rank, text, by, order, searched);
    }

    public Column<T> ordered(@Nullable Comparator<T> by) {
        return new Column<>(title, width, wide, right, rank, text, tone, by, searched);
    }

    /** The same with another width where there is plenty of room. */
    public Column<T> wide(int columns) {
        return new Column<>(title, width, columns, right, rank, text, tone, order, searched);
    }

    /** The same, of no interest to a filter. */
    public Column<T> notSearched() {
        return new Column<>(title, width, wide, right, rank, text, tone, order, false);
    }

    /** How wide it is in so much room. */
    int width(int room) {
        return room >= WIDE ? wide : width;
    }
}
