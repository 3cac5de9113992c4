// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import clojure.lang.EdnReader;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.result.Result;
import io.photon.testing.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonToEdnTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEYS = List.of(
            "\"\"",
            "\"a\"",
            "\"order-id\"",
            "\"1a\"",
            "\"a b\"",
            "\"é😀\"",
            "\"x/y\"",
            "\"#x\"",
            "\"-1\"",
            "\"\\\"a\\n\"",
            "\":a\"",
            "\"true\"",
            "\"a:b\"",
            "\"@\"",
            "\"a'\"");
    private static final List<String> TEXTS = List.of(
            "null",
            "true",
            "false",
            "0",
            "-17",
            "1.50",
            "1e5",
            "-2.5E-3",
            "9007199254740993",
            "123456789012345678901234567890",
            "\"\"",
            "\"null\"",
            "\"é😀\"",
            "\"\\u00e9\"",
            "\"\\n\\t\\\"\\\\\\/\\b\\f\"",
            "\"}{][,:;#\"");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"order-id":1,"payload":{"total":12.50}} | {:order-id 1, :payload {:total 12.50}}
                    {"a b":1,"1a":2,"é":3,"x/y":4,"":5}      | {"a b" 1, "1a" 2, "é" 3, "x/y" 4, "" 5}
                    [null,true,false,"null",{"n":null}]      | [nil, true, false, "null", {:n nil}]
                    {"a":"x:,\\"y\\/"}                       | {:a "x:,\\"y/"}
                    {"a":["b","c"],"d":{}}                   | {:a ["b", "c"], :d {}}
                    "text"                                   | "text"
                    -1.5e3                                   | -1.5e3
                    """)
    void namesBecomeKeywordsAndNullNil(String json, String edn) {
        assertEquals(edn, inPieces(json, json.length()));
    }

    @Test
    void piecesMayEndAnywhere() {
        String json = "{\"order-id\":1,\"p q\":[null,\"a\\\\\\\"\\/\\u00e9\",{\"é\":\"null\"}]}";
        String whole = inPieces(json, 1_000);
        for (int piece = 1; piece < 40; piece++) {
            assertEquals(whole, inPieces(json, piece), "pieces of " + piece);
        }
    }

    @Test
    void clojureAndWeReadWhatTheJsonSaid() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String json = value(random, 4);
            String edn = inPieces(json, 1 + random.nextInt(20));
            String what = "seed " + seed + ": " + json + " as " + edn;
            JsonNode expected = JSON.readTree(json);
            byte[] back = ((Result.Ok<byte[]>) EdnJson.read(edn, "it")).value();
            assertEquals(expected, JSON.readTree(back), what);
            JsonNode read = node(EdnReader.readString(edn, PersistentArrayMap.EMPTY));
            assertEquals(expected, JSON.readTree(JSON.writeValueAsBytes(read)), what);
        }
    }

    private static String value(Random random, int depth) {
        StringBuilder json = new StringBuilder();
        int kind = random.nextInt(depth == 0 ? 2 : 4);
        if (kind < 2) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        int size = random.nextInt(KEYS.size());
        for (int i = 0; i < size; i++) {
            json.append(i == 0 ? "" : random.nextBoolean() ? "," : " ,\n")
                    .append(kind == 2 ? KEYS.get(i) + (random.nextBoolean() ? ":" : " : ") : "")
                    .append(value(random, depth - 1));
        }
        return kind == 2 ? "{" + json + "}" : "[ " + json + "]";
    }

    private static JsonNode node(Object read) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (read instanceof IPersistentMap map) {
            ObjectNode object = nodes.objectNode();
            ((Map<?, ?>) map)
                    .forEach((key, value) -> object.set(
                            key instanceof Keyword keyword ? keyword.toString().substring(1) : (String) key,
                            node(value)));
            return object;
        }
        if (read instanceof List<?> list) {
            var array = nodes.arrayNode();
            list.forEach(each -> array.add(node(each)));
            return array;
        }
        return JSON.valueToTree(read instanceof clojure.lang.BigInt big ? big.toBigInteger() : read);
    }

    private static String inPieces(String json, int length) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonToEdn edn = new JsonToEdn();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i += length) {
            out.writeBytes(edn.next(bytes, i, Math.min(length, bytes.length - i)));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
