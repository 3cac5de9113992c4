// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.projection.jq.JqEngine;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReductionException;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Folds of random events, in each language, beside the same fold in Java; and cut at any place by a snapshot. */
class FoldPropertiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Reductions JS = new Reductions(new JavaScriptEngine());
    private static final Reductions CLJ = new Reductions(new ClojureEngine());
    private static final Reductions JQ = new Reductions(new JqEngine());

    private static final String JAVASCRIPT =
            "function(p, e) { var k = e.payload.key, c = p[k] || (p[k] = {n: 0, sum: 0, last: null});"
                    + " c.n++; c.sum += e.payload.amount; c.last = e.payload.any; p.position = e['order-id']; return p }";
    private static final String CLOJURE = "(fn [p {:keys [payload order-id]}] (let [{:keys [key amount any]} payload]"
            + " (-> p (update-in [key :n] (fnil inc 0)) (update-in [key :sum] (fnil + 0) amount) (assoc-in [key :last] any)"
            + " (assoc \"position\" order-id))))";
    private static final String JQ_SOURCE =
            "$event.payload as $e | .[$e.key] |= {n: ((.n // 0) + 1), sum: ((.sum // 0) + $e.amount),"
                    + " last: $e.any} | .position = $event.\"order-id\"";

    record Payload(String key, int amount, String any) {
        String json() {
            try {
                return "{\"key\":" + JSON.writeValueAsString(key) + ",\"amount\":" + amount + ",\"any\":" + any + "}";
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Provide
    Arbitrary<List<Payload>> payloads() {
        Arbitrary<String> keys =
                Arbitraries.of("a", "b", "7", "0", "x y", "é😀", "constructor", "__proto", "toString", "");
        Arbitrary<String> scalars = Arbitraries.of(
                "null", "true", "0", "-1", "2.5", "9007199254740991", "\"\"", "\"t\\n\\u00e9\"", "[]", "{}");
        Arbitrary<String> any = Arbitraries.lazyOf(
                () -> scalars,
                () -> scalars,
                () -> scalars.list().ofMaxSize(3).map(list -> "[" + String.join(",", list) + "]"),
                () -> Combinators.combine(scalars, scalars).as((a, b) -> "{\"b\":[" + a + "],\"a\":" + b + "}"));
        return Combinators.combine(keys, Arbitraries.integers().between(-1_000_000, 1_000_000), any)
                .as(Payload::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 150)
    void javascriptFoldsAsJavaDoes(@ForAll("payloads") List<Payload> payloads, @ForAll @IntRange(max = 40) int cut)
            throws Exception {
        // A key that every object of JavaScript has is found on the empty value: that is the language, not the fold.
        List<Payload> plain = payloads.stream()
                .filter(payload -> !List.of("constructor", "toString").contains(payload.key()))
                .toList();
        compare(JS, JAVASCRIPT, plain, cut);
    }

    @Property(tries = 150)
    void clojureFoldsAsJavaDoes(@ForAll("payloads") List<Payload> payloads, @ForAll @IntRange(max = 40) int cut)
            throws Exception {
        compare(CLJ, CLOJURE, payloads, cut);
    }

    @Property(tries = 150)
    void jqFoldsAsJavaDoes(@ForAll("payloads") List<Payload> payloads, @ForAll @IntRange(max = 40) int cut)
            throws Exception {
        compare(JQ, JQ_SOURCE, payloads, cut);
    }

    private static void compare(Reductions language, String source, List<Payload> payloads, int cut)
            throws IOException, ReductionException {
        try (Reducer whole = language.reducer(source, "{}");
                Reducer first = language.reducer(source, "{}");
                Reducer second = language.reducer(source, "{}")) {
            Reducer current = first;
            long orderId = 1_764_000_000_000_000L;
            for (int i = 0; i < payloads.size(); i++) {
                if (i == cut) {
                    second.restore(first.snapshot());
                    current = second;
                }
                whole.reduce(Reductions.event(orderId + i, payloads.get(i).json()));
                current.reduce(Reductions.event(orderId + i, payloads.get(i).json()));
            }
            JsonNode expected = inJava(payloads, orderId);
            assertEquals(expected, JSON.readTree(whole.value()));
            assertEquals(expected, JSON.readTree(current.value()));
            whole.restore(null);
            assertEquals(JSON.createObjectNode(), JSON.readTree(whole.value()), "the initial value is untouched");
        }
    }

    private static JsonNode inJava(List<Payload> payloads, long orderId) throws IOException {
        ObjectNode value = JSON.createObjectNode();
        for (int i = 0; i < payloads.size(); i++) {
            Payload payload = payloads.get(i);
            JsonNode before = value.path(payload.key());
            ObjectNode counted = value.putObject(payload.key());
            counted.put("n", before.path("n").asInt() + 1);
            counted.put("sum", before.path("sum").asInt() + payload.amount());
            counted.set("last", JSON.readTree(payload.any()));
            value.put("position", orderId + i);
        }
        return value;
    }
}
