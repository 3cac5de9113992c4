// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.cli.top.screen.Charts;
import io.photon.cli.top.screen.Frame;
import io.photon.cli.top.screen.Glyphs;
import io.photon.cli.top.screen.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures, charts and the room that text takes. */
class FigureTest {

    @ParameterizedTest
    @CsvSource({"0,0", "0.5,0.5", "940,940", "1000,1.0k", "12481,12.5k", "310000,310k", "999999,1.0M", "4102331,4.1M"})
    void aBriefFigureHasAtMostFiveCharacters(double number, String brief) {
        assertEquals(brief, ShortNumbers.brief(number));
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "59999,59 s", "60000,1 min", "250000,4 min 10 s", "11100000,3 h 05 min", "273600000,3 d 4 h"})
    void spansAreToldInTheirTwoLargestUnits(long ms, String text) {
        assertEquals(text, ShortNumbers.span(ms));
    }

    @ParameterizedTest
    @CsvSource({"0,now", "1999,now", "119000,119 s ago", "120000,2 min ago", "7200000,2 h ago", "259200000,3 days ago"})
    void agesAreToldInOneUnit(long ms, String text) {
        assertEquals(text, ShortNumbers.ago(1_000_000, 1_000_000 + ms));
    }

    @Test
    void aSparklineStandsAtTheRightAndReachesTheTop() {
        assertEquals("  ▁▄█", Charts.spark(new double[] {0, 5, 10}, 5));
        assertEquals("▄█", Charts.spark(new double[] {0, 5, 10}, 2));
    }

    @Test
    void aBrailleChartHasTwoFiguresAColumnAndSomethingIsNeverNothing() {
        assertArrayEquals(new String[] {"⠀⢸", "⢀⣸"}, Charts.braille(new double[] {0, 0.1, 1, 8}, 8, 2, 2));
    }

    @Test
    void aScaleEndsAtARoundNumber() {
        assertEquals(20_000, Charts.round(12_481));
        assertEquals(1, Charts.round(0));
        assertEquals(500, Charts.round(201));
    }

    @Test
    void aBarIsAsLongAsItsShare() {
        assertEquals("█████", Charts.bar(0.5, 10));
        assertEquals("██▌", Charts.bar(0.25, 10));
        assertEquals("", Charts.bar(0, 10));
    }

    @ParameterizedTest
    @CsvSource({"abc,3", "長い,4", "ä,1", "a\u0308,1", "👩‍👩‍👧,2", "❤️,1", "👍🏽,2", "ｱ,1", "Ａ,2"})
    void textTakesTheRoomThatATerminalGivesIt(String text, int columns) {
        assertEquals(columns, Glyphs.columns(text));
    }

    @Test
    void textIsCutAtWholeCharacters() {
        assertEquals("長…", Glyphs.cut("長い名", 4));
        assertEquals("長い", Glyphs.cut("長い", 4));
        assertEquals("", Glyphs.cut("abc", 0));
    }

    @Test
    void theRightHalfOfAWideCharacterNeverLeavesTheFrame() {
        Frame frame = new Frame(5, 1);
        frame.put(0, 0, "ab長長", Tone.PLAIN);
        assertEquals("ab長…", frame.row(0));
    }
}
