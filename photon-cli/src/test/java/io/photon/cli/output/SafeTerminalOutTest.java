// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SafeTerminalOutTest {

    private static final String HARMFUL =
            "a\u001b[31m\u0007\r\u009b2J\u0085\u007f\u202e\u2066\u200f\u061c\u2028\u2029b";
    private static final String SHOWN =
            "a\\u001b[31m\\u0007\\u000d\\u009b2J\\u0085\\u007f\\u202e\\u2066\\u200f\\u061c\\u2028\\u2029b";
    private static final String HARMLESS = "\ttab\nline\n日本語 é ü ± \u00a0 ض \u200d… “q” 😀";

    private static String through(byte[] bytes, int piece) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (SafeTerminalOut out = new SafeTerminalOut(shown)) {
            for (int from = 0; from < bytes.length; from += piece) {
                out.write(bytes, from, Math.min(piece, bytes.length - from));
            }
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatMovesTheCursorOrTurnsTheDirectionIsAnEscapeHoweverItIsCut() throws IOException {
        byte[] bytes = (HARMLESS + HARMFUL + HARMLESS).getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece <= bytes.length; piece++) {
            assertEquals(HARMLESS + SHOWN + HARMLESS, through(bytes, piece));
        }
    }

    @Test
    void aCharacterThatIsCutStaysAsItIs() throws IOException {
        byte[] cut = {'a', (byte) 0xe2, (byte) 0x80, 'b', (byte) 0xc2, 7, (byte) 0xe2};
        assertEquals(
                new String(new byte[] {'a', (byte) 0xe2, (byte) 0x80, 'b', (byte) 0xc2}, StandardCharsets.UTF_8)
                        + "\\u0007" + new String(new byte[] {(byte) 0xe2}, StandardCharsets.UTF_8),
                through(cut, cut.length));
    }
}
