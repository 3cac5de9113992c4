// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * How many columns of a terminal a text takes: two for East Asian characters and emoji, none for combining marks. What
 * joiners hold together counts as its first part.
 */
public final class Columns {

    private static final int JOINER = 0x200d;

    private Columns() {}

    public static int of(String text) {
        return of(text, text.length());
    }

    private static int of(String text, int end) {
        int columns = 0;
        boolean joined = false;
        for (int i = 0; i < end; ) {
            int point = text.codePointAt(i);
            columns += joined ? 0 : of(point);
            joined = point == JOINER;
            i += Character.charCount(point);
        }
        return columns;
    }

    /** 0 for what combines with the character before it. */
    public static int of(int point) {
        if (point < 0x300) {
            return point == 0xad ? 0 : 1;
        }
        int type = Character.getType(point);
        boolean isMark = type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || point >= 0x1160 && point <= 0x11ff; // vowels and ends of a Hangul syllable
        return isMark ? 0 : point >= Wide.FIRST && Wide.contains(point) ? 2 : 1;
    }

    /** Whether terminals agree on it: they do not where characters are joined, or told how to look. */
    static boolean isCertain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean flagOrSkin = c == 0xd83c && i + 1 < text.length() && isFlagOrSkin(text.charAt(i + 1));
            if (c == JOINER || c >= 0xfe00 && c <= 0xfe0f || flagOrSkin) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFlagOrSkin(char low) {
        return low >= 0xdde6 && low <= 0xddff || low >= 0xdffb;
    }

    /**
     * At most this many columns of it; a longer text ends with a mark that something was left out.
     *
     * @param mark e.g. an ellipsis
     */
    public static String cut(String text, int columns, String mark) {
        if (text.length() <= columns / 2 || of(text) <= columns) {
            return text;
        }
        int room = columns - mark.length();
        if (room < 0) {
            return "";
        }
        int end = 0;
        int used = 0;
        boolean joined = false;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            int width = joined ? 0 : of(point);
            if (used + width > room) {
                break;
            }
            used += width;
            joined = point == JOINER;
            end += Character.charCount(point);
        }
        return text.substring(0, end) + mark;
    }

    /**
     * A text in lines of at most this many columns, broken where there are spaces. A word that is longer stands in a line of its
     * own and is not cut: addresses and paths are there to be copied.
     *
     * @return at least one line
     */
    public static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        int end = 0; // of what fits
        while (end < text.length()) {
            int gap = end;
            while (gap < text.length() && text.charAt(gap) == ' ') {
                gap++;
            }
            int next = text.indexOf(' ', gap);
            next = next < 0 ? text.length() : next;
            if (end > from && of(text.substring(from, next)) > columns) {
                lines.add(text.substring(from, end));
                from = gap;
            }
            end = next;
        }
        lines.add(text.substring(from));
        return lines;
    }

    /** Ranges of characters that are two columns wide (Unicode's East Asian Width W and F). */
    private static final class Wide {

        static final int FIRST = 0x1100;

        private static final int[] RANGES = {
            0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd,
            0x25fe, 0x2614, 0x2615, 0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab,
            0x26bd, 0x26be, 0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3, 0x26f5,
            0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c,
            0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b,
            0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x303e, 0x3041, 0x3247, 0x3250, 0x4dbf, 0x4e00, 0xa4c6,
            0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfad9, 0xfe10, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0,
            0x1b2fb, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f200, 0x1f320, 0x1f32d,
            0x1f335, 0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca, 0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4,
            0x1f3f4, 0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442, 0x1f4fc, 0x1f4ff, 0x1f53d, 0x1f54b, 0x1f54e, 0x1f550,
            0x1f567, 0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5, 0x1f6cc,
            0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7f0, 0x1f90c,
            0x1f93a, 0x1f93c, 0x1f945, 0x1f947, 0x1f9ff, 0x1fa70, 0x1faf6, 0x20000, 0x3fffd
        };

        static boolean contains(int point) {
            int low = 0;
            int high = RANGES.length / 2 - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (point < RANGES[2 * middle]) {
                    high = middle - 1;
                } else if (point > RANGES[2 * middle + 1]) {
                    low = middle + 1;
                } else {
                    return true;
                }
            }
            return false;
        }
    }
}
