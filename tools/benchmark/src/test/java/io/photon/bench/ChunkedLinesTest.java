// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChunkedLinesTest {

    private static final byte[] BODY =
            "5\r\na\nb\n\n\r\nA\r\n\n234567\n9\n\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void linesAreCountedInWhateverPiecesTheBodyComes() throws Exception {
        for (int first = 1; first < BODY.length; first++) {
            for (int size = 1; size <= BODY.length; size++) {
                ChunkedLines lines = new ChunkedLines();
                lines.take(BODY, first);
                for (int from = first; from < BODY.length; from += size) {
                    assertFalse(lines.isWhole());
                    byte[] piece = Arrays.copyOfRange(BODY, from, Math.min(BODY.length, from + size));
                    lines.take(piece, piece.length);
                }
                assertTrue(lines.isWhole());
                assertEquals(6, lines.count());
            }
        }
    }

    @Test
    void whatIsNoBodyInChunksIsAnError() {
        byte[] plain = "{\"order-id\":1}\n".getBytes(StandardCharsets.US_ASCII);
        assertThrows(IOException.class, () -> new ChunkedLines().take(plain, plain.length));
        byte[] more = Arrays.copyOf(BODY, BODY.length + 1);
        assertThrows(IOException.class, () -> new ChunkedLines().take(more, more.length));
    }
}
