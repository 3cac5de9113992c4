// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MuonMessageCodecTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[120,156]|120,-100",
                "[120,-100]|120,-100",
                "[ 120 , -100 ]|120,-100",
                "[0,255,256,-1,-128,-129,512]|0,-1,0,-1,-128,127,0",
                "[120.0,1e1,-1.0]|120,10,-1",
                "[]|",
                "[ ]|",
                "{}|",
                "null|",
                "\"text\"|",
            })
    void bytesAreTakenModulo256HoweverTheyAreWritten(String written, String bytes) {
        byte[] payload = ok("{\"payload\":" + written + "}").payload();
        StringBuilder found = new StringBuilder();
        for (byte b : payload) {
            found.append(found.isEmpty() ? "" : ",").append(b);
        }
        assertEquals(bytes == null ? "" : bytes, found.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "7",
                "{",
                "{\"a\"",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{\"payload\":[1,]}",
                "{\"payload\":[,1]}",
                "{\"payload\":[1 2]}",
                "{\"payload\":[null]}",
                "{\"payload\":[1,\"x\"]}",
                "{\"payload\":[-]}",
                "{} {}",
                "{\"content_type\":\"application/json+DEFLATE\",\"payload\":[1,2,3]}",
            })
    void whatIsNoMessageIsRefusedWithAReason(String text) {
        Result<MuonMessage> result = MuonMessageCodec.decode(text.getBytes(StandardCharsets.UTF_8));
        assertInstanceOf(Result.Err.class, result);
        assertTrue(((Result.Err<MuonMessage>) result).failure().message().startsWith("not a Muon message: "));
    }

    @Test
    void theLengthInsideAMessageIsMeasuredAsItIsWritten() {
        byte[] all = new byte[700];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (byte[] text : new byte[][] {{}, {7}, all}) {
            byte[] once = WireBuffer.borrow().byteNumbers(text, 0, text.length).toArray();
            byte[] twice = WireBuffer.borrow().byteNumbers(once, 0, once.length).toArray();
            assertEquals(once.length, MuonMessageCodec.lengthInside(text, 1));
            assertEquals(twice.length, MuonMessageCodec.lengthInside(text, 2), 2, "but for the brackets");
        }
    }

    @Test
    void unknownAbsentAndNullFieldsAreAccepted() {
        MuonMessage message = ok("{\"event_source\":\"x.js:1\",\"deep\":[{\"a\":[1,{}]}],\"status\":null,"
                + "\"channel_op\":\"strange\",\"id\":\"h\\u00e9\\n\\\"\",\"created\":1.795403833806E12}");
        assertNull(message.status());
        assertNull(message.step());
        assertEquals("hé\n\"", message.id());
        assertEquals(1_795_403_833_806L, message.created());
        assertEquals(MuonMessage.ChannelOp.NORMAL, message.op());
        assertEquals(0, message.payload().length);
    }

    @Test
    void everyByteComesBackCompressedOrNot() {
        byte[] payload = new byte[70_000];
        new Random(1).nextBytes(payload);
        for (int i = 0; i < 256; i++) {
            payload[i] = (byte) i;
        }
        for (int length : new int[] {0, 1, 2, 255, 256, 4_096, 70_000}) {
            byte[] part = java.util.Arrays.copyOf(payload, length);
            for (MuonMessageCodec.Compression compression : MuonMessageCodec.Compression.values()) {
                byte[] written = MuonMessageCodec.encode(message(part), compression);
                assertArrayEquals(
                        part, ok(new String(written, StandardCharsets.UTF_8)).payload());
            }
        }
    }

    @Test
    void aBombIsRefusedAtTheLimitAndNotInflated() {
        byte[] zeros = new byte[MuonMessageCodec.MAX_PAYLOAD_BYTES + 1];
        byte[] bomb = MuonMessageCodec.encode(message(zeros), MuonMessageCodec.Compression.ALWAYS);
        assertTrue(bomb.length < 1 << 20, "it is no bomb: " + bomb.length);
        assertInstanceOf(Result.Err.class, MuonMessageCodec.decode(bomb));
        byte[] largest = new byte[MuonMessageCodec.MAX_PAYLOAD_BYTES];
        assertInstanceOf(
                Result.Ok.class,
                MuonMessageCodec.decode(
                        MuonMessageCodec.encode(message(largest), MuonMessageCodec.Compression.ALWAYS)));
    }

    @Test
    void aDeepMessageEndsNoStack() {
        String deep = "{\"x\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}";
        assertInstanceOf(Result.Ok.class, MuonMessageCodec.decode(deep.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void demandIsExactUpToTheLargestLongAndNeverOverflows() {
        assertEquals(
                Long.MAX_VALUE, Demand.decode("{\"request\":9223372036854775807}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                Long.MAX_VALUE, Demand.decode("{\"request\":9.223372036854776E18}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                Long.MAX_VALUE, Demand.decode("{\"request\":9223372036854776000}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(10, Demand.decode("{\"request\":\"10\"}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(0, Demand.decode("{\"request\":-5}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(0, Demand.decode("{\"request\":{}}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(Long.MAX_VALUE, Demand.add(Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(7, Demand.add(3, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "rpc://photon/stream/delete,/stream/delete",
        "request://photon/a?b=c,/a",
        "rpc://photon,/",
        "/bare,/bare",
        "photon/bare#x,/bare",
    })
    void theEndpointIsThePathOfTheUrl(String url, String path) {
        assertEquals(path, new RpcRequest(url, new byte[0], null, null).path());
    }

    @Test
    void idsAreUuidsOfVersionFour() {
        for (int i = 0; i < 1_000; i++) {
            UUID id = UUID.fromString(MessageIds.next());
            assertEquals(4, id.version());
            assertEquals(2, id.variant());
        }
        assertEquals("12345678-9abc-4ef0-9234-56789abcdef0", MessageIds.text(0x123456789abcdef0L, 0x123456789abcdef0L));
    }

    private static MuonMessage message(byte[] payload) {
        return new MuonMessage(
                "id",
                1,
                null,
                "o\u2713\ud83d\ude00",
                "p",
                "s",
                "success",
                "x/y",
                payload,
                MuonMessage.ChannelOp.NORMAL);
    }

    private static MuonMessage ok(String text) {
        Result<MuonMessage> result = MuonMessageCodec.decode(text.getBytes(StandardCharsets.UTF_8));
        if (result instanceof Result.Err<MuonMessage> err) {
            throw new AssertionError(err.failure().toString());
        }
        return ((Result.Ok<MuonMessage>) result).value();
    }

    @Test
    void aChannelIdOfAnyLengthIsNotKept() {
        String message = ",\"message\":{\"step\":\"s\"}}";
        for (int length : new int[] {255, 256}) {
            byte[] json = ("{\"channelId\":\"" + "i".repeat(length) + "\"" + message).getBytes(StandardCharsets.UTF_8);
            assertEquals(length == 255, SharedMessage.decode(json) instanceof Result.Ok, length + " characters");
        }
    }
}
