// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.text.Utf8;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @Property(tries = 2_000)
    void whatWasQuotedComesBackAsItWas(@ForAll String text) {
        String quoted = JsonFields.quote(text);
        assertEquals(text, JsonText.unescape(quoted.substring(1, quoted.length() - 1)));
    }

    /** Each character that Java has; half a surrogate pair has no form in UTF-8 but its escape. */
    @Property(tries = 2_000)
    void whatWasQuotedExactlyIsJsonInUtf8AndComesBackAsItWas(@ForAll @CharRange(to = '\uffff') String text) {
        String quoted = JsonText.quoted(text);
        assertEquals(quoted, Utf8.text(Utf8.bytes(quoted)));
        assertEquals(text, JsonText.unescape(quoted.substring(1, quoted.length() - 1)));
    }

    @Test
    void whatNeedsNoEscapeHasNone() {
        assertEquals(
                "\"a\u00e9\u007f\\\"\\\\\\u000a\\ud83d\\ude00\"", JsonText.quoted("a\u00e9\u007f\"\\\n\ud83d\ude00"));
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
