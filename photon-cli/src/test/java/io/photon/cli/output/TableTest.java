// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    private static final int ANY = Integer.MAX_VALUE;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOut out = new DataOut(bytes, "out");

    private Table table(int width, String... headings) {
        return new Table(out, Paint.NONE, width, "…", headings);
    }

    private List<String> lines() {
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void columnsStayStraightWithWideAndCombiningCharacters() {
        Table table = table(ANY, "NAME", "N", "LAST").right(1);
        table.row("日本", "1", "x");
        table.row("e\u0301", "22", "x");
        table.row("plain", "333", "x");
        table.flush();
        assertEquals(List.of("NAME     N  LAST", "日本     1  x", "e\u0301       22  x", "plain  333  x"), lines());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 40, 60, 80, 200})
    void noLineIsWiderThanTheTerminal(int width) {
        Table table = table(width, "ID", "TIME", "NAME", "TYPE", "PAYLOAD")
                .fixed(0, 1)
                .dropping(1);
        for (int i = 0; i < 400; i++) {
            table.row("1764000000000001", "16:00:00.000", "名".repeat(i % 40), "T".repeat(i % 25), "p".repeat(i));
            table.across("y".repeat(i));
        }
        table.flush();
        for (String line : lines()) {
            assertTrue(Columns.of(line) <= width, width + ": " + line);
        }
        assertTrue(lines().stream().anyMatch(line -> line.startsWith("1764000000000001")), "an id was cut");
    }

    @Test
    void theLastColumnGetsTheRoomThatIsLeft() {
        Table table = table(60, "ID", "PAYLOAD");
        table.row("1764000000000001", "p".repeat(100));
        table.flush();
        assertEquals("1764000000000001  " + "p".repeat(41) + "…", lines().get(1));
    }

    @Test
    void aLaterRowThatNeedsMoreGetsItAndTheNextOnesAreStraightAgain() {
        Table table = table(100, "TYPE", "PAYLOAD");
        table.row("Tick", "1");
        table.flush();
        table.row("OrderPlaced", "2");
        table.row("Tick", "3");
        assertEquals(List.of("TYPE  PAYLOAD", "Tick  1", "OrderPlaced  2", "Tick         3"), lines());
    }

    @Test
    void whereTerminalsDisagreeTheNextColumnIsGoneTo() {
        Table table = new Table(out, new Paint(true), 80, "…", "NAME", "LAST");
        table.row("❤\ufe0f", "x");
        table.row("plain", "x");
        table.flush();
        assertEquals("❤\ufe0f    \u001b[6G  x", lines().get(1));
        assertEquals("plain  x", lines().get(2));
    }

    @Test
    void colourTakesNoRoom() {
        Paint paint = new Paint(true);
        Table table = new Table(out, paint, 80, "…", "STATUS", "N").style(0, paint::state);
        table.row("failed", "1");
        table.row("running", "2");
        table.flush();
        assertEquals("\u001b[31mfailed\u001b[0m   1", lines().get(1));
        assertEquals("\u001b[32mrunning\u001b[0m  2", lines().get(2));
    }
}
