// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LinearRegexTest {

    /** Parts that can be put together in any order, with numbers that multiply. */
    private static final List<String> PARTS = List.of(
            "(",
            ")",
            "(?:",
            "[",
            "]",
            "[^",
            "{999}",
            "{1000}",
            "{2,}",
            "{0,500}",
            "{",
            "}",
            "*",
            "+",
            "?",
            "|",
            "^",
            "$",
            "\\b",
            "\\",
            "a",
            "b",
            ".",
            "[:alpha:]",
            "-",
            "9",
            "\\pL",
            "(?i)");

    @Property(tries = 2_000)
    void whatIsPutTogetherInAnyWayIsRefusedOrEvaluatedInTime(@ForAll("expressions") String expression) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try {
                LinearRegex.compile(expression, false, false).isFoundIn("ab".repeat(200) + "-9", new WorkLimit());
            } catch (LinearRegex.Unsupported e) {
                assertTrue(e.getMessage() != null, expression);
            }
        });
    }

    @Property(tries = 1_000)
    void aPlainExpressionFindsWhatJavaFinds(@ForAll("plain") String expression, @ForAll("texts") String text)
            throws LinearRegex.Unsupported {
        assertEquals(
                Pattern.compile(expression).matcher(text).find(),
                LinearRegex.compile(expression, false, false).isFoundIn(text, new WorkLimit()),
                expression);
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(PARTS).list().ofMaxSize(20).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> plain() {
        return Arbitraries.of(
                        "a",
                        "b",
                        ".",
                        "a*",
                        "b+",
                        "[ab]{2}",
                        "(a|bb)",
                        "(?:ab)?",
                        "^",
                        "$",
                        "[^a]",
                        "\\d",
                        "(a{1,3}b){2}")
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab9").ofMaxLength(12);
    }
}
