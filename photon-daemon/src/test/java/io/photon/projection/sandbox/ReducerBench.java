// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import clojure.lang.Compiler;
import clojure.lang.IFn;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.photon.event.Event;
import io.photon.projection.clojure.ClojureEngine;
import io.photon.projection.javascript.JavaScriptEngine;
import io.photon.projection.jq.JqEngine;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;

/**
 * Count and sum by key on one core: our reducers beside the bare loop of the same engine, as it comes, over the same JSON
 * texts, alternating in one process. Prints events/s, medians, and how they compare.
 *
 * <pre>java -cp (test classpath) io.photon.projection.sandbox.ReducerBench [EVENTS] [ROUNDS]</pre>
 */
public final class ReducerBench {

    private static final ReducerLimits LIMITS = new ReducerLimits(Duration.ofSeconds(1), 64 << 20);

    private static final String JAVASCRIPT =
            "function(p, e) { var k = e.payload.sku; var c = p[k] || (p[k] = {n: 0, sum: 0});"
                    + " c.n++; c.sum += e.payload.amount; return p }";
    private static final String CLOJURE = "(fn [p e] (let [k (:sku (:payload e)) c (get p k)]"
            + " (assoc p k {:n (inc (:n c 0)) :sum (+ (:sum c 0) (:amount (:payload e)))})))";
    private static final String JQ = ".[$event.payload.sku] |= {n: (.n + 1), sum: (.sum + $event.payload.amount)}";

    private ReducerBench() {}

    private interface Run {
        void over(List<Event> events) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("clojure.spec.skip-macros", "true"); // spec is not among the dependencies
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        List<Event> events = events(count);
        compare("javascript", events, rounds, reducer(new JavaScriptEngine(), JAVASCRIPT, "{}"), bareJavaScript());
        compare("clojure", events, rounds, reducer(new ClojureEngine(), CLOJURE, "{}"), bareClojure());
        compare("jq", events, rounds, reducer(new JqEngine(), JQ, "{}"), bareJq());
    }

    private static List<Event> events(int count) {
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String line =
                    "{\"order-id\":" + (1_764_000_000_000_000L + i) + ",\"event-time\":1764000000000,\"stream-name\":"
                            + "\"orders\",\"event-type\":\"OrderPlaced\",\"local-id\":\"o-" + i
                            + "\",\"service-id\":\"shop\",\"payload\":"
                            + "{\"sku\":\"sku" + i % 100 + "\",\"amount\":" + i % 37
                            + ",\"customer\":{\"name\":\"Ada Lovelace\",\"city\":"
                            + "\"London\"},\"lines\":[1,2,3]}}";
            events.add(Event.ofLine(line.getBytes(StandardCharsets.UTF_8)));
        }
        return events;
    }

    private static void compare(String language, List<Event> events, int rounds, Run ours, Run bare) throws Exception {
        double[] our = new double[rounds];
        double[] their = new double[rounds];
        ours.over(events); // warm
        bare.over(events);
        for (int i = 0; i < rounds; i++) {
            our[i] = perSecond(ours, events);
            their[i] = perSecond(bare, events);
        }
        Arrays.sort(our);
        Arrays.sort(their);
        double ratio = our[rounds / 2] / their[rounds / 2];
        System.out.printf(
                Locale.ROOT,
                "%-10s %,10.0f events/s, bare %,10.0f, ratio %.2f%n",
                language,
                our[rounds / 2],
                their[rounds / 2],
                ratio);
    }

    private static double perSecond(Run run, List<Event> events) throws Exception {
        long from = System.nanoTime();
        run.over(events);
        return events.size() * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - from);
    }

    private static Run reducer(ReducerEngine engine, String reduction, String initial) {
        Result<Reducer> made = engine.compile(reduction, initial, LIMITS);
        if (!(made instanceof Result.Ok<Reducer> ok)) {
            throw new IllegalStateException(made.toString());
        }
        Reducer reducer = ok.value();
        return events -> {
            for (Event event : events) {
                reducer.reduce(event);
            }
            check(reducer);
        };
    }

    private static void check(Reducer reducer) throws ReductionException {
        if (reducer.value().length < 1_000) {
            throw new IllegalStateException(new String(reducer.value(), StandardCharsets.UTF_8));
        }
    }

    private static Run bareJavaScript() {
        return events -> {
            Context context = Context.enter();
            try {
                context.setLanguageVersion(Context.VERSION_ECMASCRIPT);
                Scriptable scope = context.initSafeStandardObjects();
                Function function = (Function) context.evaluateString(scope, "(" + JAVASCRIPT + ")", "bare", 1, null);
                Object value = context.newObject(scope);
                for (Event event : events) {
                    Object next =
                            new org.mozilla.javascript.json.JsonParser(context, scope).parseValue(event.toString());
                    value = function.call(context, scope, scope, new Object[] {value, next});
                }
            } finally {
                Context.exit();
            }
        };
    }

    private static Run bareClojure() {
        JsonFactory json = new JsonFactory();
        IFn function = (IFn) Compiler.eval(RT.readString(CLOJURE.replace("(fn ", "(clojure.core/fn ")
                .replace("(let ", "(clojure.core/let ")
                .replace("(get ", "(clojure.core/get ")
                .replace("(assoc ", "(clojure.core/assoc ")
                .replace("(inc ", "(clojure.core/inc ")
                .replace("(+ ", "(clojure.core/+ ")));
        return events -> {
            Object value = PersistentArrayMap.EMPTY;
            for (Event event : events) {
                try (JsonParser parser = json.createParser(event.array(), event.offset(), event.length())) {
                    parser.nextToken();
                    value = function.invoke(value, clojure(parser));
                }
            }
        };
    }

    /** As a JSON library of Clojure does it. */
    private static Object clojure(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                var map = PersistentArrayMap.EMPTY.asTransient();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    Keyword key = Keyword.intern(parser.currentName());
                    parser.nextToken();
                    map = map.assoc(key, clojure(parser));
                }
                return map.persistent();
            }
            case START_ARRAY -> {
                clojure.lang.ITransientCollection vector = PersistentVector.EMPTY.asTransient();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    vector = vector.conj(clojure(parser));
                }
                return vector.persistent();
            }
            case VALUE_STRING -> {
                return parser.getText();
            }
            case VALUE_NUMBER_INT -> {
                return parser.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> {
                return parser.getDoubleValue();
            }
            default -> {
                return null;
            }
        }
    }

    private static Run bareJq() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Scope builtins = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, builtins);
        JsonQuery query = JsonQuery.compile(JQ, Versions.JQ_1_7);
        return events -> {
            JsonNode[] value = {NullNode.getInstance()};
            for (Event event : events) {
                Scope scope = Scope.newChildScope(builtins);
                scope.setValue("event", mapper.readTree(event.array(), event.offset(), event.length()));
                query.apply(scope, value[0], (JsonNode out) -> value[0] = out);
            }
        };
    }
}
