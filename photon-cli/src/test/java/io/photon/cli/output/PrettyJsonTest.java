// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.testing.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrettyJsonTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String laidOut(String json, Paint paint, int block) {
        bytes.reset();
        DataOut out = new DataOut(bytes, "out");
        PrettyJson pretty = new PrettyJson(out, paint);
        byte[] all = json.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < all.length; at += block) {
            pretty.write(all, at, Math.min(block, all.length - at));
        }
        pretty.end();
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aDocumentIsIndentedAndNamesAndValuesHaveColours() {
        assertEquals(
                """
                {
                  C"a"0: Y1.100,
                  C"b"0: [
                    M true0,
                    {},
                    []
                  ],
                  C"c"0: G"x: {y}"0
                }
                """.replace("M ", "M"),
                laidOut("{\"a\":1.10,\"b\":[true,{},[ ]],\"c\":\"x: {y}\"}", new Paint(true), 100)
                        .replace("\u001b[36m", "C")
                        .replace("\u001b[33m", "Y")
                        .replace("\u001b[35m", "M")
                        .replace("\u001b[32m", "G")
                        .replace("\u001b[0m", "0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "\"a\\\"b\\\\\"", "null", "{}", "[]", "-1.5e300", "{\"a\":{\"b\":[[],{}]}}", "[1,[2,[3]]]"})
    void everyValueStaysTheValueThatItIsInBlocksOfAnySize(String json) throws Exception {
        JsonMapper mapper = new JsonMapper();
        for (int block = 1; block < 6; block++) {
            String shown = laidOut(json, Paint.NONE, block);
            assertEquals(mapper.readTree(json), mapper.readTree(shown), shown);
        }
    }

    @Test
    void randomDocumentsStayTheSame() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        JsonMapper mapper = new JsonMapper();
        for (int i = 0; i < 300; i++) {
            JsonNode value = value(mapper, random, 4);
            String shown = laidOut(mapper.writeValueAsString(value), Paint.NONE, 1 + random.nextInt(20));
            assertEquals(value, mapper.readTree(shown), "seed " + seed);
        }
    }

    private static JsonNode value(JsonMapper mapper, Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 5 : 3)) {
            case 0:
                return mapper.valueToTree(random.nextInt());
            case 1:
                return mapper.valueToTree("\"\u202e\u009b,:{[ä\\".substring(random.nextInt(9)));
            case 2:
                return mapper.nullNode();
            case 3:
                var array = mapper.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(mapper, random, depth - 1));
                }
                return array;
            default:
                var object = mapper.createObjectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set("k" + i, value(mapper, random, depth - 1));
                }
                return object;
        }
    }

    @Test
    void severalDocumentsFollowEachOtherAndOneBrokenOffIsShownAsFarAsItCame() {
        assertEquals("{\n  \"a\": 1\n}\n2\n{\n  \"b\": \"x\n", laidOut("{\"a\":1}\n2\n{\"b\":\"x", Paint.NONE, 3));
    }
}
