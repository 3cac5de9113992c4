// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @Property(tries = 2_000)
    void whatWasQuotedComesBackAsItWas(@ForAll String text) {
        String quoted = JsonFields.quote(text);
        assertEquals(text, JsonText.unescape(quoted.substring(1, quoted.length() - 1)));
    }

    @Property(tries = 2_000)
    void noTextWithBrokenEscapesThrows(@ForAll("nearlyEscapes") String text) {
        assertDoesNotThrow(() -> JsonText.unescape(text));
    }

    @Provide
    Arbitrary<String> nearlyEscapes() {
        return Arbitraries.strings().withChars("\\u0fZ\"").ofMaxLength(12);
    }

    @Test
    void everyEscapeOfJsonIsKnown() {
        assertEquals(
                "\"\\/\b\f\n\r\t\u00e9\ud83d\ude00",
                JsonText.unescape("\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\ud83d\\uDE00"));
    }

    @ParameterizedTest
    @CsvSource({"\\u12, \ufffd12", "\\uzzzz, \ufffdzzzz", "\\u+123, \ufffd+123", "a\\, a\\", "\\x, x"})
    void anEscapeThatIsNoneIsShownNotHidden(String raw, String text) {
        assertEquals(text, JsonText.unescape(raw));
    }
}
