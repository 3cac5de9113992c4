// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "äöü, 3",
        "a\u0308, 1",
        "日本語, 6",
        "한국어, 6",
        "\u1112\u1161\u11ab, 2",
        "😀, 2",
        "👩\u200d👩\u200d👧, 2",
        "ｆｕｌｌ, 8",
        "न\u094d, 1",
        "a\u200bb, 2",
        "𠀀, 2",
    })
    void aTextTakesTheColumnsThatATerminalGivesIt(String text, int columns) {
        assertEquals(columns, Columns.of(text));
    }

    @Test
    void aCutTextIsNeverWiderThanItsRoomAndNoCharacterIsHalved() {
        long seed = Seed.any();
        Random random = new Random(seed);
        String[] parts = {"a", "日", "😀", "e\u0301", "👩\u200d👧", "ß", "한"};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(30);
            for (int j = 0; j < length; j++) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            int room = random.nextInt(40);
            String cut = Columns.cut(text.toString(), room, "…");
            assertTrue(Columns.of(cut) <= room, "seed " + seed + ": " + cut);
            boolean whole = Columns.of(text.toString()) <= room;
            assertEquals(whole, cut.contentEquals(text), "seed " + seed + ": " + text + " in " + room);
            assertFalse(
                    cut.length() > 1 && Character.isHighSurrogate(cut.charAt(cut.length() - 2)) && !whole,
                    "seed " + seed + ": " + cut);
        }
    }

    @Test
    void whereTerminalsDisagreeIsKnown() {
        assertTrue(Columns.isCertain("日本 😀 e\u0301"));
        assertFalse(Columns.isCertain("👩\u200d👧"));
        assertFalse(Columns.isCertain("❤\ufe0f"));
        assertFalse(Columns.isCertain("🇩🇪"));
        assertFalse(Columns.isCertain("👍🏽"));
    }

    @ParameterizedTest
    @CsvSource({
        "a b, 3, a b",
        "a bc, 3, a|bc",
        "1795999671371000  (2026-11-30T00:47:51Z), 24, 1795999671371000|(2026-11-30T00:47:51Z)",
        "two  spaces stay, 11, two  spaces|stay",
        "http://a-long-address/ that, 10, http://a-long-address/|that",
        "日本 語, 4, 日本|語",
        "'', 4, ''",
        "a, 0, a",
    })
    void aTextIsBrokenAtSpacesAndWordsStayWhole(String text, int columns, String lines) {
        assertEquals(lines, String.join("|", Columns.lines(text, columns)));
    }
}
