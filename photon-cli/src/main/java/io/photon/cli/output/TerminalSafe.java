// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes text from events safe to show: nothing in it moves the cursor, changes colours or turns the direction. */
public final class TerminalSafe {

    private static final Pattern CARET = Pattern.compile("(.*)\n(  [^\n]*)\n( +\\^)", Pattern.DOTALL);

    private TerminalSafe() {}

    /** The text with every control and direction character written as an escape. */
    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text.charAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    /** The same of a message, which may end with a line of some text and a caret under it. */
    public static String message(String message) {
        Matcher caret = CARET.matcher(message);
        return caret.matches()
                ? text(caret.group(1))
                        + System.lineSeparator()
                        + text(caret.group(2))
                        + System.lineSeparator()
                        + caret.group(3)
                : text(message);
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmful(c)) {
                shown.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static boolean isHarmful(char c) {
        return c < 0x20
                || (c >= 0x7f && c < 0xa0)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || c == 0x2028
                || c == 0x2029;
    }
}
