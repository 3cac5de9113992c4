// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "order-**, order-1, true",
        "order-**, order-1/lines/2, true",
        "order-**, order-, true",
        "order-**, orders, false",
        "order-*, order-1, true",
        "order-*, order-1/lines, false",
        "*/lines, order-1/lines, true",
        "*/lines, a/b/lines, false",
        "**/lines, a/b/lines, true",
        "plain, plain, true",
        "plain, plainer, false",
        "*a*b*, xaybz, true",
        "*a*b*, xbya, false",
        "a***b, a/x/b, true",
        "order-?, order-1, true",
        "order-?, order-12, false",
        "order-?, order-, false",
        "order-?, order-/, false",
        "?, 😀, true",
        "??, 😀, false",
        "*?*, '', false",
        "order-\\*, order-*, true",
        "order-\\*, order-1, false",
        "what\\?, what?, true",
        "what\\?, whatX, false",
        "a\\\\*, a\\b, true",
        "a\\\\*, ab, false",
        "a\\b*, a\\bc, true",
        "a\\, a\\, true",
        "\\\\server\\share, \\\\server\\share, true"
    })
    void aPatternMeansWhatTheManualSays(String pattern, String name, boolean fits) {
        assertEquals(fits, Glob.of(pattern).matches(name));
    }

    @Property(tries = 2_000)
    void aGlobMeansTheSameAsTryingEveryWay(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        assertEquals(naive(pattern, 0, name, 0), Glob.of(pattern).matches(name));
    }

    @Property(tries = 500)
    void aLongGlobMeansTheSameAsTryingEveryWay(
            @ForAll("longPatterns") String pattern, @ForAll("longNames") String name) {
        assertEquals(byTable(pattern, name), Glob.of(pattern).matches(name));
    }

    @Property(tries = 2_000)
    void aQuotedNameFitsItselfAndNothingElse(@ForAll("patterns") String name, @ForAll("patterns") String other) {
        Glob quoted = Glob.of(Glob.quote(name));
        assertTrue(quoted.isPlain());
        assertEquals(name, quoted.prefix());
        assertTrue(quoted.matches(name));
        assertEquals(name.equals(other), quoted.matches(other));
    }

    /** Tries every way, one after the other. */
    private static boolean naive(String pattern, int p, String name, int n) {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return pattern.equals(name);
        }
        if (p == pattern.length()) {
            return n == name.length();
        }
        char c = pattern.charAt(p);
        if (c == '*') {
            int end = p;
            while (end < pattern.length() && pattern.charAt(end) == '*') {
                end++;
            }
            for (int to = n; to <= name.length(); to++) {
                if (end - p == 1 && name.substring(n, to).contains("/")) {
                    return false;
                }
                if (naive(pattern, end, name, to)) {
                    return true;
                }
            }
            return false;
        }
        boolean escaped = c == '\\' && p + 1 < pattern.length() && "*?\\".indexOf(pattern.charAt(p + 1)) >= 0;
        char wanted = escaped ? pattern.charAt(p + 1) : c;
        boolean fits = n < name.length() && (c == '?' ? name.charAt(n) != '/' : name.charAt(n) == wanted);
        return fits && naive(pattern, p + (escaped ? 2 : 1), name, n + 1);
    }

    /** The same by a table of all places; for patterns without backslashes. */
    private static boolean byTable(String pattern, String name) {
        String whole = pattern.replaceAll("\\*\\*+", "D");
        boolean[][] fits = new boolean[whole.length() + 1][name.length() + 1];
        fits[0][0] = true;
        for (int p = 1; p <= whole.length(); p++) {
            char c = whole.charAt(p - 1);
            for (int n = 0; n <= name.length(); n++) {
                char last = n == 0 ? 0 : name.charAt(n - 1);
                boolean star = c == 'D' || c == '*' && last != '/';
                fits[p][n] = c == 'D' || c == '*'
                        ? fits[p - 1][n] || n > 0 && star && fits[p][n - 1]
                        : n > 0 && (c == last || c == '?' && last != '/') && fits[p - 1][n - 1];
            }
        }
        return fits[whole.length()][name.length()];
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab/*?\\").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab/*?\\").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> longPatterns() {
        return Arbitraries.of("*", "**", "?", "/", "a", "b", "ab", "*a", "a".repeat(62), "*".repeat(70))
                .list()
                .ofMinSize(1)
                .ofMaxSize(150)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> longNames() {
        return Arbitraries.of("a", "b", "ab", "/", "a".repeat(62))
                .list()
                .ofMaxSize(150)
                .map(parts -> String.join("", parts));
    }

    @Test
    void noPatternRunsLong() {
        String name = "a".repeat(4_095) + "c";
        for (String pattern : new String[] {
            "*a".repeat(1_500) + "b",
            "**a".repeat(1_000) + "b",
            "*".repeat(3_000) + "b",
            "*?".repeat(2_000) + "b",
            "?*a".repeat(1_000) + "*b",
            "**a*".repeat(750) + "/b",
            "*a".repeat(100_000),
            "?".repeat(4_096) + "**b"
        }) {
            Glob glob = Glob.of(pattern);
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                for (int i = 0; i < 100; i++) {
                    assertFalse(glob.matches(name));
                }
            });
        }
    }
}
