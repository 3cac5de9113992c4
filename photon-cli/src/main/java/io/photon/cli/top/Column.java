// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top;

import java.util.Comparator;
import java.util.function.Function;

/**
 * A column of a sheet.
 *
 * @param width in columns; 0 takes what the others leave
 * @param right whether it ends at its right edge, as figures do
 * @param rank the higher, the sooner it goes when there is no room
 * @param order by which it sorts, null when it does not
 */
record Column<T>(
        String title,
        int width,
        boolean right,
        int rank,
        Function<T, String> text,
        Function<T, Tone> tone,
        Comparator<T> order) {

    static <T> Column<T> text(String title, int width, int rank, Function<T, String> text) {
        return new Column<>(title, width, false, rank, text, row -> Tone.PLAIN, Comparator.comparing(text));
    }

    static <T> Column<T> figure(
            String title, int width, int rank, Function<T, String> text, Function<T, Double> value) {
        return new Column<>(
                title,
                width,
                true,
                rank,
                text,
                row -> Tone.PLAIN,
                Comparator.comparing(value).reversed());
    }

    Column<T> toned(Function<T, Tone> by) {
        return new Column<>(title, width, right, rank, text, by, order);
    }

    Column<T> ordered(Comparator<T> by) {
        return new Column<>(title, width, right, rank, text, tone, by);
    }
}
