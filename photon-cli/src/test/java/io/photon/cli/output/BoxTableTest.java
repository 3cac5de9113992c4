// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoxTableTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private BoxTable table(int width, boolean unicode) {
        return new BoxTable(new DataOut(out, "out"), width, unicode, "SERVICE NAME", "TAGS", "CONTENT/TYPE");
    }

    private String drawn(BoxTable table) {
        table.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itLooksAsTheDocumentationShowsIt() {
        BoxTable table = table(200, true);
        table.row("molecule", "", "application/json");
        table.row("photon", "photon,eventstore", "application/json");
        assertEquals("""
                ┌──────────────────────────────┬──────────────────────────────┬──────────────────────────────┐
                │ SERVICE NAME                 │ TAGS                         │ CONTENT/TYPE                 │
                ├──────────────────────────────┼──────────────────────────────┼──────────────────────────────┤
                │ molecule                     │                              │ application/json             │
                ├──────────────────────────────┼──────────────────────────────┼──────────────────────────────┤
                │ photon                       │ photon,eventstore            │ application/json             │
                └──────────────────────────────┴──────────────────────────────┴──────────────────────────────┘
                """, drawn(table));
    }

    @Test
    void withoutRowsTheHeadingsStandAlone() {
        assertEquals(3, drawn(table(200, true)).lines().count());
    }

    @Test
    void aNarrowTerminalGetsNarrowColumnsAndNoLineIsWiderThanIt() {
        for (int width = 60; width >= 30; width--) {
            out.reset();
            BoxTable table = table(width, true);
            table.row("photon", "photon,eventstore,and,many,more", "application/json,application/avro");
            for (String line : drawn(table).lines().toList()) {
                assertTrue(line.length() <= width, width + ": " + line);
            }
        }
    }

    @Test
    void aLongCellWidensItsColumnWhereThereIsRoom() {
        BoxTable table = table(200, true);
        table.row("x".repeat(50), "", "");
        assertTrue(drawn(table).contains("x".repeat(50)));
    }

    @Test
    void otherLocalesGetAscii() {
        BoxTable table = table(200, false);
        table.row("photon", "a", "b");
        String drawn = drawn(table);
        assertTrue(drawn.chars().allMatch(c -> c < 128), drawn);
        assertTrue(Console.isUnicode(Map.of()));
        assertTrue(Console.isUnicode(Map.of("LANG", "de_DE.utf8")));
        assertTrue(Console.isUnicode(Map.of("LANG", "C", "LC_ALL", "C.UTF-8")));
        assertFalse(Console.isUnicode(Map.of("LANG", "C")));
        assertFalse(Console.isUnicode(Map.of("LANG", "C.UTF-8", "LC_ALL", "POSIX")));
    }

    @Test
    void nothingInACellMovesTheCursor() {
        BoxTable table = table(200, true);
        table.row("\u001b[2Jevil\n", "", "");
        assertTrue(drawn(table).contains("\\u001b[2Jevil\\u000a"));
    }
}
