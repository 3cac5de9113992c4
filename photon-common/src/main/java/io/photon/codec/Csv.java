// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180). Pure. */
public final class Csv {

    private Csv() {}

    /** A record without its line end. @param cells null for one with nothing in it; an empty text is {@code ""} */
    public static String row(List<@Nullable String> cells) {
        StringBuilder row = new StringBuilder(cells.size() * 16);
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            row.append(i == 0 ? "" : ",").append(cell == null ? "" : cell(cell));
        }
        return row.toString();
    }

    private static String cell(String text) {
        boolean quoted = text.isEmpty() || text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
