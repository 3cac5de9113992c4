package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
            Positions positions = new Positions((bytes, offset, length) -> {
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
        Positions positions = new Positions((bytes, offset, length) -> {});
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
        assertEquals("a\\u001b[2J\\u000a\\u009b\\u202e", Harmless.text("a\u001b[2J\n\u009b\u202e"));
        assertEquals("plain ä€😀", Harmless.text("plain ä€😀"));
        assertEquals("abc…", Harmless.cut("abcdef", 4));
        assertEquals("ab…", Harmless.cut("ab😀def", 4));
    }

    @Test
    void countsSizesAndDurationsReadWell() {
        assertEquals("1,234,567", Progress.grouped(1_234_567));
        assertEquals("999", Progress.grouped(999));
        assertEquals("1.5 GiB", Progress.size(1_610_612_736L));
        assertEquals("1023 B", Progress.size(1_023));
        assertEquals("2.5 s", Progress.duration(2.5));
        assertEquals("3 min 20 s", Progress.duration(200));
        assertEquals("2 h 46 min", Progress.duration(10_000));
    }

    @Test
    void everyFailureKindHasACode() {
        for (io.photon.result.Failure.Kind kind : io.photon.result.Failure.Kind.values()) {
            assertTrue(ExitCode.of(io.photon.result.Failure.of(kind, "x")) > 0);
        }
    }
}
