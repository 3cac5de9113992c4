// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.codec.JsonText;
import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.projection.jq.JqEngine;
import io.photon.projection.spi.Reducer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Data is data: what an engine or a language treats as special is a name like others in an event and in a value. */
class SpecialNamesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Each gives the payload again, by a way of its own. */
    private static final Map<String, Reducer> WAYS = new LinkedHashMap<>();

    static {
        Reductions javascript = new Reductions(new JavaScriptEngine());
        for (String way : new String[] {
            "(p, e) => e.payload",
            "(p, e) => { const m = new Map(); for (const k in e.payload) m.set(k, e.payload[k]); return m }",
            "(p, e) => new Map(Object.keys(e.payload).map(k => [k, e.payload[k]]))",
            "(p, e) => new Map(Object.entries(e.payload))",
            "(p, e) => JSON.parse(JSON.stringify(e.payload))",
            "(p, e) => { const s = []; for (const k in e.payload) for (const l in e.payload[k]) s.push(l); return e.payload }",
        }) {
            WAYS.put(way, javascript.reducer(way, null, PATIENCE));
        }
        Reductions clojure = new Reductions(new ClojureEngine());
        for (String way : new String[] {
            "(fn [p e] (:payload e))",
            "(fn [p e] (into {} (for [[k v] (:payload e)] [k v])))",
            "(fn [p e] (reduce (fn [m k] (assoc m k (get (:payload e) k))) {} (keys (:payload e))))",
        }) {
            WAYS.put(way, clojure.reducer(way, null, PATIENCE));
        }
        Reductions jq = new Reductions(new JqEngine());
        for (String way : new String[] {
            "$event.payload",
            "$event.payload | with_entries(.)",
            "$event.payload | . as $p | reduce keys[] as $k ({}; .[$k] = $p[$k])",
            "$event.payload | tojson | fromjson",
            "$event.payload | walk(.)",
            "$event.payload | map_values(.)",
        }) {
            WAYS.put(way, jq.reducer(way, null, PATIENCE));
        }
    }

    @Provide
    Arbitrary<JsonNode> objects() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of(
                        "__iterator__",
                        "__proto__",
                        "__parent__",
                        "__count__",
                        "__noSuchMethod__",
                        "__defineGetter__",
                        "__lookupGetter__",
                        "toJSON",
                        "toString",
                        "valueOf",
                        "constructor",
                        "prototype",
                        "hasOwnProperty",
                        "length",
                        "name",
                        "arguments",
                        "caller",
                        "callee",
                        "get",
                        "set",
                        "value",
                        "next",
                        "then",
                        "Symbol.iterator",
                        "@@iterator",
                        "@class",
                        "@type",
                        "class",
                        "hashCode",
                        "__jq",
                        "__loc__",
                        "$ENV",
                        "key",
                        "Key",
                        "k",
                        "v",
                        "",
                        " ",
                        ".",
                        "/",
                        "a/b",
                        "/a",
                        ":a",
                        "::a",
                        "a.b",
                        "0",
                        "00",
                        "-0",
                        "-1",
                        "1.5",
                        "1e3",
                        "2147483647",
                        "2147483648",
                        "4294967295",
                        "9007199254740993",
                        "NaN",
                        "null",
                        "true",
                        "nil",
                        "undefined",
                        "Infinity",
                        "é😀",
                        "\u0000",
                        "\uFFFF",
                        "\"",
                        "\\",
                        "#",
                        "{}",
                        "meta"),
                Arbitraries.strings().ofMaxLength(5));
        Arbitrary<JsonNode> leaves = Arbitraries.of(
                        "null", "true", "0", "-1", "\"x\"", "[]", "{}", "[{\"__proto__\":1}]")
                .map(SpecialNamesTest::read);
        Arbitrary<JsonNode> inner = Arbitraries.maps(names, leaves).ofMaxSize(4).map(SpecialNamesTest::object);
        return Arbitraries.maps(names, Arbitraries.oneOf(leaves, inner))
                .ofMaxSize(8)
                .map(SpecialNamesTest::object);
    }

    private static JsonNode object(Map<String, JsonNode> fields) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, value) -> {
            if (!JsonText.hasLoneSurrogate(name)) {
                object.set(name, value);
            }
        });
        return object;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Property(tries = 150)
    void aPayloadComesBackAsItWasWhateverItsNamesAre(@ForAll("objects") JsonNode payload) throws Exception {
        for (Map.Entry<String, Reducer> way : WAYS.entrySet()) {
            Reducer reducer = way.getValue();
            reducer.reduce(Reductions.event(1, payload.toString()));
            byte[] value = reducer.value();
            reducer.restore(reducer.snapshot());
            assertEquals(payload, JSON.readTree(value), way::getKey);
            assertEquals(payload, JSON.readTree(reducer.value()), () -> "restored: " + way.getKey());
            assertEquals(
                    new String(value, StandardCharsets.UTF_8),
                    Reductions.json(reducer),
                    () -> "order: " + way.getKey());
        }
    }
}
