// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words that docs/glossary.md replaces: what can be told without understanding the sentence. */
class PlainEnglishTest {

    /** A service may be behind a proxy; "behind" for order, time and what is left over is what is meant here. */
    private static final Pattern WORDS = Pattern.compile(
            "\\b(whoever|whomever|somebody|nobody|so many|meanwhile|beside|for ever(?!y)|lest|let(?:s|ting)? go of"
                    + "|(?<!there )(?:is|are) no(?!\\s+(?:longer|more|less|such))"
                    + "|behind(?! (?:a proxy|a reverse proxy|nginx|or ahead)))\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//[^\\n]*$|\\s//[^\"\\n]*$");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern TARGET = Pattern.compile("\\]\\([^)]*\\)");

    @Test
    void pagesUseTheFieldsWords() {
        List<Path> pages = new ArrayList<>(Pages.written());
        pages.removeIf(page -> page.endsWith("glossary.md"));
        pages.add(Pages.ROOT.resolve("SECURITY.md"));
        pages.add(Pages.ROOT.resolve("CHANGELOG.md"));
        assertTrue(pages.size() > 10, "found only " + pages);
        assertEquals(List.of(), found(pages, text -> TARGET.matcher(text).replaceAll("]")));
    }

    @Test
    void helpAndManPagesUseThem() {
        assertTrue(Pages.help().size() > 30);
        assertEquals(List.of(), found(Pages.help(), text -> text.replace("looks ahead or behind", "looks around")));
    }

    @Test
    void theConsoleAndTheDescriptionOfTheCallsUseThem() {
        assertTrue(Pages.web().size() > 30, "found only " + Pages.web());
        assertEquals(List.of(), found(Pages.web(), text -> text));
    }

    @Test
    void messagesUseThem() {
        List<Path> sources = new ArrayList<>(Pages.sources("main"));
        assertTrue(sources.size() > 300);
        assertEquals(List.of(), found(sources, PlainEnglishTest::messages));
    }

    /** The texts in a class: what stands in quotes, without the comments; names of one word are none. */
    private static String messages(String source) {
        StringBuilder texts = new StringBuilder();
        Matcher literal = LITERAL.matcher(COMMENT.matcher(source).replaceAll(""));
        while (literal.find()) {
            if (literal.group(1).strip().contains(" ")) {
                texts.append(literal.group(1)).append('\n');
            }
        }
        return texts.toString();
    }

    private static List<String> found(List<Path> files, UnaryOperator<String> reading) {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            String text = reading.apply(Pages.text(file));
            Matcher word = WORDS.matcher(text);
            while (word.find()) {
                int start = Math.max(0, word.start() - 30);
                int end = Math.min(text.length(), word.end() + 30);
                found.add(Pages.ROOT.relativize(file) + ": …"
                        + text.substring(start, end).replace('\n', ' ') + "…");
            }
        }
        return found;
    }
}
