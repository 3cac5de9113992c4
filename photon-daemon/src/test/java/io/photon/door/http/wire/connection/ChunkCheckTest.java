// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.photon.door.http.wire.HttpSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand between the chunks of a body; whole, and a byte at a time. */
class ChunkCheckTest {

    private static final int MOST_TRAILER_BYTES = 100;

    /** Reads it in pieces of that size. @return where it is wrong, or -1 */
    private static int wrongAt(String body, int piece) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        ChunkCheck check = new ChunkCheck(MOST_TRAILER_BYTES);
        for (int from = 0; from < bytes.length; from += piece) {
            int to = Math.min(bytes.length, from + piece);
            int read = check.read(ByteBuffer.wrap(bytes), from, to);
            if (check.fault() != null) {
                return read;
            }
            assertEquals(to, read);
        }
        return -1;
    }

    private static void right(String body) {
        assertEquals(-1, wrongAt(body, body.length()), body);
        assertEquals(-1, wrongAt(body, 1), body);
    }

    /** @param wrong the byte that cannot be right is the one after this */
    private static void wrong(String body, String wrong, String fault) {
        assertEquals(wrong.length(), wrongAt(body, body.length()), body);
        assertEquals(wrong.length(), wrongAt(body, 1), body);
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        ChunkCheck check = new ChunkCheck(MOST_TRAILER_BYTES);
        check.read(ByteBuffer.wrap(bytes), 0, bytes.length);
        assertEquals(fault, check.fault());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\r\n",
                "2\r\n{}\r\n0\r\n\r\n",
                "0a\r\n0123456789\r\nA\r\n0123456789\r\n000\r\n\r\n",
                "1;name=\"value\"\r\nx\r\n1 \t\r\ny\r\n0\r\n\r\n",
                "2\r\n\r\n\r\n0\r\n\r\n",
                "0\r\nX-Sum: 12\tab é\r\nY:\r\n\r\n",
                "0\r\n\r\nPOST / HTTP/1.1\r\nwhat comes after it is another's"
            })
    void chunksAsTheStandardHasThemAreRead(String body) {
        right(body);
    }

    @Test
    void aSizeIsHexadecimalAndNotTooLong() {
        String notHex = "a chunk's size is not a hexadecimal number: ";
        wrong("g\r\n", "", notHex + "'g' is in it");
        wrong("\r\n", "", notHex + "byte 13 is in it");
        wrong("-1\r\n", "", notHex + "'-' is in it");
        wrong("1g\r\n", "1", notHex + "'g' is in it");
        wrong("0x1\r\n", "0", notHex + "'x' is in it");
        right("000000000000001\r\nx\r\n0\r\n\r\n");
        wrong("0000000000000001\r\n", "000000000000000", "a chunk's size has more than 15 digits");
    }

    @Test
    void aLineEndsWithBothOfItsBytes() {
        String bare = "a line between the chunks ends with a line feed alone";
        wrong("2\n{}", "2", bare);
        wrong("2;x\n{}", "2;x", bare);
        wrong("0\r\nX: y\n\r\n", "0\r\nX: y", bare);
        wrong("2\rx", "2\r", "a carriage return is followed by 'x', not by a line feed");
        wrong("1\r\nx\r\r", "1\r\nx\r", "a carriage return is followed by byte 13, not by a line feed");
        wrong("0\r\n\rx", "0\r\n\r", "a carriage return is followed by 'x', not by a line feed");
    }

    @Test
    void aChunkIsAsLongAsItSays() {
        String longer = "a chunk is longer than its size says: ";
        wrong("1\r\nxy\r\n", "1\r\nx", longer + "'y' follows where a line end belongs");
        wrong("1\r\nx\n", "1\r\nx", longer + "byte 10 follows where a line end belongs");
    }

    @Test
    void whatNoOneReadsIsBounded() {
        right("1;" + "x".repeat(4000) + "\r\nx\r\n0\r\n\r\n");
        refused("1;" + "x".repeat(4100));
        right("0\r\n" + "X:" + "y".repeat(MOST_TRAILER_BYTES - 2) + "\r\n\r\n");
        refused("0\r\n" + "X:" + "y".repeat(MOST_TRAILER_BYTES) + "\r\n\r\n");
    }

    private static void refused(String body) {
        ChunkCheck check = new ChunkCheck(MOST_TRAILER_BYTES);
        check.read(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)), 0, body.length());
        assertNotNull(check.fault());
    }

    @Test
    void headersAfterTheLastChunkAreCountedLikeThoseBefore() {
        ChunkCheck check = new ChunkCheck(1 << 20);
        String most = "0\r\n" + "X:\r\n".repeat(HttpSettings.MAX_HEADERS);
        check.read(ByteBuffer.wrap(most.getBytes(StandardCharsets.ISO_8859_1)), 0, most.length());
        assertNull(check.fault());
        check.read(ByteBuffer.wrap(new byte[] {'X'}), 0, 1);
        assertNotNull(check.fault());
    }

    @Test
    void aTrailerIsAHeader() {
        String none = "after the last chunk comes a line that is not NAME: VALUE";
        wrong("0\r\n: x\r\n", "0\r\n", none);
        wrong("0\r\n x\r\n", "0\r\n", none);
        wrong("0\r\nX y: z\r\n", "0\r\nX", none);
        wrong("0\r\nX\r\n\r\n", "0\r\nX", none);
        wrong("0\r\nX: \u0001\r\n", "0\r\nX: ", none);
        wrong("0\r\n\u00e9: x\r\n", "0\r\n", none);
    }
}
