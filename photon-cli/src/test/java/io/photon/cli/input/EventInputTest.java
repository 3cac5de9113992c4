// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventInputTest {

    /** What becomes of an input that arrives in pieces of a given size. */
    private static String lines(String input, int piece) throws IOException {
        InputStream slow = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, piece));
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[1024];
        try (EventInput in = new EventInput(slow)) {
            for (int n = in.read(block, 0, block.length); n >= 0; n = in.read(block, 0, block.length)) {
                out.write(block, 0, n);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1};{\"b\":2}|{\"a\":1};{\"b\":2}",
                "{\"a\":1};{\"photon-backup\":{\"version\":1}};{\"b\":2}|{\"a\":1};;{\"b\":2}",
                "{\"photon-backup\":{}}|''",
                "{\"photon-back|{\"photon-back",
                "{\"photon-backup|{\"photon-backup",
                "{\"photon-backups\":1}|{\"photon-backups\":1}",
                ";; {\"a\":1}|;; {\"a\":1}",
                "\ufeff{\"a\":1}|{\"a\":1}",
                " [ ]|''",
                "[{\"a\":\"],[\"},{\"b\":[1,{}]}]|{\"a\":\"],[\"};{\"b\":[1,{}]};",
                "[{\"a\":;1},;;{\"b\":\"\\\\\"}];|{\"a\":^1};{\"b\":\"\\\\\"};",
                "[{ \"a\":~ ~1},2]|{ \"a\":~ ~1};2;",
                "[1 ,2]|1 ;2;",
                "[1,2, ]|1;2;",
                "{;\"a\":1,;\"b\":{};};{;};|{^\"a\":1,^\"b\":{}^};;;;{^};;",
                "{;\"a\":\"}{\\\"\";} {;}{};|{^\"a\":\"}{\\\"\"^} ;;{^};{};",
                "{\"a\":[;1;];};;nonsense;{;};|{\"a\":[^1^]^};;;;;nonsense;{^};;",
                "{\"a\":;{\"b\":2};{\"c\":3};|{\"a\":;{\"b\":2};{\"c\":3};",
                "{;\"a\":1|{^\"a\":1",
            })
    void inputBecomesLinesHoweverItArrives(String input, String expected) throws IOException {
        String text = unfolded(input);
        for (int piece = 3; piece <= text.length() + 4; piece++) {
            assertEquals(unfolded(expected), lines(text, piece), "in pieces of " + piece);
        }
    }

    private static String unfolded(String text) {
        return text.replace(';', '\n').replace('^', '\r').replace('~', '\t');
    }

    @Test
    void aBrokenArrayIsNamed() {
        for (String broken : new String[] {"[{}", "[,{}]", "[{}]x", "[{\"a\":\"]"}) {
            IOException e = assertThrows(IOException.class, () -> lines(broken, 100), broken);
            assertTrue(e.getMessage().contains("array"), e.getMessage());
        }
    }

    @Test
    void aLongLineKeepsEveryByte() throws IOException {
        String line = "{\"a\":\"" + "ä€".repeat(100_000) + "\"}\n";
        assertEquals(line + line, lines(line + line, 7_001));
    }
}
