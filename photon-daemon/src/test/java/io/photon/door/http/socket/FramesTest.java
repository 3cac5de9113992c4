// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Failure;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server's frames look like. */
class FramesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 8100",
        "125, 817d",
        "126, 817e007e",
        "65535, 817effff",
        "65536, 817f0000000000010000",
        "2147483647, 817f000000007fffffff"
    })
    void aHeadSaysALengthAsShortAsItCanBe(int length, String head) {
        assertEquals(head, HexFormat.of().formatHex(Frames.head(Frames.TEXT, length)));
    }

    @Test
    void aReasonThatIsTooLongIsCutBetweenTwoCharacters() {
        byte[] closing = Frames.closing(CloseCode.POLICY, "x" + "ü".repeat(100));
        assertEquals(2 + 123, closing.length);
        assertEquals("x" + "ü".repeat(61), new String(closing, 2, closing.length - 2, StandardCharsets.UTF_8));
        closing = Frames.closing(CloseCode.POLICY, "ü".repeat(100));
        assertEquals("ü".repeat(61), new String(closing, 2, closing.length - 2, StandardCharsets.UTF_8));
        assertEquals("03f0", HexFormat.of().formatHex(Frames.closing(CloseCode.POLICY, "")));
    }

    @ParameterizedTest
    @EnumSource(Failure.Kind.class)
    void theCodeOfEachFailureMayBeSent(Failure.Kind kind) {
        assertTrue(CloseCode.isSendable(CloseCode.of(kind)));
    }
}
