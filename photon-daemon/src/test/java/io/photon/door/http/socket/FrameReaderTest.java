// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client's frames say, and what breaks the protocol; whole, and a byte at a time. */
class FrameReaderTest {

    private static final int FINAL = 0x80;
    private static final int MOST = FrameReader.MAX_MESSAGE_BYTES;

    private final List<String> heard = new ArrayList<>();
    private final FrameReader reader = reader();

    private FrameReader reader() {
        return new FrameReader(new FrameReader.Receiver() {
            @Override
            public void message(byte[] utf8) {
                heard.add(new String(utf8, StandardCharsets.UTF_8));
            }

            @Override
            public void asksForLife(byte[] content) {
                heard.add("ping " + new String(content, StandardCharsets.UTF_8));
            }

            @Override
            public void closes(int code) {
                heard.add("closes " + code);
            }
        });
    }

    /** A frame as a client sends it. @param lengthBytes that say its length: 0, 2 or 8 */
    private static byte[] frame(int first, int lengthBytes, long length, byte[] content) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        frame.write(0x80 | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
        byte[] all = ByteBuffer.allocate(8).putLong(length).array();
        frame.write(all, 8 - lengthBytes, lengthBytes);
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < content.length; i++) {
            frame.write(content[i] ^ mask[i & 3]);
        }
        return frame.toByteArray();
    }

    private static byte[] frame(int first, byte[] content) {
        return frame(first, content.length < 126 ? 0 : content.length < 0x1_0000 ? 2 : 8, content.length, content);
    }

    private static byte[] frame(int first, String text) {
        return frame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    private FrameReader.Violation read(byte[]... frames) {
        FrameReader.Violation wrong = null;
        for (byte[] frame : frames) {
            assertNull(wrong, "too early");
            wrong = reader.read(ByteBuffer.wrap(frame));
        }
        return wrong;
    }

    private void right(byte[]... frames) {
        assertNull(read(frames));
    }

    private void wrong(int code, byte[]... frames) {
        FrameReader.Violation wrong = read(frames);
        assertNotNull(wrong);
        assertEquals(code, wrong.code(), wrong.reason());
        right(frame(FINAL | Frames.TEXT, "nothing more is read"));
    }

    @Test
    void aMessageIsReadHoweverItsBytesCome() {
        byte[] frame = frame(FINAL | Frames.TEXT, "{\"request\":1} ü" + "x".repeat(200));
        for (byte each : frame) {
            right(new byte[] {each});
        }
        right(frame);
        assertEquals(List.of(heard.get(0), heard.get(0)), heard);
        assertEquals("{\"request\":1} ü" + "x".repeat(200), heard.get(0));
    }

    @Test
    void aMessageInPiecesIsOneAndAPingMayComeInBetween() {
        right(
                frame(Frames.TEXT, ""),
                frame(Frames.CONTINUATION, "a\u00fc".substring(0, 1)),
                frame(FINAL | Frames.PING, "there?"),
                frame(FINAL | Frames.PONG, "not asked for"),
                frame(FINAL | Frames.CONTINUATION, "ü"),
                frame(FINAL | Frames.TEXT, ""));
        assertEquals(List.of("ping there?", "aü", ""), heard);
    }

    @Test
    void aCharacterMayBeCutByAFrameButNotByTheEndOfItsMessage() {
        byte[] two = "ü".getBytes(StandardCharsets.UTF_8);
        right(frame(Frames.TEXT, new byte[] {two[0]}), frame(FINAL | Frames.CONTINUATION, new byte[] {two[1]}));
        assertEquals(List.of("ü"), heard);
        wrong(CloseCode.NOT_UTF8, frame(FINAL | Frames.TEXT, new byte[] {two[0]}));
    }

    @Test
    void aMessageIsNotLongerThanACommandWhetherInOneFrameOrInMany() {
        right(frame(FINAL | Frames.TEXT, "x".repeat(MOST)));
        right(frame(Frames.TEXT, "x".repeat(MOST)), frame(FINAL | Frames.CONTINUATION, ""));
        wrong(CloseCode.TOO_BIG, frame(Frames.TEXT, "x"), frame(FINAL | Frames.CONTINUATION, "x".repeat(MOST)));
        assertEquals(2, heard.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {MOST + 1L, 0x1_0000, 1L << 31, 1L << 32, Long.MAX_VALUE})
    void aLengthThatNoMessageHasIsRefusedBeforeAnythingIsAllocated(long length) {
        wrong(CloseCode.TOO_BIG, frame(FINAL | Frames.TEXT, length < 0x1_0000 ? 2 : 8, length, new byte[0]));
    }

    @Test
    void evenTheLargestLengthIsTooBigAfterAPieceOfAMessage() {
        wrong(
                CloseCode.TOO_BIG,
                frame(Frames.TEXT, "x"),
                frame(FINAL | Frames.CONTINUATION, 8, Long.MAX_VALUE, new byte[0]));
    }

    @Test
    void aLengthIsWrittenAsShortAsItCanBe() {
        right(frame(FINAL | Frames.TEXT, 2, 126, new byte[126]));
        wrong(CloseCode.PROTOCOL, frame(FINAL | Frames.TEXT, 2, 125, new byte[125]));
    }

    @Test
    void aLengthOfEightBytesIsNotNegative() {
        wrong(CloseCode.PROTOCOL, frame(FINAL | Frames.TEXT, 8, -1, new byte[0]));
    }

    @Test
    void aClientMasks() {
        wrong(CloseCode.PROTOCOL, new byte[] {(byte) (FINAL | Frames.TEXT), 1});
    }

    @ParameterizedTest
    @ValueSource(ints = {FINAL | 0x40 | Frames.TEXT, FINAL | 0x10 | Frames.TEXT, FINAL | 3, FINAL | 7, FINAL | 11})
    void noBitAndNoOpcodeMeansWhatWasNotAgreedOn(int first) {
        wrong(CloseCode.PROTOCOL, frame(first, ""));
    }

    @Test
    void commandsAreTexts() {
        wrong(CloseCode.UNSUPPORTED, frame(FINAL | Frames.BINARY, "x"));
    }

    @Test
    void aMessageEndsBeforeTheNextBegins() {
        wrong(CloseCode.PROTOCOL, frame(Frames.TEXT, "x"), frame(FINAL | Frames.TEXT, "y"));
    }

    @Test
    void nothingGoesOnThatHasNotBegun() {
        wrong(CloseCode.PROTOCOL, frame(FINAL | Frames.CONTINUATION, "x"));
    }

    @Test
    void aControlFrameIsWhole() {
        wrong(CloseCode.PROTOCOL, frame(Frames.PING, "x"));
    }

    @Test
    void aControlFrameIsShort() {
        right(frame(FINAL | Frames.PING, "x".repeat(Frames.MAX_CONTROL_BYTES)));
        wrong(CloseCode.PROTOCOL, frame(FINAL | Frames.PING, "x".repeat(Frames.MAX_CONTROL_BYTES + 1)));
    }

    @ParameterizedTest
    @CsvSource({"1000", "1001", "1003", "1011", "1014", "3000", "4000", "4999"})
    void aClientClosesWithACodeThatItMaySend(int code) {
        right(frame(
                FINAL | Frames.CLOSE,
                ByteBuffer.allocate(5).putShort((short) code).put((byte) 'b').array()));
        right(frame(FINAL | Frames.TEXT, "after it nothing is read"));
        assertEquals(List.of("closes " + code), heard);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535})
    void aCodeThatNoClientMaySendBreaksTheProtocol(int code) {
        wrong(
                CloseCode.PROTOCOL,
                frame(
                        FINAL | Frames.CLOSE,
                        ByteBuffer.allocate(2).putShort((short) code).array()));
        assertEquals(List.of(), heard);
    }

    @Test
    void aCloseWithoutACodeIsAUsualOne() {
        right(frame(FINAL | Frames.CLOSE, ""));
        assertEquals(List.of("closes 1000"), heard);
    }

    @Test
    void halfACodeIsNone() {
        wrong(CloseCode.PROTOCOL, frame(FINAL | Frames.CLOSE, "x"));
    }

    @Test
    void theReasonOfACloseIsUtf8() {
        wrong(CloseCode.NOT_UTF8, frame(FINAL | Frames.CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff}));
    }
}
