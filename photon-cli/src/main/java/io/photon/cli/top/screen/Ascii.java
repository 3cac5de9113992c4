// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

import java.util.HashMap;
import java.util.Map;

/** What a cell shows in a terminal whose locale has no characters above ASCII, in the same room. Pure. */
final class Ascii {

    private static final int BRAILLE = 0x2800;
    private static final int BRAILLE_END = 0x28ff;

    /** For braille characters by the number of their dots. */
    private static final String DOTS = " ..::++##";

    private static final Map<String, String> SIGNS = new HashMap<>();

    static {
        String from = "─│├└▶◀●○✗↻‖⊘▌█▁▂▃▄▅▆▇▏▎▍▋▊▉·░▒▓…▲▼↵␣≥×↑↓→←▾▸−—'";
        String to = "-|+`><*ox~=o>#_.-=+*%||||||.-=%~^v>_>x^v><v>--'";
        for (int i = 0; i < from.length(); i++) {
            SIGNS.put(from.substring(i, i + 1), to.substring(i, i + 1));
        }
    }

    private Ascii() {}

    /** @param isWide whether it takes two columns */
    public static String of(String glyph, boolean isWide) {
        if (glyph.length() <= 1 && (glyph.isEmpty() || glyph.charAt(0) < 0x7f)) {
            return glyph;
        }
        int point = glyph.codePointAt(0);
        if (point >= BRAILLE && point <= BRAILLE_END) {
            return String.valueOf(DOTS.charAt(Integer.bitCount(point - BRAILLE)));
        }
        return isWide ? "??" : SIGNS.getOrDefault(glyph, "?");
    }
}
