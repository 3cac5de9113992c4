// SPDX-License-Identifier: Apache-2.0
package io.photon.sql.worker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places in a statement. Immutable. */
final class StatementPlaces {

    /** Texts and comments, in which a name is none; a quoted name is one. */
    private static final Pattern SKIPPED = Pattern.compile("'[^']*'|--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private final String sql;

    StatementPlaces(String sql) {
        this.sql = sql;
    }

    /** {@code line 1, column 15: }, columns by characters. @param offset from 0 */
    String at(int offset) {
        String before = sql.substring(0, Math.min(offset, sql.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        return "line " + line + ", column " + column + ": ";
    }

    /** Where a name stands first; nothing when it is not found. */
    String of(String name) {
        StringBuilder plain = new StringBuilder(sql);
        Matcher skipped = SKIPPED.matcher(sql);
        while (skipped.find()) {
            plain.replace(skipped.start(), skipped.end(), " ".repeat(skipped.end() - skipped.start()));
        }
        Matcher found = Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
                .matcher(plain);
        return found.find() ? at(found.start()) : "";
    }

    /** Where a text in single quotes stands first; nothing when it does not. */
    String ofText(String text) {
        int found = sql.indexOf("'" + text.replace("'", "''") + "'");
        return found < 0 ? "" : at(found);
    }

    /**
     * Where H2 puts its mark {@code [*]}; nothing when it does not.
     *
     * @param marked the statement with the mark
     */
    String ofMark(String marked) {
        int mark = marked.indexOf("[*]");
        while (mark >= 0) {
            if (sql.startsWith(marked.substring(0, mark))) {
                return at(skipSpace(mark));
            }
            mark = marked.indexOf("[*]", mark + 1);
        }
        return "";
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
            at++;
        }
        return at == sql.length() ? from : at;
    }
}
