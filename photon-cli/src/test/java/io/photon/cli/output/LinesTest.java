// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.output.lines.Heartbeats;
import io.photon.cli.output.lines.LastPosition;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void onlyWholeLinesArePassedOnHoweverTheBytesCome() {
        byte[] all = "one\n\ntwo two\n{\"order-id\":1764000000000007,\"x\":1}\nrest".getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece <= all.length; piece++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            LastPosition positions = new LastPosition((bytes, offset, length) -> {
                assertEquals('\n', bytes[offset + length - 1]);
                out.write(bytes, offset, length);
            });
            Lines lines = new Lines(positions);
            for (int at = 0; at < all.length; at += piece) {
                lines.write(all, at, Math.min(piece, all.length - at));
            }
            assertEquals(4, lines.lines());
            assertEquals(1_764_000_000_000_007L, positions.last());
            assertEquals(all.length - 4, out.size());
            lines.end(Result.ok(1L));
            assertEquals(new String(all, StandardCharsets.UTF_8) + "\n", out.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aPieceOfALineIsLeftOutWhenTheConnectionBrokeInTheMiddleOfIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Lines lines = new Lines(out::write);
        byte[] cut = "{\"order-id\":1}\n{\"order-i".getBytes(StandardCharsets.UTF_8);
        lines.write(cut, 0, cut.length);
        lines.end(Result.err(Failure.Kind.UNREACHABLE, "broken off", null));
        assertEquals("{\"order-id\":1}\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void heartbeatsAreLeftOutAndEventsStay() {
        for (String[] pair : new String[][] {
            {"\n", ""},
            {"a\n\nb\n", "a\nb\n"},
            {"\n\na\n\n\n", "a\n"},
            {"a\nb\n", "a\nb\n"},
            {"a\n{\"position\":7}\n\nb\n{\"position\":9}\n", "a\nb\n"},
        }) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] bytes = pair[0].getBytes(StandardCharsets.UTF_8);
            new Heartbeats(out::write, position -> {}).write(bytes, 0, bytes.length);
            assertEquals(pair[1], out.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aHeartbeatWithAPositionMovesTheResumeLineOnButNeverBack() {
        LastPosition positions = new LastPosition((bytes, offset, length) -> {});
        Heartbeats heartbeats = new Heartbeats(positions, positions::passed);
        byte[] lines = "{\"order-id\":5,\"x\":1}\n{\"position\":4}\n".getBytes(StandardCharsets.UTF_8);
        heartbeats.write(lines, 0, lines.length);
        assertEquals(5, positions.last());
        byte[] more = "{\"position\":1795485600000000}\n".getBytes(StandardCharsets.UTF_8);
        heartbeats.write(more, 0, more.length);
        assertEquals(1_795_485_600_000_000L, positions.last());
    }

    @Test
    void aLineFarLargerThanABlockIsKeptWhole() {
        long[] longest = {0};
        Lines lines = new Lines((bytes, offset, length) -> longest[0] = Math.max(longest[0], length));
        byte[] block = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 50; i++) {
            lines.write(block, 0, block.length);
        }
        lines.write(new byte[] {'\n'}, 0, 1);
        assertEquals(5_000_001, longest[0]);
    }

    @Test
    void whatCouldHarmATerminalIsSpelledOut() {
        assertEquals("a\\u001b[2J\\u000a\\u009b\\u202e", TerminalSafe.text("a\u001b[2J\n\u009b\u202e"));
        assertEquals("plain ä€😀", TerminalSafe.text("plain ä€😀"));
        assertEquals("abc…", Columns.cut("abcdef", 4, "…"));
        assertEquals("ab…", Columns.cut("ab😀def", 4, "…"));
    }

    @Test
    void countsSizesAndDurationsReadWell() {
        assertEquals("1,234,567", Units.grouped(1_234_567));
        assertEquals("999", Units.grouped(999));
        assertEquals("1.5 GiB", Units.size(1_610_612_736L));
        assertEquals("1023 B", Units.size(1_023));
        assertEquals("2.5 s", Units.duration(2.5));
        assertEquals("3 min 20 s", Units.duration(200));
        assertEquals("2 h 46 min", Units.duration(10_000));
        assertEquals("-1,234", Units.grouped(-1_234));
        assertEquals("1 event", Units.counted(1, "event"));
        assertEquals("0 events", Units.counted(0, "event"));
    }

    @Test
    void ratesAndAgesAreInTheUnitThatReadsBest() {
        assertEquals("10.0/s", Units.rate(11, 1_000));
        assertEquals("12,345/s", Units.rate(12_346, 1_000));
        assertEquals("30.0/min", Units.rate(31, 60_000));
        assertEquals("1.0/h", Units.rate(25, 86_400_000));
        assertEquals("0.1/day", Units.rate(2, 864_000_000));
        assertEquals("", Units.rate(1, 1_000));
        assertEquals("", Units.rate(5, 0));
        assertEquals("5 s ago", Units.age(5_000));
        assertEquals("3 min ago", Units.age(180_000));
        assertEquals("5 h ago", Units.age(18_000_000));
        assertEquals("3 days ago", Units.age(259_200_000));
        assertEquals("ahead of this clock", Units.age(-5_000));
        assertEquals("2025-11-24T16:00:00Z", Units.timeToTheSecond(1_764_000_000_999L));
    }

    @Test
    void everyFailureKindHasACode() {
        for (io.photon.result.Failure.Kind kind : io.photon.result.Failure.Kind.values()) {
            assertTrue(ExitCode.of(io.photon.result.Failure.of(kind, "x")) > 0);
        }
    }
}
