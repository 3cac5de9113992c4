// SPDX-License-Identifier: Apache-2.0
package io.photon.simulation;

import io.photon.event.Event;
import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.projection.spi.ReductionException;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * A language whose values tell which events were folded, how often, and in which order: {@code all} folds each, {@code
 * fail N} throws, half done, at those whose {@code n} is N modulo {@link #MODULUS}.
 */
final class ChainLanguage implements ReducerEngine {

    static final String NAME = "chain";
    static final int MODULUS = 40;
    private static final String NUMBER = "\"n\":";

    private final Runnable overtake;
    private final BooleanSupplier lacking;

    /** @param overtake runs in the middle of each reduction */
    ChainLanguage(Runnable overtake) {
        this(overtake, () -> false);
    }

    /** @param lacking whether there is no memory this time, asked at each reduction and each compilation */
    ChainLanguage(Runnable overtake, BooleanSupplier lacking) {
        this.overtake = overtake;
        this.lacking = lacking;
    }

    /** A value, and the whole of it. */
    record Chain(long count, long last, long hash) {

        static final Chain EMPTY = new Chain(0, 0, 0);

        Chain and(Event event) {
            return new Chain(count + 1, event.orderId(), hash * 1_000_003 + event.orderId() * 31 + number(event));
        }

        String json() {
            return "{\"count\":" + count + ",\"last\":" + last + ",\"hash\":" + hash + "}";
        }
    }

    /** {@code payload.n}, or -1. */
    static int number(Event event) {
        String text = Truth.text(event);
        int at = text.indexOf(NUMBER);
        if (at < 0) {
            return -1;
        }
        int end = at + NUMBER.length();
        int number = 0;
        while ("0123456789".indexOf(text.charAt(end)) >= 0) {
            number = number * 10 + text.charAt(end++) - '0';
        }
        return number;
    }

    /** Whether a reduction throws at this event. */
    static boolean failsAt(String reduction, Event event) {
        return reduction.startsWith("fail ")
                && number(event) % MODULUS == Integer.parseInt(reduction.substring("fail ".length()));
    }

    @Override
    public String language() {
        return NAME;
    }

    @Override
    public Result<Reducer> compile(String reduction, String initialValue, ReducerLimits limits) {
        if (lacking.getAsBoolean()) {
            return Result.err(Failure.Kind.OVERLOADED, "there is no memory to compile at the moment", null);
        }
        return reduction.equals("all") || reduction.startsWith("fail ")
                ? Result.ok(new Links(reduction))
                : Result.err(Failure.Kind.BAD_INPUT, "line 1: no '" + reduction + "'", "all, or fail N");
    }

    private final class Links implements Reducer {

        private final String reduction;
        private Chain chain = Chain.EMPTY;

        Links(String reduction) {
            this.reduction = reduction;
        }

        @Override
        public void reduce(Event event) throws ReductionException {
            Chain next = chain.and(event);
            chain = new Chain(next.count(), chain.last(), chain.hash()); // half done
            overtake.run();
            if (lacking.getAsBoolean()) {
                throw ReductionException.lack("there is no memory at the moment");
            }
            if (failsAt(reduction, event)) {
                throw new ReductionException("line 1: it is " + number(event), null);
            }
            chain = next;
        }

        @Override
        public byte[] value() {
            return chain.json().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] snapshot() {
            return ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(chain.count())
                    .putLong(chain.last())
                    .putLong(chain.hash())
                    .array();
        }

        @Override
        public void restore(byte[] snapshot) throws ReductionException {
            if (snapshot == null) {
                chain = Chain.EMPTY;
                return;
            }
            if (snapshot.length != 3 * Long.BYTES) {
                throw new ReductionException("no snapshot of a chain", null);
            }
            ByteBuffer bytes = ByteBuffer.wrap(snapshot);
            chain = new Chain(bytes.getLong(), bytes.getLong(), bytes.getLong());
        }

        @Override
        public long size() {
            return 3 * Long.BYTES;
        }

        @Override
        public void close() {
            chain = null;
        }
    }
}
