// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.photon.cli.top.layout.JsonLines.Piece;
import io.photon.cli.top.screen.Key;
import io.photon.text.Utf8;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A value as a tree that is folded level by level. */
class FoldingTest {

    private static final String VALUE = "{\"a\":1,\"b\":{\"c\":[1,2,{\"d\":3}],\"e\":{}},\"f\":[]}";

    private final Folding folding = new Folding();

    private void press(String keys) {
        keys.chars().forEach(key -> folding.key(Key.of((char) key)));
    }

    private static String text(List<List<Piece>> lines) {
        return lines.stream().map(JsonLines::text).collect(Collectors.joining("\n"));
    }

    private String shown() {
        return text(folding.of(JsonLines.of(Utf8.bytes(VALUE)), 0));
    }

    @Test
    void eachLevelThatIsFoldedSaysHowMuchIsInIt() {
        String whole = text(JsonLines.of(Utf8.bytes(VALUE)));
        assertEquals(whole, shown());
        press("h");
        assertEquals("""
                {
                  "a": 1,
                  "b": {
                    "c": [
                      1,
                      2,
                      { … 1 }
                    ],
                    "e": {}
                  },
                  "f": []
                }""", shown());
        press("h");
        assertEquals("""
                {
                  "a": 1,
                  "b": {
                    "c": [ … 3 ],
                    "e": {}
                  },
                  "f": []
                }""", shown());
        press("h");
        String folded = "{\n  \"a\": 1,\n  \"b\": { … 2 },\n  \"f\": []\n}";
        assertEquals(folded, shown());
        press("hh");
        assertEquals(folded, shown(), "the first level is always there");
        press("lll");
        assertEquals(whole, shown());
        press("l");
        assertEquals(whole, shown());
        assertFalse(folding.key(Key.of('x')));
    }

    @Test
    void aChangeThatIsFoldedAwayMarksTheLineThatStandsForIt() {
        List<List<Piece>> before = JsonLines.of(Utf8.bytes("{\"a\":{\"n\":1},\"b\":{\"n\":1}}"));
        List<List<Piece>> now = JsonLines.of(Utf8.bytes("{\"a\":{\"n\":1},\"b\":{\"n\":2}}"));
        List<List<Piece>> marked = ChangedLines.of(before, now);
        folding.of(marked, ChangedLines.SIGNS);
        press("h");
        assertEquals("  {\n    \"a\": { … 1 },\n~   \"b\": { … 1 }\n  }", text(folding.of(marked, ChangedLines.SIGNS)));
    }

    @Test
    void textsThatEndLikeABracketAndOneValueAloneAreNotFolded() {
        for (String value : List.of("{\"a\":\"{\",\"b\":[\"[\"]}", "7", "\"{\"", "[]", "{}")) {
            Folding other = new Folding();
            List<List<Piece>> lines = JsonLines.of(Utf8.bytes(value));
            other.of(lines, 0);
            other.key(Key.of('h'));
            String text = text(other.of(lines, 0));
            assertEquals(value.startsWith("{\"a") ? "{\n  \"a\": \"{\",\n  \"b\": [ … 1 ]\n}" : text(lines), text);
        }
    }
}
