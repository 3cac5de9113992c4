// SPDX-License-Identifier: Apache-2.0
package io.photon.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

    private static final int LIMIT = 1_000;

    /** Notes each line with its place; goes on behind a line too long, or does not. */
    private record Noted(List<String> lines, boolean goesOn) implements LineSplitter.Lines {
        @Override
        public boolean line(byte[] bytes, int from, int to, long offset) {
            assertEquals('\n', bytes[to]);
            return lines.add(offset + " " + new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        }

        @Override
        public boolean tooLong(long offset) {
            lines.add(offset + " too long");
            return goesOn;
        }
    }

    @Property(tries = 200)
    void linesAreTheSameHoweverTheBytesCome(@ForAll long seed, @ForAll @IntRange(min = 1, max = 700_000) int most) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int n = random.nextInt(2_000); n > 0; n--) {
            String line = "x".repeat(random.nextInt(40) == 0 ? random.nextInt(3 * LIMIT) : random.nextInt(30));
            expected.add(text.length() + " " + (line.length() > LIMIT ? "too long" : line));
            text.append(line).append('\n');
        }
        String rest = "y".repeat(random.nextInt(LIMIT + 1));
        byte[] bytes = text.append(rest).toString().getBytes(StandardCharsets.ISO_8859_1);
        Noted noted = new Noted(new ArrayList<>(), true);
        LineSplitter splitter = new LineSplitter(LIMIT, noted);
        for (int at = 0; at < bytes.length; ) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(most));
            assertTrue(splitter.feed(bytes, at, n));
            at += n;
        }
        assertEquals(expected, noted.lines());
        assertEquals(rest, new String(splitter.rest(), 0, splitter.restBytes(), StandardCharsets.ISO_8859_1));
        assertEquals(bytes.length, splitter.bytes());
        assertEquals(!rest.isEmpty(), splitter.isInLine());
    }

    @Test
    void aLineThatNeverEndsHoldsNoMoreThanTheLimitAndAPiece() {
        Noted noted = new Noted(new ArrayList<>(), true);
        LineSplitter splitter = new LineSplitter(LIMIT, noted);
        byte[] piece = "z".repeat(LineSplitter.PIECE_BYTES).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 100; i++) {
            assertTrue(splitter.feed(piece, 0, piece.length));
            assertTrue(splitter.heldBytes() <= LIMIT + 2 * LineSplitter.PIECE_BYTES);
            assertTrue(splitter.isInLine());
        }
        splitter.feed(new byte[] {'\n', 'a', '\n'}, 0, 3);
        assertEquals(List.of("0 too long", 100L * piece.length + 1 + " a"), noted.lines());
    }

    @Test
    void aLineAsLongAsTheLimitHoldsNoMoreThanItselfAndAPiece() {
        int limit = 10 << 20;
        LineSplitter splitter = new LineSplitter(limit, new Noted(new ArrayList<>(), true));
        byte[] piece = "z".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1);
        while (splitter.restBytes() + piece.length <= limit) {
            splitter.feed(piece, 0, piece.length);
            assertTrue(splitter.heldBytes() <= limit + LineSplitter.PIECE_BYTES, splitter.heldBytes() + " bytes");
        }
    }

    @Test
    void whoDoesNotWantToGoOnGetsNothingMore() {
        Noted noted = new Noted(new ArrayList<>(), false);
        byte[] bytes = ("a\n" + "x".repeat(LIMIT + 1) + "\nb\n").getBytes(StandardCharsets.ISO_8859_1);
        assertFalse(new LineSplitter(LIMIT, noted).feed(bytes, 0, bytes.length));
        assertEquals(List.of("0 a", "2 too long"), noted.lines());
    }

    @Test
    void theMemoryOfALargeLineIsGivenBack() {
        LineSplitter splitter = new LineSplitter(64 << 20, new Noted(new ArrayList<>(), true));
        byte[] large = "x".repeat(20 << 20).getBytes(StandardCharsets.ISO_8859_1);
        splitter.feed(large, 0, large.length);
        splitter.feed(new byte[] {'\n'}, 0, 1);
        assertTrue(splitter.heldBytes() <= LineSplitter.PIECE_BYTES, splitter.heldBytes() + " bytes are held");
    }
}
