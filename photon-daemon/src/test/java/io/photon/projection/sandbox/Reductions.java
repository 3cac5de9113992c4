// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.event.Event;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Reductions of one language under test. */
public final class Reductions {

    public static final ReducerLimits LIMITS = new ReducerLimits(Duration.ofMillis(200), 4 << 20);
    /** A machine under load is slow; a loop that is not stopped takes for ever. */
    private static final long PATIENCE_SECONDS = 60;

    private final ReducerEngine engine;

    public Reductions(ReducerEngine engine) {
        this.engine = engine;
    }

    boolean isClojure() {
        return engine.language().equals("clojure");
    }

    boolean isJq() {
        return engine.language().equals("jq");
    }

    public Reducer reducer(String reduction, String initial) {
        return reducer(reduction, initial, LIMITS.timePerEvent());
    }

    /** @param time for one event, for reductions that shall not meet that limit */
    Reducer reducer(String reduction, String initial, Duration time) {
        Result<Reducer> made = engine.compile(reduction, initial, new ReducerLimits(time, LIMITS.maxValueBytes()));
        assertInstanceOf(Result.Ok.class, made, made::toString);
        return ((Result.Ok<Reducer>) made).value();
    }

    public Failure refused(String reduction, String initial) {
        Result<Reducer> made = engine.compile(reduction, initial, LIMITS);
        assertInstanceOf(Result.Err.class, made, () -> "taken: " + reduction);
        return ((Result.Err<Reducer>) made).failure();
    }

    /** The value, as JSON, behind one event with this payload. */
    public String fold(String reduction, String initial, String payload) throws ReductionException {
        try (Reducer reducer = reducer(reduction, initial)) {
            reducer.reduce(event(1, payload));
            return json(reducer);
        }
    }

    /** Behind one event, and again from its snapshot: the same. */
    public String foldAndRestore(String reduction, String initial, String payload) throws ReductionException {
        try (Reducer reducer = reducer(reduction, initial);
                Reducer other = reducer(reduction, initial)) {
            reducer.reduce(event(1, payload));
            other.restore(reducer.snapshot());
            assertTrue(json(reducer).equals(json(other)), () -> "restored differently: " + reduction);
            return json(other);
        }
    }

    /** How a reduction fails that must not succeed; at the event, or when its value is asked for. */
    public ReductionException fails(String reduction, String initial) {
        long from = System.nanoTime();
        try (Reducer reducer = reducer(reduction, initial)) {
            ReductionException failure = assertThrows(
                    ReductionException.class,
                    () -> {
                        reducer.reduce(event(1, "{\"n\":1,\"name\":\"Abc\"}"));
                        reducer.snapshot();
                        reducer.value();
                    },
                    () -> "went well: " + reduction);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - from);
            assertTrue(seconds < PATIENCE_SECONDS, () -> "took " + seconds + " s: " + reduction);
            return failure;
        }
    }

    public static String json(Reducer reducer) throws ReductionException {
        return new String(reducer.value(), StandardCharsets.UTF_8);
    }

    public static Event event(long orderId, String payload) {
        return Event.ofLine(("{\"order-id\":" + orderId + ",\"event-time\":1764000000000,\"stream-name\":\"orders\","
                        + "\"event-type\":\"Placed\",\"payload\":" + payload + "}")
                .getBytes(StandardCharsets.UTF_8));
    }
}
