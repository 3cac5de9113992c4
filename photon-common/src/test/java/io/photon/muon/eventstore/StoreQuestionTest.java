package io.photon.muon.eventstore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.result.Result;
import io.photon.testing.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreQuestionTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsAskedIsReadAsItWasWritten() {
        StoreQuestion asked = StoreQuestion.ofProjection("a \"b\"\n/ü")
                .with(StoreQuestion.AT, 1_764_000_000_000_001L)
                .with(StoreQuestion.KEY, null)
                .with(StoreQuestion.REPLACE, false);
        StoreQuestion read = StoreQuestion.read(asked.bytes());
        assertEquals("a \"b\"\n/ü", read.text(StoreQuestion.PROJECTION));
        assertEquals(Result.ok(1_764_000_000_000_001L), read.number(StoreQuestion.AT, 0));
        assertNull(read.text(StoreQuestion.KEY));
        assertFalse(read.flag(StoreQuestion.REPLACE));
        assertEquals("false", read.text(StoreQuestion.REPLACE));
        assertEquals(asked.json(), read.json());
    }

    @Test
    void otherClientsMayWriteNumbersAndNulls() {
        StoreQuestion read = StoreQuestion.read(utf8(" {\"at\" : 12, \"query-key\":null, \"full\": true} "));
        assertEquals(Result.ok(12L), read.number("at", 0));
        assertEquals(Result.ok(7L), read.number("query-key", 7));
        assertTrue(read.flag("full"));
        assertInstanceOf(Result.Err.class, read.required("query-key"));
        assertInstanceOf(Result.Err.class, StoreQuestion.of(Map.of("at", "-1")).number("at", 0));
        assertInstanceOf(
                Result.Err.class, StoreQuestion.of(Map.of("at", "9".repeat(19))).number("at", 0));
    }

    @Test
    void whatIsNoObjectSaysNothing() {
        for (String body : List.of("", " ", "null", "[1]", "Obj\1", "{", "{\"at\"", "{\"at\":", "\"at\"")) {
            assertNull(StoreQuestion.read(utf8(body)).text("at"), body);
        }
        long seed = Seed.any();
        String junk = "{}[]\":,\\nx\u00ff ";
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = utf8("{\"at\":\"\\u12\",\"b\":[{\"c\":1}]}");
            for (int n = random.nextInt(4); n >= 0; n--) {
                body[random.nextInt(body.length)] = (byte) junk.charAt(random.nextInt(junk.length()));
            }
            String shown = new String(body, StandardCharsets.ISO_8859_1);
            assertDoesNotThrow(() -> StoreQuestion.read(body), () -> shown + ", seed " + seed);
        }
    }

    @Test
    void aTextOfAnySizeComesInPiecesThatAreJsonStrings() {
        String character = "aü€😀\"\\\n\u0001\u009f";
        byte[] text = utf8(character.repeat(ValuePieces.PIECE_BYTES / 5));
        List<byte[]> items = ValuePieces.items(text);
        assertTrue(items.size() > 2, "several pieces");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] item : items) {
            assertTrue(item[0] == '"' && item[item.length - 1] == '"');
            whole.writeBytes(ValuePieces.text(item));
        }
        assertArrayEquals(text, whole.toByteArray());
        assertEquals(List.of(), ValuePieces.items(new byte[0]));
    }
}
