// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import io.photon.event.Event;
import io.photon.projection.spi.ConditionLanguage;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The whole of jq as conditions on JSON: one holds when anything that comes out is neither false nor null. Thread-safe. */
public final class JqConditions implements ConditionLanguage {

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE =
            ("{\"order-id\":1,\"event-time\":1,\"stream-name\":\"value\",\"event-type\":\"value\",\"payload\":")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final ReducerLimits LIMITS = new ReducerLimits(Duration.ofSeconds(1), 64L << 20);

    private final ReducerEngine jq;

    public JqConditions() {
        this(new JqEngine());
    }

    /** @param jq to share what is loaded with another */
    public JqConditions(ReducerEngine jq) {
        this.jq = jq;
    }

    @Override
    public Result<Condition> compile(String expression) {
        return reducer(jq, "$event.payload", expression, LIMITS).map(reducer -> value -> {
            // The value takes the place of a payload, for a reducer takes events only.
            ByteArrayOutputStream line = new ByteArrayOutputStream(BEFORE.length + value.length + 1);
            line.writeBytes(BEFORE);
            line.writeBytes(value);
            line.write('}');
            return holds(reducer, Event.ofLine(line.toByteArray()));
        });
    }

    /** A reducer whose value is whether an expression holds of some input. */
    static Result<Reducer> reducer(ReducerEngine jq, String input, String expression, ReducerLimits limits) {
        // Alone first: an error then has its place in what was written, and nothing can close our parentheses.
        Result<Reducer> alone = jq.compile(expression, null, limits);
        if (alone instanceof Result.Err<Reducer> err) {
            Failure failure = err.failure();
            return Result.err(
                    failure.kind(),
                    failure.message(),
                    "e.g. .payload.amount > 100 and (.payload.tags | any(. == \"new\"))");
        }
        alone.value().close();
        return jq.compile("[" + input + " | (" + expression + "\n)] | any", null, limits);
    }

    static boolean holds(Reducer reducer, Event event) throws ReductionException {
        reducer.reduce(event);
        return Arrays.equals(reducer.value(), TRUE);
    }
}
