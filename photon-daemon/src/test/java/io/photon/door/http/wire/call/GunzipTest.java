// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is unpacked, and what is refused. */
class GunzipTest {

    private static final int HEAD = 10;
    private static final int TRAILER = 8;

    private final Gunzip gunzip = new Gunzip();
    private final ByteArrayOutputStream unpacked = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        gunzip.close();
    }

    private Optional<Failure> feed(byte[] packed, int piece) {
        for (int from = 0; from < packed.length; from += piece) {
            Optional<Failure> wrong =
                    gunzip.feed(ByteBuffer.wrap(packed, from, Math.min(piece, packed.length - from)), bytes -> {
                        while (bytes.hasRemaining()) {
                            unpacked.write(bytes.get());
                        }
                        return Optional.empty();
                    });
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The same with these flags, and what follows from them. */
    private static byte[] withHead(byte[] packed, int flags, byte[] more) {
        byte[] head = Arrays.copyOf(packed, HEAD);
        head[3] = (byte) flags;
        return joined(head, more, Arrays.copyOfRange(packed, HEAD, packed.length));
    }

    private void unpacks(String expected, byte[] packed, int piece) {
        assertEquals(Optional.empty(), feed(packed, piece));
        assertEquals(Optional.empty(), gunzip.end());
        assertEquals(expected, unpacked.toString(StandardCharsets.UTF_8));
    }

    private static void refused(String message, Optional<Failure> wrong) {
        assertEquals(message, wrong.orElseThrow().message());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void membersOneAfterAnotherAreOneFileHoweverTheyCome(int piece) {
        unpacks("some lines\n", joined(packed("some "), packed(""), packed("lines\n")), piece);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void whatAHeadMayHaveBesidesIsSkipped(int piece) {
        byte[] extra = {3, 0, 'a', 'b', 'c'};
        byte[] name = {'n', 0};
        byte[] comment = {'c', 'c', 0};
        byte[] check = {1, 2};
        unpacks(
                "text",
                joined(
                        withHead(packed("te"), 2 | 4 | 8 | 16, joined(extra, name, comment, check)),
                        withHead(packed("x"), 4, new byte[] {0, 0}),
                        withHead(packed("t"), 16, new byte[] {0})),
                piece);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatIsNotGzipIsToldAtOnce(int wrong) {
        byte[] packed = packed("x");
        packed[wrong] ^= 1;
        refused("the file is not packed with gzip", feed(Arrays.copyOf(packed, wrong + 1), 1));
    }

    @Test
    void aFileThatEndsTooEarlyIsNotTheWhole() {
        byte[] packed = packed("some text");
        refused("the gzip data ends too early", gunzip.end());
        assertEquals(Optional.empty(), feed(Arrays.copyOf(packed, packed.length - 1), 100));
        refused("the gzip data ends too early", gunzip.end());
    }

    @Test
    void damageIsFound() {
        byte[] packed = packed("some text");
        packed[packed.length - TRAILER] ^= 1;
        refused("the gzip data is damaged: its checksum is another", feed(packed, 100));
    }

    @Test
    void aLengthThatIsAnotherIsDamageToo() {
        byte[] packed = packed("some text");
        packed[packed.length - 1] ^= 1;
        refused("the gzip data is damaged: its checksum is another", feed(packed, 100));
    }

    @Test
    void dataThatCannotBeUnpackedIsDamaged() {
        byte[] packed = packed("some text");
        packed[HEAD] = 7; // a kind of block that there is not
        refused("the gzip data is damaged", feed(packed, 100));
    }

    @Test
    void theReceiverMayStopIt() {
        Failure enough = Failure.of(Failure.Kind.TOO_LARGE, "enough", null);
        assertEquals(Optional.of(enough), gunzip.feed(ByteBuffer.wrap(packed("x")), bytes -> Optional.of(enough)));
    }

    @Test
    void zerosWithoutEndAreRefused() {
        byte[] bomb = packed("\0".repeat(70 << 20));
        Optional<Failure> wrong = gunzip.feed(ByteBuffer.wrap(bomb), bytes -> Optional.empty());
        assertEquals(Failure.Kind.TOO_LARGE, wrong.orElseThrow().kind());
        assertTrue(bomb.length < 100_000);
    }
}
