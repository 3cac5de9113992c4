package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
            })
    void whatCanRunForLongWithoutALookAtTheTextIsCountedSo(String pattern) {
        assertTrue(SilentSteps.of(pattern, pattern.startsWith("(?x)")) >= 1e9, pattern);
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
        assertTrue(SilentSteps.of(pattern, false) <= 60, pattern + ": " + SilentSteps.of(pattern, false));
    }
}
