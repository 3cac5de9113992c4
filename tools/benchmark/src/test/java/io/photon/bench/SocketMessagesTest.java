// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SocketMessagesTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private void frame(int first, byte[] content) {
        sent.write(first);
        if (content.length < 126) {
            sent.write(content.length);
        } else if (content.length < 65_536) {
            sent.write(126);
            sent.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) content.length).array());
        } else {
            sent.write(127);
            sent.writeBytes(ByteBuffer.allocate(8).putLong(content.length).array());
        }
        sent.writeBytes(content);
    }

    private SocketMessages read(int atOnce) throws IOException {
        SocketMessages messages = new SocketMessages();
        byte[] all = sent.toByteArray();
        for (int i = 0; i < all.length; i += atOnce) {
            assertFalse(messages.isWhole());
            byte[] piece = Arrays.copyOfRange(all, i, Math.min(all.length, i + atOnce));
            messages.take(piece, piece.length);
        }
        return messages;
    }

    @Test
    void messagesOfEachLengthAreCountedHoweverTheyCome() throws IOException {
        for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536}) {
            frame(0x81, new byte[length]);
        }
        frame(0x89, new byte[4]); // a ping is no message
        frame(0x01, new byte[3]); // one in two parts is one
        frame(0x80, new byte[3]);
        frame(0x88, new byte[] {3, (byte) 0xE8, 'o', 'k'});
        for (int atOnce : new int[] {1, 3, 1_000, 1 << 20}) {
            SocketMessages messages = read(atOnce);
            assertEquals(7, messages.count());
            assertTrue(messages.isWhole());
        }
    }

    @Test
    void anEndForAnotherReasonIsAFault() {
        frame(0x88, new byte[] {3, (byte) 0xE9});
        assertThrows(IOException.class, () -> read(1));
    }

    @Test
    void soIsAMaskedFrameAndWhatComesAfterTheEnd() {
        sent.writeBytes(new byte[] {(byte) 0x81, (byte) 0x81});
        assertThrows(IOException.class, () -> read(2));
        sent.reset();
        frame(0x88, new byte[] {3, (byte) 0xE8});
        frame(0x81, new byte[1]);
        assertThrows(IOException.class, () -> read(1 << 20));
    }
}
