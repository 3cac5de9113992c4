// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import io.photon.filter.Caret;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.internal.javacc.ParseException;
import net.thisptr.jackson.jq.internal.javacc.Token;

/** What is wrong with the text of an expression: in one line, with its place, and a caret under that. Pure. */
final class JqMistake {

    private static final Pattern PLACE =
            Pattern.compile("at line (\\d+), column (\\d+)\\.(?: +Encountered: (<EOF>|'.*?')(.*))?", Pattern.DOTALL);
    private static final String ENDS = "the expression ends too early";
    private static final int MAX_EXPECTED = 5;
    private static final int MAX_SHOWN = 40;

    private JqMistake() {}

    /** @param error of the parser, or of its lexer, which throws errors */
    static String of(String text, Throwable error) {
        Throwable last = error.getCause() == null ? error : error.getCause();
        if (last instanceof ParseException wrong && wrong.currentToken != null && wrong.currentToken.next != null) {
            Token found = wrong.currentToken.next;
            boolean isEnd = found.kind == 0;
            String what = isEnd
                    ? ENDS
                    : found.image.equals("\"")
                            ? "this text in quotes is not closed, or not expected here"
                            : unexpected("'" + found.image + "'");
            return isEnd
                    ? atEnd(text, what + expected(wrong))
                    : at(text, found.beginLine, found.beginColumn, what + expected(wrong));
        }
        String message = String.valueOf(last.getMessage());
        Matcher place = PLACE.matcher(message);
        if (!place.find()) {
            return shown(message.replaceAll("\\s+", " ").strip());
        }
        int line = Integer.parseInt(place.group(1));
        int column = Integer.parseInt(place.group(2));
        if (place.group(3) == null) {
            String said = place.replaceFirst("").replaceAll("\\s+", " ").strip();
            return at(text, line, column, shown(said.startsWith("U") ? "u" + said.substring(1) : said));
        }
        boolean isEnd = place.group(3).equals("<EOF>");
        boolean afterNothing =
                !place.group(4).contains(" after prefix ") || place.group(4).contains("prefix \"\\\"");
        return isEnd && afterNothing
                ? atEnd(text, ENDS)
                : at(text, line, column, isEnd ? "what is here is not expected" : unexpected(place.group(3)));
    }

    /** Of what {@link JqNames#unknown} has found. */
    static String unknown(String text, String missing) {
        int slash = missing.lastIndexOf('/');
        String name = slash < 0 ? missing : missing.substring(0, slash);
        Matcher place = Pattern.compile("(?<![\\w$.])"
                        + (missing.equals(JqNames.IMPORT) ? "(?:import|include)" : Pattern.quote(name)) + "(?!\\w)")
                .matcher(text);
        String what = missing.equals(JqNames.IMPORT)
                ? "modules are not there"
                : slash < 0
                        ? "there is no variable or label " + missing + " here"
                        : "there is no function " + missing + " here";
        if (!place.find()) {
            return what;
        }
        int lineStart = text.lastIndexOf('\n', place.start() - 1) + 1;
        int line = (int) text.substring(0, place.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return at(text, line, place.start() - lineStart + 1, what);
    }

    private static String unexpected(String found) {
        return shown(found) + " is not expected here";
    }

    private static String atEnd(String text, String what) {
        String kept = text.stripTrailing();
        int line = (int) kept.chars().filter(c -> c == '\n').count() + 1;
        return at(text, line, kept.length() - kept.lastIndexOf('\n'), what);
    }

    private static String at(String text, int line, int column, String what) {
        return "line " + line + ", column " + column + ": " + what + Caret.under(text, line, column);
    }

    private static String expected(ParseException wrong) {
        Set<String> names = new LinkedHashSet<>();
        if (wrong.expectedTokenSequences != null) {
            for (int[] sequence : wrong.expectedTokenSequences) {
                if (sequence.length > 0) {
                    names.add(name(wrong.tokenImage[sequence[0]]));
                }
            }
        }
        return names.isEmpty() || names.size() > MAX_EXPECTED ? "" : "; expected " + String.join(" or ", names);
    }

    /** As the grammar calls it: {@code "\"]\""} or {@code <IDENTIFIER>}. */
    private static String name(String image) {
        if (image.startsWith("\"")) {
            return "'" + image.substring(1, image.length() - 1) + "'";
        }
        return switch (image) {
            case "<EOF>" -> "the end";
            case "<IDENTIFIER>" -> "a name";
            default ->
                image.replaceAll("[<>]", "")
                        .replace("KEYWORD_", "")
                        .replace('_', ' ')
                        .toLowerCase(Locale.ROOT);
        };
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
