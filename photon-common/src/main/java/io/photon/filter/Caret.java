// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

/** Shows a place in a text: the line it is in, and a caret under it. Pure. */
public final class Caret {

    private static final int BEFORE = 50;
    private static final int AFTER = 20;

    private Caret() {}

    /**
     * @param line from 1
     * @param column from 1; one after the last character is the end
     * @return a line break, a part of the line, a line break and the caret
     */
    public static String under(String text, int line, int column) {
        String[] lines = text.split("\n", -1);
        String shown = line >= 1 && line <= lines.length ? lines[line - 1] : "";
        int at = Math.max(0, Math.min(shown.length(), column - 1));
        int from = Math.max(0, at - BEFORE);
        int to = Math.min(shown.length(), at + AFTER);
        StringBuilder excerpt = new StringBuilder("\n  ").append(from > 0 ? "…" : "");
        for (char c : shown.substring(from, to).toCharArray()) {
            excerpt.append(Character.isISOControl(c) ? ' ' : c); // a tab too, or the caret is elsewhere
        }
        return excerpt.append(to < shown.length() ? "…" : "")
                .append("\n  ")
                .append(" ".repeat(at - from + (from > 0 ? 1 : 0)))
                .append('^')
                .toString();
    }
}
