// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

import static io.photon.result.Results.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import io.photon.result.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdnProjectionsTest {

    @Test
    void aFormKeepsTheTextItWasWrittenAs() {
        EdnProjection read = ok("""
                ; counts
                {:projection-name "count",
                 :stream-name "orders",
                 :language :clojure,
                 :reduction
                 (serializable.fn/fn [p n] ; both
                   (update p :n #(inc (or % 0)) #_ignored)),
                 :initial-value {:n 0 :seen #{\\a "b"}}}
                """);
        assertEquals(
                new EdnProjection(
                        "count",
                        "orders",
                        false,
                        "clojure",
                        "(serializable.fn/fn [p n] ; both\n   (update p :n #(inc (or % 0)) #_ignored))",
                        "{:n 0 :seen #{\\a \"b\"}}"),
                read);
    }

    @Test
    void aStringIsSourceTextWithItsEscapesRead() {
        EdnProjection read = ok("{:projection-name \"a\" :language \"javascript\" :initial-value \"{\\\"n\\\": 0}\""
                + " :reduction \"function(p, n) {\\n return '\\u00e9' + p; }\"}");
        assertEquals("function(p, n) {\n return 'é' + p; }", read.reduction());
        assertEquals("{\"n\": 0}", read.initialValue());
        assertEquals("__all__", read.streamName());
    }

    @Test
    void anInitialValueOfAnotherLanguageBecomesJson() {
        EdnProjection read = ok("{:projection-name \"a\" :language :javascript :reduction \"(p) => p\""
                + " :initial-value {:n 1.50M \"k\" [nil true :x/y \\z #{} (1 2N)]}}");
        assertEquals("{\"n\":1.50,\"k\":[null,true,\"x/y\",\"z\",[],[1,2]]}", read.initialValue());
    }

    @Test
    void aStringAsInitialValueOfAFormIsAString() {
        assertEquals(
                "\"x\"",
                ok("{:projection-name \"a\" :reduction (fn [p n] p) :initial-value \"x\"}")
                        .initialValue());
        assertEquals(
                "nil", ok("{:projection-name \"a\" :reduction #(do %2 %1)}").initialValue());
    }

    @Test
    void theCodeOfRealReductionsIsReadWhateverItsReaderSigns() {
        String form = "(fn [{:keys [a]} ^String n] '(a `(b ~c ~@d)) @e #'f #\"\\\"x\\d\" \\newline \\( #:g{:h 1}"
                + " #inst \"2020-01-01\" ##Inf -1.5e3 1/2 x' %& ::k)";
        assertEquals(
                form, ok("{:projection-name \"a\" :reduction " + form + "}").reduction());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{:projection-name 'a'|f.edn:1:1: this '{' is never closed",
                "{:projection-name 'a' :reduction (fn [p n] p]}|f.edn:1:45: expected ')', found ']'",
                "{:a}|f.edn:1:1: this map has a key without a value",
                "[1]|f.edn:1:1: expected a map, found a vector",
                "{} {}|f.edn:1:4: expected the end after the map: one file is one projection",
                "{:reduction 'x'}|f.edn:1:1: the map has no :projection-name",
                "{:projection-name 'a'}|f.edn:1:1: the map has no :reduction",
                "{:projection-name 7}|f.edn:1:19: :projection-name must be a string that is not empty, found a number",
                "{:projection-name 'a' :projection-name 'b'}|f.edn:1:23: :projection-name is given twice",
                "{:projection-name 'a|f.edn:1:19: this string has no closing '\"'",
                "{:projection-name 'a\\q'}|f.edn:1:21: a string knows no escape '\\q'; '\\\\' is a backslash",
                "{:a \\nonsense}|f.edn:1:5: there is no character '\\nonsense'",
                "{:a #}|f.edn:1:5: nothing that is known starts with '#}'",
                "{:a '}|f.edn:1:5: this string has no closing '\"'",
                ")|f.edn:1:1: ')' closes nothing",
            })
    void whatIsWrongIsNamedWithItsPlace(String text, String message) {
        // One text gives its quotes as ' for legibility here; the message then quotes with '.
        Failure failure = refused(text.replace('\'', '"'));
        assertEquals(message, failure.message());
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
    }

    @Test
    void thePlaceCountsLinesAndColumnsNotBytes() {
        assertTrue(refused("{\n :projection-name \"é😀\" ]").message().startsWith("f.edn:2:24: expected '}'"));
        assertEquals("f.edn:1:1: the file is empty", refused("").message());
        assertEquals("f.edn:1:1: the file is empty", refused(" ; nothing\n").message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{", "#{", "#(", "'", "^", "@", "#_", "~", "#=", "#a "})
    void deepNestingIsRefusedAndNotOverflowed(String sign) {
        assertEquals(Failure.Kind.BAD_INPUT, refused(sign.repeat(100_000)).kind());
    }

    @Test
    void everyTextCutShortIsRefusedAndNeverThrows() {
        String whole = "{:projection-name \"a\" :reduction (fn [p \\n] #\"a\" #{1} ##NaN #'x ^t y \"\\u0041\")}";
        assertEquals("a", ok(whole).name());
        for (int end = 0; end < whole.length(); end++) {
            assertEquals(
                    Failure.Kind.BAD_INPUT, refused(whole.substring(0, end)).kind());
        }
    }

    private static EdnProjection ok(String text) {
        Result<EdnProjection> read = EdnProjections.parse(text, "f.edn");
        assertInstanceOf(Result.Ok.class, read, read::toString);
        return ((Result.Ok<EdnProjection>) read).value();
    }

    private static Failure refused(String text) {
        return failure(EdnProjections.parse(text, "f.edn"));
    }
}
