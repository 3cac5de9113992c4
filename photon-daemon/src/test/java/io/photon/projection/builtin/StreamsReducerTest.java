// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.builtin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.photon.event.Event;
import io.photon.projection.spi.KeyedReducer.Slice;
import io.photon.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StreamsReducerTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final HeldRows rows = new HeldRows();
    private StreamsReducer reducer = new StreamsReducer(rows, StreamsReducer.DEFAULT_HELD);
    private long position = 1764000000000000L;

    private Event event(String stream, String type, String more, String payload) throws Exception {
        position++;
        return Event.ofLine(("{\"order-id\":" + position + ",\"event-time\":" + position / 1_000 + ",\"stream-name\":"
                        + JSON.writeValueAsString(stream) + ",\"event-type\":\"" + type + "\"" + more + ",\"payload\":"
                        + payload + "}")
                .getBytes(StandardCharsets.UTF_8));
    }

    private void fold(String stream, String payload) throws Exception {
        reducer.reduce(event(stream, "T", "", payload));
    }

    private JsonNode value() throws Exception {
        return JSON.readTree(reducer.value());
    }

    private JsonNode fields(String stream, String version) throws Exception {
        return JSON.readTree(reducer.field(stream).orElseThrow())
                .path("schemas")
                .path(version)
                .path("schema")
                .path("m");
    }

    private JsonNode field(String path) throws Exception {
        return fields("s", "__unversioned__").path(path);
    }

    @Test
    void aStreamHasATotalAndASchemaPerVersion() throws Exception {
        reducer.reduce(event("orders", "Placed", ",\"schema\":\"2\"", "{\"amount\":1}"));
        reducer.reduce(event("orders", "Placed", ",\"local-id\":\"l\",\"schema\":\"2\"", "{\"amount\":2}"));
        fold("orders", "{}");
        fold("other", "1");
        JsonNode value = value();
        assertEquals(2, value.size());
        assertEquals(3, value.at("/orders/total-events").intValue());
        assertEquals(2, value.at("/orders/schemas/2/total-events").intValue());
        assertEquals(1, value.at("/orders/schemas/__unversioned__/total-events").intValue());
        assertEquals(1, value.at("/other/total-events").intValue());
    }

    @Test
    void aFieldHasItsPathItsTypeItsCountAndWhetherItIsRequired() throws Exception {
        fold("s", "{\"id\":1,\"name\":\"a\",\"lines\":[{\"sku\":\"x\"},{\"sku\":\"y\"}]}");
        fold("s", "{\"id\":2}");
        assertEquals(
                JSON.readTree("{\"path\":\".payload.id\",\"type\":\"s/Int\",\"mode\":\"required\",\"count\":2,"
                        + "\"types\":{\"integer\":2}}"),
                field("[:payload :id]"));
        assertEquals(
                JSON.readTree("{\"path\":\".payload.lines[].sku\",\"type\":\"s/Str\",\"mode\":\"optional\",\"count\":1,"
                        + "\"types\":{\"string\":1}}"),
                field("[:payload :lines \"[]\" :sku]"),
                "twice in one event is one event");
        assertEquals("optional", field("[:payload :name]").path("mode").textValue());
        assertEquals("required", field("[:stream-name]").path("mode").textValue());
        assertEquals("s/Int", field("[:order-id]").path("type").textValue());
    }

    @Test
    void mixedTypesAreAllNamedWholeNumbersAreNumbersAndNullSaysNothing() throws Exception {
        fold("s", "{\"a\":1,\"b\":1,\"c\":null,\"d\":null}");
        fold("s", "{\"a\":1.5,\"b\":\"x\",\"c\":true,\"d\":null}");
        fold("s", "{\"a\":1e3,\"b\":[1,\"y\",{\"z\":null}],\"c\":false,\"d\":null}");
        assertEquals("s/Num", field("[:payload :a]").path("type").textValue());
        assertEquals(
                "[\"s/Int\",\"s/Str\",\"s/Vec\"]",
                field("[:payload :b]").path("type").toString());
        assertEquals("s/Bool", field("[:payload :c]").path("type").textValue());
        assertEquals(
                "{\"null\":1,\"boolean\":2}",
                field("[:payload :c]").path("types").toString());
        assertEquals("s/Any", field("[:payload :d]").path("type").textValue());
        assertEquals(
                "{\"integer\":1,\"string\":1,\"object\":1}",
                field("[:payload :b \"[]\"]").path("types").toString());
    }

    @Test
    void anObjectUsedAsAMapGetsOneFieldForTheKeysThatAreTooMany() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            fold("s", "{\"byUser\":{\"user-" + i + "\":{\"n\":" + i + "}}}");
        }
        assertEquals(10_000 - 64, field("[:payload :byUser :*]").path("count").intValue());
        assertEquals(
                ".payload.byUser.*.n",
                field("[:payload :byUser :* :n]").path("path").textValue());
        assertTrue(fields("s", "__unversioned__").size() < 150);
    }

    @Test
    void hostilePayloadsDoNotGrowTheStateAndWhatIsLeftOutIsSeen() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder deep = new StringBuilder();
            int levels = 1 + random.nextInt(30);
            for (int level = 0; level < levels; level++) {
                deep.append("{\"").append(Long.toHexString(random.nextLong())).append("\":");
            }
            fold("s", deep + "[[[[1]]]]" + "}".repeat(levels));
        }
        fold("s", "{\"" + "k".repeat(100_000) + "\":1}");
        reducer.reduce(event("s", "T", ",\"schema\":\"" + "v".repeat(10_000) + "\"", "{}"));
        for (int version = 0; version < 200; version++) {
            reducer.reduce(event("s", "T", ",\"schema\":\"" + version + "\"", "{}"));
        }
        byte[] entry = reducer.field("s").orElseThrow();
        assertTrue(entry.length < 400_000, entry.length + " bytes");
        assertTrue(reducer.size() < 200_000, reducer.size() + " bytes");
        JsonNode schemas = JSON.readTree(entry).path("schemas");
        assertTrue(schemas.at("/__unversioned__/schema/truncated").booleanValue());
        assertEquals(
                171, schemas.at("/__others__/total-events").intValue(), "the long one, and those that found no room");
        assertEquals(2_202, JSON.readTree(entry).path("total-events").intValue());
    }

    @Test
    void whatStandsTooDeepIsMarked() throws Exception {
        fold("s", "{\"a\":".repeat(20) + "1" + "}".repeat(20));
        String path = "[:payload" + " :a".repeat(14) + "]";
        assertTrue(field(path).path("deeper").booleanValue(), path);
        assertTrue(field("[:payload" + " :a".repeat(15) + "]").isMissingNode());
    }

    @Test
    void namesAreThoseThatWereMeantHoweverTheyAreEscaped() throws Exception {
        fold("s", "{\"caf\\u00e9 \\\"x\\\"\":1,\"e\\u0301\":{\"\":2}}");
        fold("s", "{ \"café \\\"x\\\"\" : 1 , \"e\\u0301\":{\"\":2}}");
        assertEquals(2, field("[:payload :café \"x\"]").path("count").intValue());
        assertEquals(
                ".payload[\"café \\\"x\\\"\"]",
                field("[:payload :café \"x\"]").path("path").textValue());
        assertEquals(2, field("[:payload :e\u0301 :]").path("count").intValue());
        fold("a/ü \"quoted\"\\", "{}");
        assertEquals(1, value().path("a/ü \"quoted\"\\").path("total-events").intValue());
    }

    @Test
    void aDeletedStreamVanishesAndItsNameMayLiveAgain() throws Exception {
        fold("gone", "{\"old\":1}");
        fold("stays", "{}");
        reducer.snapshot();
        rows.save();
        reducer.reduce(
                event("__config__", "delete-stream!", "", "{\"stream-name\":\"gone\",\"up-to\":" + position + "}"));
        assertTrue(reducer.field("gone").isEmpty());
        assertEquals(2, value().size(), "stays and __config__");
        fold("gone", "{\"new\":1}");
        assertEquals(1, value().at("/gone/total-events").intValue());
        assertFalse(new String(reducer.value(), StandardCharsets.UTF_8).contains(":old"));
    }

    @Test
    void anEventOfTheSameTypeInAnotherStreamDeletesNothing() throws Exception {
        fold("kept", "{}");
        reducer.reduce(event("mine", "delete-stream!", "", "{\"stream-name\":\"kept\",\"up-to\":" + position + "}"));
        assertTrue(reducer.field("kept").isPresent());
    }

    @Test
    void theValueIsTheSameHoweverLittleIsHeldInMemoryAndWhereverItWasRestored() throws Exception {
        HeldRows smallRows = new HeldRows();
        StreamsReducer small = new StreamsReducer(smallRows, 4_000);
        Random random = new Random(11);
        byte[] snapshot = null;
        for (int i = 0; i < 3_000; i++) {
            Event next =
                    event("s" + random.nextInt(60), "T", i % 3 == 0 ? ",\"schema\":\"1\"" : "", payload(random, 3));
            reducer.reduce(next);
            small.reduce(next);
            if (i % 500 == 250) {
                snapshot = small.snapshot();
                smallRows.save();
                small = new StreamsReducer(smallRows, 4_000);
                small.restore(snapshot);
            }
        }
        assertArrayEquals(reducer.value(), small.value());
    }

    @Test
    void afterARollbackTheFoldGoesOnFromTheSnapshotAsIfNothingHadHappened() throws Exception {
        StreamsReducer broken = new StreamsReducer(rows, 2_000);
        Random random = new Random(13);
        Event[] events = new Event[400];
        for (int i = 0; i < events.length; i++) {
            events[i] = event("s" + random.nextInt(30), "T", "", payload(random, 3));
        }
        for (int i = 0; i < 200; i++) {
            broken.reduce(events[i]);
        }
        byte[] snapshot = broken.snapshot();
        rows.save();
        for (int i = 200; i < 300; i++) {
            broken.reduce(events[i]);
        }
        rows.rollback();
        broken.restore(snapshot);
        StreamsReducer whole = new StreamsReducer(new HeldRows(), StreamsReducer.DEFAULT_HELD);
        for (int i = 0; i < events.length; i++) {
            whole.reduce(events[i]);
            if (i >= 200) {
                broken.reduce(events[i]);
            }
        }
        assertArrayEquals(whole.value(), broken.value());
    }

    @Test
    void slicesTogetherAreTheValue() throws Exception {
        for (int i = 0; i < 500; i++) {
            fold("s" + i % 97, "{\"n\":" + i + "}");
        }
        StringBuilder all = new StringBuilder("{");
        int slices = 0;
        for (Slice slice = reducer.slice("", 2_000); slice.last() != null; slice = reducer.slice(slice.last(), 2_000)) {
            all.append(slices++ == 0 ? "" : ",").append(new String(slice.json(), StandardCharsets.UTF_8));
        }
        assertEquals(value(), JSON.readTree(all.append('}').toString()));
        assertTrue(slices > 10, slices + " slices");
    }

    /** The same counts from a reading of each event as a tree: another way to the same schema. */
    @Test
    void everyCountIsWhatATreeOfEachEventSays() throws Exception {
        long seed = Seed.any();
        Random random = new Random(seed);
        Map<String, Map<String, Integer>> expected = new TreeMap<>();
        int events = 300;
        for (int i = 0; i < events; i++) {
            Event next = event("s", "T", ",\"service-id\":\"x\"", payload(random, 4));
            reducer.reduce(next);
            Map<String, Map<String, Integer>> one = new TreeMap<>();
            places(JSON.readTree(next.line()), "", one);
            one.forEach((path, types) -> {
                Map<String, Integer> all = expected.computeIfAbsent(path, p -> new TreeMap<>());
                all.merge("count", 1, Integer::sum);
                types.keySet().forEach(type -> all.merge(type, 1, Integer::sum));
            });
        }
        Map<String, Map<String, Integer>> found = new TreeMap<>();
        fields("s", "__unversioned__").forEach(field -> {
            Map<String, Integer> counts = new TreeMap<>();
            counts.put("count", field.path("count").intValue());
            field.path("types")
                    .properties()
                    .forEach(t -> counts.put(t.getKey(), t.getValue().intValue()));
            found.put(field.path("path").textValue(), counts);
            assertEquals(
                    field.path("count").intValue() == events ? "required" : "optional",
                    field.path("mode").textValue());
        });
        assertEquals(expected, found, "seed " + seed);
    }

    private static void places(JsonNode node, String path, Map<String, Map<String, Integer>> into) {
        if (!path.isEmpty()) {
            into.computeIfAbsent(path, p -> new TreeMap<>()).put(type(node), 1);
        }
        node.properties().forEach(field -> places(field.getValue(), path + "." + field.getKey(), into));
        node.elements().forEachRemaining(item -> {
            if (node.isArray()) {
                places(item, path + "[]", into);
            }
        });
    }

    private static String type(JsonNode node) {
        return node.isNull()
                ? "null"
                : node.isBoolean()
                        ? "boolean"
                        : node.isIntegralNumber()
                                ? "integer"
                                : node.isNumber()
                                        ? "number"
                                        : node.isTextual() ? "string" : node.isObject() ? "object" : "array";
    }

    private static String payload(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> "-" + random.nextInt(1_000);
            case 3 -> random.nextInt(10) + ".25e-3";
            case 4 -> "\"t\\\\e\\\"xt { [ é\"";
            case 5 -> random.nextBoolean() ? "{}" : "[ ]";
            case 6 -> "[" + payload(random, depth - 1) + " , " + payload(random, depth - 1) + "]";
            default -> {
                StringBuilder object = new StringBuilder("{");
                for (char name = 'a'; name <= 'd'; name++) { // each once: a tree would keep the last of two
                    if (random.nextInt(3) == 0) {
                        object.append(object.length() == 1 ? "\"" : ",\"")
                                .append(name)
                                .append("\" :");
                        object.append(payload(random, depth - 1));
                    }
                }
                yield object.append('}').toString();
            }
        };
    }
}
