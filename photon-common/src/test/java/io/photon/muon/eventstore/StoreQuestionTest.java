// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.eventstore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreQuestionTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsAskedIsReadAsItWasWritten() {
        StoreQuestion asked = StoreQuestion.EMPTY
                .with("projection-name", "a \"b\"\n/ü")
                .with("at", 1_764_000_000_000_001L)
                .with("query-key", null)
                .with("replace", false);
        StoreQuestion read = StoreQuestion.read(asked.bytes());
        assertEquals("a \"b\"\n/ü", read.text("projection-name"));
        assertEquals("1764000000000001", read.text("at"));
        assertNull(read.text("query-key"));
        assertFalse(read.flag("replace"));
        assertEquals("false", read.text("replace"));
        assertEquals(asked.json(), read.json());
    }

    @Test
    void otherClientsMayWriteNumbersAndNulls() {
        StoreQuestion read = StoreQuestion.read(utf8(" {\"at\" : 12, \"query-key\":null, \"full\": true} "));
        assertEquals("12", read.text("at"));
        assertNull(read.text("query-key"));
        assertTrue(read.flag("full"));
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
