// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of an upload, and the items of an array, with their numbers. */
class NumberedLinesTest {

    private static final int MOST = 10;

    private final List<String> heard = new ArrayList<>();

    private final NumberedLines lines = new NumberedLines(MOST, new NumberedLines.Receiver() {
        @Override
        public void line(long number, byte[] bytes, int offset, int length) {
            heard.add(number + ":" + new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void tooLong(long number) {
            heard.add(number + " is too long");
        }
    });

    private void feed(String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += piece) {
            lines.feed(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void linesWithNothingInThemAreCountedAndNotHeardOf(int piece) {
        feed("a\n\n \t\r\n  b \r\n" + "x".repeat(MOST) + "\nlast", piece);
        lines.end();
        assertEquals(List.of("1:a", "4:b \r", "5:" + "x".repeat(MOST), "6:last"), heard);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void aLineOverTheLimitIsToldOnceAndTheNextOneIsRead(int piece) {
        feed("x".repeat(50) + "\nb\n" + "y".repeat(MOST + 1) + "\nd\n", piece);
        lines.end();
        assertEquals(List.of("1 is too long", "2:b", "3 is too long", "4:d"), heard);
    }

    @Test
    void whatIsLeftOfALineIsForgottenWhenNothingMoreComes() {
        feed("a\nbc", 100);
        assertTrue(lines.isInLine());
        lines.release();
        lines.end();
        assertEquals(List.of("1:a"), heard);
        assertFalse(lines.isInLine());
        assertEquals(0, lines.heldBytes());
    }

    private static String itemsOf(ArrayItems items, String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (int from = 0; from < bytes.length && items.failure() == null; from += piece) {
            ByteBuffer lines = items.lines(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
            all.append(StandardCharsets.UTF_8.decode(lines));
        }
        items.end();
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void eachItemOfAnArrayIsALine(int piece) {
        ArrayItems items = new ArrayItems();
        String found = itemsOf(items, " [{\"a\":[1,2]},\n {\"b\":\"],[\\\"\"} , 3 ] \n", piece);
        assertNull(items.failure());
        assertEquals(
                List.of("{\"a\":[1,2]}", "{\"b\":\"],[\\\"\"}", "3"),
                found.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}       | the body is not a JSON array",
                "x        | the body is not a JSON array",
                "''       | the body is empty",
                "'  '     | the body is empty",
                "[1       | the array ends before its closing bracket",
                "[        | the array ends before its closing bracket",
                "[1,,2]   | the array has a ',' where an event should stand",
                "[,1]     | the array has a ',' where an event should stand",
                "[1,]     | the array has a ']' where an event should stand",
                "[1] [2]  | there is more after the closing bracket of the array",
                "[]]      | there is more after the closing bracket of the array"
            })
    void whatIsNoArrayIsToldWithItsReason(String text, String reason) {
        for (int piece : new int[] {1, 100}) {
            ArrayItems items = new ArrayItems();
            itemsOf(items, text, piece);
            assertEquals(reason, items.failure().message(), text);
        }
    }
}
