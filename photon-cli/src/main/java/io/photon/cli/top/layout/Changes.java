// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which figures of a sheet are others than before, so that they can be shown so also without colours. One thread. */
final class Changes<T> {

    private Map<String, String[]> before = Map.of();
    private Map<String, String[]> now = Map.of();

    /** Takes in new rows. @param name what a row is known by */
    void now(List<T> rows, Function<T, String> name, List<Column<T>> columns) {
        before = now;
        now = new HashMap<>();
        for (T row : rows) {
            String[] figures = new String[columns.size()];
            for (int i = 0; i < figures.length; i++) {
                Column<T> column = columns.get(i);
                figures[i] = column.right() ? column.text().apply(row) : null;
            }
            now.put(name.apply(row), figures);
        }
    }

    /** Whether a figure was another one before; not of a row that is new. */
    boolean has(String row, int column) {
        String[] earlier = before.get(row);
        String[] later = now.get(row);
        return earlier != null && later != null && later[column] != null && !later[column].equals(earlier[column]);
    }
}
