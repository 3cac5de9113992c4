// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command line of bash up to the cursor, and how a name is written into its last word. A name is never more than a word
 * there: whatever it holds, nothing of it is expanded or run.
 */
public final class BashLine {

    /** What the last word stands in at the cursor. */
    private enum Quote {
        NONE,
        SINGLE,
        DOUBLE,
        /** {@code $'…'}. */
        ANSI
    }

    private static final Pattern OPTION = Pattern.compile("--[a-z.-]+=");
    private static final String PLAIN = "_./+,%-@";

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private Quote quote = Quote.NONE;
    private boolean begun;

    /** How many characters of the last word readline takes for another word: it breaks at these signs. */
    private int before;

    private BashLine() {}

    /** Reads a line. What bash would expand stands as it is written. */
    public static BashLine read(String line) {
        BashLine read = new BashLine();
        int at = 0;
        while (at < line.length()) {
            at = read.next(line, at);
        }
        read.splitOption();
        return read;
    }

    /** A last word {@code --option=VALUE} is taken for two. */
    private void splitOption() {
        int equals = word.indexOf("=") + 1;
        if (equals > 0
                && equals <= before
                && OPTION.matcher(word.substring(0, equals)).matches()) {
            words.add(word.substring(0, equals - 1));
            word.delete(0, equals);
            before -= equals;
        }
    }

    private int next(String line, int at) {
        char c = line.charAt(at);
        switch (quote) {
            case SINGLE -> {
                return c == '\'' ? close(at) : take(c, at);
            }
            case DOUBLE -> {
                boolean escapes = c == '\\' && at + 1 < line.length() && "\\\"$`".indexOf(line.charAt(at + 1)) >= 0;
                return escapes ? take(line.charAt(at + 1), at + 1) : c == '"' ? close(at) : take(c, at);
            }
            case ANSI -> {
                return c == '\\' && at + 1 < line.length() ? ansi(line, at + 1) : c == '\'' ? close(at) : take(c, at);
            }
            default -> {
                return plain(line, at, c);
            }
        }
    }

    private int plain(String line, int at, char c) {
        if (c == ' ' || c == '\t' || c == '\n') {
            endWord();
            return at + 1;
        }
        if (c == '\'' || c == '"') {
            return open(c == '"' ? Quote.DOUBLE : Quote.SINGLE, at + 1);
        }
        if (c == '$' && at + 1 < line.length() && line.charAt(at + 1) == '\'') {
            return open(Quote.ANSI, at + 2);
        }
        if (c == '\\' && at + 1 < line.length()) {
            return take(line.charAt(at + 1), at + 1);
        }
        int next = c == '\\' ? at + 1 : take(c, at);
        if (c == ':' || c == '=') {
            before = word.length();
        } else if (c == '@') {
            before = word.length() - 1; // readline breaks before it, and leaves it in the word that it replaces
        }
        return next;
    }

    private int open(Quote opened, int next) {
        quote = opened;
        begun = true;
        before = word.length(); // readline replaces what stands after the quote
        return next;
    }

    private int close(int at) {
        quote = Quote.NONE;
        return at + 1;
    }

    private int take(char c, int at) {
        word.append(c);
        begun = true;
        return at + 1;
    }

    private int ansi(String line, int at) {
        begun = true;
        return DollarQuotes.read(line, at, word);
    }

    private void endWord() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
            before = 0;
        }
    }

    /** The words before the last one, without quotes. */
    public List<String> words() {
        return List.copyOf(words);
    }

    /** The last word as far as it is written, without quotes; empty after a space. */
    public String word() {
        return word.toString();
    }

    /** What to put in the place of the last word as readline sees it; null for what cannot be written there. */
    public @Nullable String written(String name) {
        if (!name.startsWith(word.substring(0, before))) {
            return null;
        }
        String rest = name.substring(before);
        return switch (quote) {
            case NONE ->
                DollarQuotes.isPrintable(rest) ? escaped(rest, before == 0) : "$'" + DollarQuotes.escaped(rest) + "'";
            case SINGLE -> DollarQuotes.isPrintable(rest) ? rest.replace("'", "'\\''") : null;
            // An exclamation mark has no way to be written there: bash keeps the backslash before it.
            case DOUBLE ->
                DollarQuotes.isPrintable(rest) && rest.indexOf('!') < 0
                        ? rest.replaceAll("([\\\\\"$`])", "\\\\$1")
                        : null;
            case ANSI -> DollarQuotes.escaped(rest);
        };
    }

    private static String escaped(String text, boolean atTheStart) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c > 0x7f || Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
            if (!plain) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return atTheStart && text.isEmpty() ? "''" : escaped.toString();
    }
}
