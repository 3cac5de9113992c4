// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import io.photon.event.Event;
import io.photon.filter.Where;
import io.photon.filter.WhereException;
import io.photon.filter.WhereLanguage;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.time.Duration;

/** The whole of jq for {@code --where}, with a limit for each event. Thread-safe, and so are its predicates. */
public final class JqWhereLanguage implements WhereLanguage {

    private static final ReducerLimits LIMITS = new ReducerLimits(Duration.ofMillis(200), 8L << 20);

    private final ReducerEngine jq;

    public JqWhereLanguage() {
        this(new JqEngine());
    }

    /** @param jq to share what is loaded with another */
    public JqWhereLanguage(ReducerEngine jq) {
        this.jq = jq;
    }

    @Override
    public Result<Where> compile(String text) {
        return JqConditions.reducer(jq, "$event", text, LIMITS).map(reducer -> new Predicate(text, reducer));
    }

    private static final class Predicate implements Where {
        private final String source;
        private final Reducer reducer;

        Predicate(String source, Reducer reducer) {
            this.source = source;
            this.reducer = reducer;
        }

        @Override
        public synchronized boolean test(Event event) {
            try {
                return JqConditions.holds(reducer, event);
            } catch (ReductionException e) {
                if (e.isLack() || e.isDamage()) {
                    throw new WhereException(Failure.of(
                            Failure.Kind.OVERLOADED,
                            "where: at order-id " + event.orderId() + ": " + e.getMessage(),
                            "go on from there in a moment"));
                }
                if (e.isLimit()) {
                    throw new WhereException(Failure.of(
                            Failure.Kind.BAD_INPUT,
                            "where: at order-id " + event.orderId() + ": " + e.getMessage(),
                            "use a simpler condition, or filter the output with jq"));
                }
                return false; // what cannot be compared is not wanted
            }
        }

        @Override
        public String source() {
            return source;
        }

        @Override
        public String toString() {
            return source;
        }
    }
}
