// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.page;

import io.photon.cli.top.screen.Glyphs;
import java.util.ArrayList;
import java.util.List;

/** The last line: which keys work here, the page's own first, as many as there is room for. Pure. */
public final class KeyLine {

    private static final String GAP = "  ";
    /** Always shown: it names all others. */
    private static final String LAST = "? help  q quit";

    private KeyLine() {}

    /**
     * The line for a page.
     *
     * @param isDeeper whether there is a page to go back to
     * @param width in columns
     */
    public static String of(TopPage page, boolean isDeeper, boolean readOnly, int width) {
        List<String> keys = new ArrayList<>();
        if (isDeeper) {
            keys.add("Esc back");
        }
        if (page.opens()) {
            keys.add("↵ open");
        }
        keys.addAll(page.shortKeys());
        if (!readOnly) {
            page.actions()
                    .forEach(action ->
                            keys.add(action.key() + " " + action.label().split(" ", 2)[0]));
        }
        if (page.sheet() != null) {
            keys.add("/ filter");
        }
        keys.addAll(List.of(": command", "␣ freeze", "[ ] rewind", "c command"));
        if (page.exports()) {
            keys.add("x export");
        }
        StringBuilder line = new StringBuilder();
        for (String key : keys) {
            if (Glyphs.columns(line.toString()) + Glyphs.columns(key) + GAP.length() + LAST.length() > width) {
                break;
            }
            line.append(key).append(GAP);
        }
        return line.append(LAST).toString();
    }
}
