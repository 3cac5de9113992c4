// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.cli.names.DollarQuotes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line cut into words. {@code '…'} is taken as it is; {@code "…"} knows {@code \"} and {@code \\}; {@code $'…'} knows
 * {@code \n}, {@code \t}, {@code \\u0000} and the like; a backslash keeps the next character. A word that begins with a bracket
 * goes to the bracket that closes it, as it stands: JSON and code need no quotes. {@code #} begins a remark. Pure.
 */
final class Words {

    /** What a word is. */
    enum Kind {
        TEXT,
        /** {@code |}, {@code >} or {@code >>}. */
        SIGN,
        /** What follows an exclamation mark: for the system's shell, as it stands. */
        COMMAND
    }

    /**
     * One word.
     *
     * @param text without quotes
     * @param from its first character in the line
     * @param to the place after its last one
     */
    record Word(Kind kind, String text, int from, int to) {}

    private static final String OPEN = "{[(";
    private static final String CLOSED = "}])";

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable String missing;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    static Words read(String line) {
        Words read = new Words(line);
        while (read.skipSpace()) {
            read.word();
        }
        return read;
    }

    List<Word> all() {
        return List.copyOf(words);
    }

    /** What would end the line, e.g. a quote or a bracket; null for a whole line. */
    @Nullable String missing() {
        return missing;
    }

    private boolean skipSpace() {
        while (at < line.length() && (Character.isWhitespace(line.charAt(at)) || line.startsWith("\\\n", at))) {
            at++;
        }
        if (at < line.length() && line.charAt(at) == '#') {
            int end = line.indexOf('\n', at);
            at = end < 0 ? line.length() : end;
            return skipSpace();
        }
        return at < line.length();
    }

    private void word() {
        int from = at;
        char c = line.charAt(at);
        boolean begins = words.isEmpty() || words.get(words.size() - 1).text().equals("|");
        if (c == '!' && begins) {
            words.add(new Word(Kind.COMMAND, line.substring(at + 1).strip(), from, line.length()));
            at = line.length();
        } else if (c == '|') {
            at++;
            words.add(new Word(Kind.SIGN, "|", from, at));
        } else if (c == '>') {
            at += line.startsWith(">>", at) ? 2 : 1;
            words.add(new Word(Kind.SIGN, line.substring(from, at), from, at));
        } else {
            text.setLength(0);
            if (OPEN.indexOf(c) >= 0) {
                brackets();
            }
            while (at < line.length() && !ends(line.charAt(at))) {
                next();
            }
            words.add(new Word(Kind.TEXT, text.toString(), from, at));
        }
    }

    private static boolean ends(char c) {
        return Character.isWhitespace(c) || c == '|' || c == '>';
    }

    private void next() {
        char c = line.charAt(at);
        switch (c) {
            case '\'' -> quoted(at + 1, '\'');
            case '"' -> quoted(at + 1, '"');
            case '\\' -> {
                if (at + 1 == line.length()) {
                    missing = "\\";
                } else if (line.charAt(at + 1) != '\n') {
                    text.append(line.charAt(at + 1));
                }
                at = Math.min(line.length(), at + 2);
            }
            default -> {
                if (line.startsWith("$'", at)) {
                    quoted(at + 2, '$');
                } else {
                    text.append(c);
                    at++;
                }
            }
        }
    }

    /** @param quote the sign, a dollar for {@code $'} */
    private void quoted(int from, char quote) {
        char end = quote == '$' ? '\'' : quote;
        at = from;
        while (at < line.length() && line.charAt(at) != end) {
            char c = line.charAt(at);
            if (c == '\\' && quote != '\'' && at + 1 < line.length()) {
                at++;
                escape(quote == '$');
            } else {
                text.append(c);
                at++;
            }
        }
        if (at == line.length()) {
            missing = Character.toString(end);
        }
        at = Math.min(line.length(), at + 1);
    }

    private void escape(boolean ansi) {
        char c = line.charAt(at);
        if (!ansi) {
            text.append(c == '"' || c == '\\' ? "" : "\\").append(c);
            at++;
            return;
        }
        at = DollarQuotes.read(line, at, text);
    }

    private void brackets() {
        int from = at;
        StringBuilder open = new StringBuilder();
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            int closes = CLOSED.indexOf(c);
            if (c == '"') {
                at = stringEnd(at);
            } else if (OPEN.indexOf(c) >= 0) {
                open.append(CLOSED.charAt(OPEN.indexOf(c)));
            } else if (closes >= 0 && open.length() > 0 && open.charAt(open.length() - 1) == c) {
                open.setLength(open.length() - 1);
                if (open.length() == 0) {
                    at++;
                    break;
                }
            }
        }
        at = Math.min(at, line.length());
        text.append(line, from, at);
        if (open.length() > 0) {
            missing = open.substring(open.length() - 1);
        }
    }

    private int stringEnd(int from) {
        int end = from + 1;
        while (end < line.length() && line.charAt(end) != '"') {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= line.length()) {
            missing = "\"";
        }
        return end;
    }

    /** A text as one word: as it is where it can be, else in quotes. Never a control character. */
    static String quoted(String text) {
        if (text.matches("[\\p{L}\\p{N}_./:=@%+,*?~^-]+")) {
            return text;
        }
        boolean plain = DollarQuotes.isPrintable(text);
        return plain && text.indexOf('\'') < 0 ? "'" + text + "'" : "$'" + DollarQuotes.escaped(text) + "'";
    }
}
