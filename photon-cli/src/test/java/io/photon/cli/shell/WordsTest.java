// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static List<String> words(String line) {
        return Words.read(line).all().stream().map(Words.Word::text).toList();
    }

    @Test
    void quotesAndBackslashesKeepWordsTogether() {
        assertEquals(List.of("a b", "c\"d", "e f", "g$h", "x"), words("'a b' \"c\\\"d\" e\\ f 'g$h' x # remark"));
        assertEquals(List.of("a\nb\t\u0007'", "pre'fix"), words("$'a\\nb\\t\\u0007\\'' pre\"'\"fix"));
        assertEquals(List.of(""), words("''"));
        assertEquals(List.of("a", "b"), words("a \\\n b"));
    }

    @Test
    void whatBeginsWithABracketGoesToTheOneThatClosesItAsItStands() {
        assertEquals(
                List.of("emit", "{\"a\": [1, \"}\\\"\"], \"b\": \"x | y\"}", "--id", "7"),
                words("emit {\"a\": [1, \"}\\\"\"], \"b\": \"x | y\"} --id 7"));
        assertEquals(List.of("-e", "(fn [a b] (+ a b))"), words("-e (fn [a b] (+ a b))"));
        assertEquals(List.of("{time} {x}"), words("'{time} {x}'"));
    }

    @Test
    void aLineThatGoesOnSaysWhatIsMissing() {
        assertEquals("'", Words.read("a 'b").missing());
        assertEquals("\"", Words.read("a \"b").missing());
        assertEquals("}", Words.read("emit {\"a\":[1]").missing());
        assertEquals("]", Words.read("emit {\"a\":[1").missing());
        assertEquals("\\", Words.read("a \\").missing());
        assertNull(Words.read("a 'b' {c}").missing());
    }

    @Test
    void afterAnExclamationMarkEverythingIsForTheSystemsShell() {
        Words.Word last = Words.read("replay x | ! grep 'a' | sort > f").all().get(3);
        assertEquals(Words.Kind.COMMAND, last.kind());
        assertEquals("grep 'a' | sort > f", last.text());
        assertEquals(List.of("a!b", "!"), words("a!b !"));
    }

    @Test
    void whateverATextHoldsItsQuotedFormIsThatOneWordAndCannotHarmATerminal() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String signs = "ab $`'\"\\|>#!{}[]()\n\t\u001b\u0007\u202e\u00e9;&*?~=:";
        for (int turn = 0; turn < 5_000; turn++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            String quoted = Words.quoted(text.toString());
            assertEquals(List.of(text.toString()), words(quoted), () -> "seed " + seed + ": " + quoted);
            assertFalse(quoted.matches("(?s).*[\\p{Cc}\u202e].*"), () -> "seed " + seed + ": " + quoted);
        }
    }
}
