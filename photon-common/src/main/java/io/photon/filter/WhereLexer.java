// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The words of a predicate, read one by one. */
final class WhereLexer {

    private static final int MAX_DIGITS = 1_000;

    private final String text;
    private int at;

    WhereLexer(String text) {
        this.text = text;
    }

    /** The next character that is not white space, 0 at the end. */
    char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    boolean take(String sign) {
        peek();
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    boolean takeWord(String word) {
        peek();
        int end = at + word.length();
        if (!text.startsWith(word, at) || (end < text.length() && isNamePart(text.charAt(end)))) {
            return false;
        }
        at = end;
        return true;
    }

    void expect(String sign) throws WhereSyntaxException {
        if (!take(sign)) {
            throw error("expected '" + sign + "'");
        }
    }

    void expectEnd() throws WhereSyntaxException {
        if (peek() != 0) {
            throw error("expected an operator or the end");
        }
    }

    /** What stands right after a dot: a name or a string; null when neither. */
    @Nullable String key() throws WhereSyntaxException {
        if (at < text.length() && text.charAt(at) == '"') {
            return string();
        }
        int start = at;
        if (at < text.length() && isNamePart(text.charAt(at)) && !isDigit(text.charAt(at))) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
        }
        if (at < text.length() && at > start && text.charAt(at) == '-') {
            throw error("a name with '-' stands in quotes: .\"" + text.substring(start, at) + "-…\"");
        }
        return at == start ? null : text.substring(start, at);
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** A number exactly as written; null when there is none. */
    @Nullable BigDecimal number() throws WhereSyntaxException {
        if ("-.0123456789".indexOf(peek()) < 0) {
            return null;
        }
        int end = at;
        while (end < text.length() && "+-.eE0123456789".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        String digits = text.substring(at, end);
        if (!digits.matches("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,9})?") || digits.length() > MAX_DIGITS) {
            throw error("expected a number");
        }
        at = end;
        return new BigDecimal(digits);
    }

    /** A string with JSON's escapes. */
    String string() throws WhereSyntaxException {
        if (peek() != '"') {
            throw error("expected a string in double quotes");
        }
        StringBuilder value = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                return value.toString();
            }
            if (c != '\\') {
                value.append(c);
                continue;
            }
            i++;
            int known = i < text.length() ? "\"\\/bfnrt".indexOf(text.charAt(i)) : -1;
            if (known >= 0) {
                value.append("\"\\/\b\f\n\r\t".charAt(known));
            } else if (i + 4 < text.length() && text.substring(i, i + 5).matches("u[0-9a-fA-F]{4}")) {
                value.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
                i += 4;
            } else {
                at = i - 1;
                throw error("no such escape in a string; use \\\\ for a backslash");
            }
        }
        throw error("expected a closing double quote");
    }

    /** An error here. */
    WhereSyntaxException error(String expected) {
        char found = peek();
        String where = found == 0 ? "the end" : "'" + found + "'";
        return new WhereSyntaxException(at + 1, expected + ", found " + where);
    }
}
