// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

/** What stands inside {@code $'…'}, the form of quotes that can hold every character. Pure. */
public final class DollarQuotes {

    private DollarQuotes() {}

    /** Whether a terminal shows a text as itself: no control character, nothing that turns the direction or breaks a line. */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(DollarQuotes::isPrintable);
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** A text as it stands between the quotes: printable, whatever it holds. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                escaped.append("\\n");
            } else if (c == '\t') {
                escaped.append("\\t");
            } else if (c == '\'' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (isPrintable(c)) {
                escaped.append(c);
            } else {
                escaped.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
            }
        }
        return escaped.toString();
    }

    /**
     * Reads one escape.
     *
     * @param at the place of the character after the backslash
     * @return the place after the escape
     */
    public static int read(String line, int at, StringBuilder into) {
        char c = line.charAt(at);
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : 0;
        int end = at + 1 + digits;
        if (digits > 0 && end <= line.length() && isHex(line, at + 1, end)) {
            into.append((char) Integer.parseInt(line.substring(at + 1, end), 16));
            return end;
        }
        into.append(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'e' ? '\033' : c);
        return at + 1;
    }

    private static boolean isHex(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            if ("0123456789abcdefABCDEF".indexOf(line.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
