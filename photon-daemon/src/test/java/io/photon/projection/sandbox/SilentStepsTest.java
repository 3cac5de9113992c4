// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilentStepsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((){100000}){100000}",
                "((((){1000}){1000}){1000}){1000}",
                "(?:a{0}){2000000000}",
                "(?:$){2000000000}",
                "((?=x|){60000}){60000}",
                "(?:(?:\\b|\\B|\\G){40})(?!)",
                "(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)x",
                "^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?^?(?!)",
                "(?<name>(?>){90000}){90000}",
                "(?x)( # nothing\n ){2000000000}",
                "([]a]|(){9000000000})",
                "a)((){2000000000}",
                "(\\Q\\E){2000000000}",
                "()(\\1){2000000000}",
                "(a*){2000000000}",
                "(?x:)#(((){9999}){99999}){99999}",
                "(?x: # [ \n )#(((){9999}){99999}){99999}",
                "(?x)# \r (((){9999}){99999}){99999}",
                "(?xd)# \r [ \n (((){9999}){99999}){99999}",
                "(?x)((() {9999}) {99999} ) {99999}",
                "((?x)() {9 9 9#\n9}){99999}{99999}",
                "(?x)( ?:(){9999}){9999}{9999}",
                "(?x)[ ^](((){9999}){99999}){99999}]",
                "(?x)[a#]\n](((){9999}){99999}){99999}",
                "(?\\Qx\\E)#\n((() {9999}) {99999} ) {99999}",
                "#(((){9999}){99999}){99999}(?x)",
                "\\c[(((){9999}){99999}){99999}]",
                "[\\c]][^](((){9999}){99999}){99999}|]((){99999}){99999}",
                "((\\x41*){99999}){99999}",
                "((\\pL*){99999}){99999}",
                "((\\0101*){99999}){99999}",
                "((\ud83d\ude00*){99999}){99999}",
                "((\\ud83d\\ude00*){99999}){99999}",
                "()()()()()()()()()()()(((\\11){9999}){99999}){99999}",
                "(?<=(?!).{0,1000000000})",
                "(?c).",
            })
    void whatCanRunForLongWithoutALookAtTheTextIsCountedSo(String pattern) {
        assertTrue(RegexCost.of(pattern, 0) >= 1e9, pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[0-9]{1000}",
                "(?:[a-z]{100}){100}",
                "^\\s*([A-Za-z0-9._%+-]+)@([A-Za-z0-9.-]+\\.[A-Za-z]{2,})\\s*$",
                "(?i)\\b(curl|Apache-HttpClient|node-superagent)(/[0-9.]+)?\\b",
                "(\\d{4})-(\\d{2})-(\\d{2})(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?)?",
                "[^\\]\\[{(]+|\\{2000000000}|[(){2000000000}]",
                "a?b?c?d?e?f?g?h?i?j?k?l?m?n?o?p?q?r?s?t?u?v?w?x?y?z?A?B?C?D?E?F?G?H?I?J?",
                "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}",
                "(a|b|){3}(?<=x)(?<!y)\\p{L}\\x{41}\\k<n>(?:\\b{g})",
            })
    void whatOneWritesIsCheapEvenOverALongText(String pattern) {
        assertTrue(RegexCost.of(pattern, 0) <= 60, pattern + ": " + RegexCost.of(pattern, 0));
    }

    @Test
    void noWayOfWritingAnExpressionHidesWhatItDoes() {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder plain = new StringBuilder();
            StringBuilder odd = new StringBuilder("(?x)");
            write(random, 4, plain, odd);
            Pattern.compile(plain.toString()); // both are expressions
            Pattern.compile(odd.toString());
            double expected = RegexCost.of(plain.toString(), 0);
            double found = RegexCost.of(odd.toString(), 0);
            assertTrue(
                    found >= expected,
                    "seed " + seed + ": " + expected + " of " + plain + ", but " + found + " of " + odd);
        }
    }

    /** The same expression twice: as one writes it, and with all that the flag x allows. */
    private static void write(Random random, int depth, StringBuilder plain, StringBuilder odd) {
        int parts = random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            switch (random.nextInt(depth > 0 ? 9 : 4)) {
                case 0 -> both(random, plain, odd, "a");
                case 1 -> {
                    plain.append('#');
                    gap(random, odd);
                    odd.append(random.nextBoolean() ? "\\#" : "\\Q#\\E");
                }
                case 2 -> both(random, plain, odd, "[", "^", "]", "a", "[", "b", "]", "]");
                case 3 -> both(random, plain, odd, "\\x41");
                case 4 -> group(random, depth, plain, odd, "(", "?:");
                case 5 -> group(random, depth, plain, odd, "(", "?>");
                case 6 -> group(random, depth, plain, odd, "(", "?=");
                default -> group(random, depth, plain, odd, "(");
            }
            switch (random.nextInt(8)) {
                case 0 -> both(random, plain, odd, "{", "1", "0", "0", "0", "}");
                case 1 -> both(random, plain, odd, "*");
                case 2 -> both(random, plain, odd, "?");
                case 3 -> both(random, plain, odd, "{", "3", ",", "5", "0", "}");
                case 4 -> both(random, plain, odd, "|");
                default -> {
                    // once
                }
            }
        }
    }

    private static void group(Random random, int depth, StringBuilder plain, StringBuilder odd, String... open) {
        both(random, plain, odd, open);
        write(random, depth - 1, plain, odd);
        both(random, plain, odd, ")");
    }

    private static void both(Random random, StringBuilder plain, StringBuilder odd, String... tokens) {
        for (String token : tokens) {
            plain.append(token);
            boolean rightThere = token.equals("^") || odd.length() > 0 && odd.charAt(odd.length() - 1) == '{';
            if (!rightThere) {
                gap(random, odd);
            }
            odd.append(token);
        }
    }

    private static void gap(Random random, StringBuilder odd) {
        if (random.nextInt(3) == 0) {
            String[] gaps = {" ", "\t ", "#\n", "# [ ( \r", "# ] \\ )\n", "# {9}\r", "\f#*|\n "};
            odd.append(gaps[random.nextInt(gaps.length)]);
        }
    }
}
