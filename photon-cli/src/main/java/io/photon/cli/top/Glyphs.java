package io.photon.cli.top;

/**
 * How much room text takes on a terminal. What terminals do not agree about is left out: joiners with what they join,
 * variation selectors, skin tones. Pure.
 */
final class Glyphs {

    private static final int JOINER = 0x200d;

    private Glyphs() {}

    /** Gets the characters one after another. */
    interface Visitor {
        /** @param glyph a character with what combines with it @param columns 1 or 2; @return whether to go on */
        boolean glyph(String glyph, int columns);
    }

    /** Visits what is to be shown of a text. */
    static void forEach(String text, Visitor visitor) {
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
            if (!visitor.glyph(glyph.toString(), columns(point))) {
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
    static int columns(String text) {
        int[] sum = new int[1];
        forEach(text, (glyph, columns) -> {
            sum[0] += columns;
            return true;
        });
        return sum[0];
    }

    /** The text in so many columns at the most; a longer one ends with an ellipsis. */
    static String cut(String text, int room) {
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
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isLeftOut(int point) {
        return point == JOINER
                || point >= 0xfe00 && point <= 0xfe0f
                || point >= 0x1f3fb && point <= 0x1f3ff
                || Character.getType(point) == Character.FORMAT
                || point >= 0xe0000 && point <= 0xe0fff;
    }

    private static int columns(int point) {
        return isWide(point) ? 2 : 1;
    }

    /** East Asian Width W and F, and what terminals show as an emoji. */
    private static boolean isWide(int point) {
        return point >= 0x1100 && point <= 0x115f
                || point >= 0x231a && point <= 0x231b
                || point >= 0x2e80 && point <= 0x303e
                || point >= 0x3041 && point <= 0x33ff
                || point >= 0x3400 && point <= 0x4dbf
                || point >= 0x4e00 && point <= 0x9fff
                || point >= 0xa000 && point <= 0xa4cf
                || point >= 0xa960 && point <= 0xa97f
                || point >= 0xac00 && point <= 0xd7a3
                || point >= 0xf900 && point <= 0xfaff
                || point >= 0xfe30 && point <= 0xfe6f
                || point >= 0xff00 && point <= 0xff60
                || point >= 0xffe0 && point <= 0xffe6
                || point >= 0x1f000;
    }
}
