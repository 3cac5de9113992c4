// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

import io.photon.cli.output.Columns;

/**
 * How much room text takes on a terminal. What terminals do not agree about is left out: joiners with what they join,
 * variation selectors, skin tones. Pure.
 */
public final class Glyphs {

    private static final int JOINER = 0x200d;

    private Glyphs() {}

    /** Gets the characters one after another. */
    interface Visitor {
        /** @param glyph a character with what combines with it @param columns 1 or 2; @return whether to go on */
        boolean glyph(String glyph, int columns);
    }

    /** Visits what is to be shown of a text. */
    public static void forEach(String text, Visitor visitor) {
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int from = at;
            at += Character.charCount(point);
            if (isLeftOut(point) || isCombining(point)) {
                continue; // with nothing to combine with
            }
            StringBuilder glyph = new StringBuilder(text.substring(from, at));
            at = combined(text, at, glyph);
            if (!visitor.glyph(glyph.toString(), Columns.of(point))) {
                return;
            }
        }
    }

    /** Adds what combines with the glyph, passes over what is joined to it. @return where the next one begins */
    private static int combined(String text, int from, StringBuilder glyph) {
        int at = from;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (point == JOINER) {
                at++;
                at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
            } else if (isLeftOut(point)) {
                at += Character.charCount(point);
            } else if (isCombining(point)) {
                glyph.appendCodePoint(point);
                at += Character.charCount(point);
            } else {
                break;
            }
        }
        return at;
    }

    /** How many columns a text takes. */
    public static int columns(String text) {
        int[] sum = new int[1];
        forEach(text, (glyph, columns) -> {
            sum[0] += columns;
            return true;
        });
        return sum[0];
    }

    /** The text in at most {@code room} columns; a longer one ends with an ellipsis. */
    public static String cut(String text, int room) {
        if (columns(text) <= room) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int[] left = {room - 1};
        forEach(text, (glyph, columns) -> {
            left[0] -= columns;
            if (left[0] >= 0) {
                kept.append(glyph);
            }
            return left[0] > 0;
        });
        return room <= 0 ? "" : kept.append('…').toString();
    }

    private static boolean isCombining(int point) {
        return Columns.of(point) == 0;
    }

    private static boolean isLeftOut(int point) {
        return point == JOINER
                || point >= 0xfe00 && point <= 0xfe0f
                || point >= 0x1f3fb && point <= 0x1f3ff
                || Character.getType(point) == Character.FORMAT
                || point >= 0xe0000 && point <= 0xe0fff;
    }
}
