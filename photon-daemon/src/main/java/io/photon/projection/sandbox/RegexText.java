// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The text of an expression of {@code java.util.regex}, read as its compiler reads it: code point by code point, quotations
 * undone first, and where the flag x holds, white space and comments are passed over even between the digits of a count. A
 * reader with other rules can be shown another expression than the one that is run. Not thread-safe.
 */
final class RegexText {

    private final int[] text;
    private int at;
    private boolean comments;
    private boolean unixLines;
    private boolean canonical;

    RegexText(String pattern, int flags) {
        text = withoutQuotations(pattern.codePoints().toArray());
        comments = (flags & Pattern.COMMENTS) != 0;
        unixLines = (flags & Pattern.UNIX_LINES) != 0;
        canonical = (flags & Pattern.CANON_EQ) != 0;
    }

    /** {@code \Q…\E} written with single escapes; letters in it stay as they are, and mean what they mean outside. */
    private static int[] withoutQuotations(int[] pattern) {
        IntStream.Builder plain = IntStream.builder();
        boolean quoted = false;
        boolean begins = false;
        for (int i = 0; i < pattern.length; i++) {
            int c = pattern[i];
            int next = i + 1 < pattern.length ? pattern[i + 1] : 0;
            if (c == '\\' && next == (quoted ? 'E' : 'Q')) {
                quoted = !quoted;
                begins = quoted;
                i++;
            } else if (!quoted) {
                plain.add(c);
                if (c == '\\' && i + 1 < pattern.length) {
                    plain.add(next);
                    i++;
                }
            } else {
                if (isDigit(c)) {
                    if (begins) {
                        plain.add('\\').add('x').add('3');
                    }
                } else if (c < 128 && !Character.isLetter(c)) {
                    plain.add('\\');
                }
                plain.add(c);
                begins = false;
            }
        }
        return plain.build().toArray();
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    boolean isAtEnd() {
        return at >= text.length;
    }

    /** The flags that hold here, to be set again where their group ends. */
    int flags() {
        return (comments ? Pattern.COMMENTS : 0)
                | (unixLines ? Pattern.UNIX_LINES : 0)
                | (canonical ? Pattern.CANON_EQ : 0);
    }

    void flags(int flags) {
        comments = (flags & Pattern.COMMENTS) != 0;
        unixLines = (flags & Pattern.UNIX_LINES) != 0;
        canonical = (flags & Pattern.CANON_EQ) != 0;
    }

    boolean isCanonical() {
        return canonical;
    }

    private int raw(int index) {
        return index < text.length ? text[index] : 0;
    }

    /** The next character that counts; 0 at the end. */
    int peek() {
        if (comments) {
            passOver();
        }
        return raw(at);
    }

    /** The same, and goes past it. */
    int read() {
        int c = peek();
        at++;
        return c;
    }

    /** The next character whatever it is. */
    int readRaw() {
        return raw(at++);
    }

    /** Where it is, to come back to. */
    int place() {
        return at;
    }

    void backTo(int place) {
        at = place;
    }

    /** Goes past this character if it stands right here. */
    void passRaw(char c) {
        at += raw(at) == c ? 1 : 0;
    }

    private void passOver() {
        while (!isAtEnd()) {
            int c = raw(at);
            if (c == '#') {
                while (!isAtEnd() && !endsLine(raw(at))) {
                    at++;
                }
            } else if (c == ' ' || c >= '\t' && c <= '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    private boolean endsLine(int c) {
        return c == 0 || c == '\n' || !unixLines && (c == '\r' || (c | 1) == '\u2029' || c == '\u0085');
    }

    /** After {@code (?}: the letters of flags, up to what ends them. */
    void readFlags() {
        boolean on = true;
        while (true) {
            switch (peek()) {
                case 'x' -> comments = on;
                case 'd' -> unixLines = on;
                case 'c' -> canonical = on;
                case '-' -> on = false;
                case 'i', 'm', 's', 'u', 'U' -> {
                    // they change nothing here
                }
                default -> {
                    return;
                }
            }
            at++;
        }
    }
}
