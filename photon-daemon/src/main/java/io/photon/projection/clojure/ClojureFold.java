// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.BigInt;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.ISeq;
import clojure.lang.LazySeq;
import clojure.lang.Named;
import clojure.lang.PersistentArrayMap;
import clojure.lang.RT;
import clojure.lang.Ratio;
import clojure.lang.Sequential;
import clojure.lang.Var;
import io.photon.event.Event;
import io.photon.projection.sandbox.CallMeter;
import io.photon.projection.sandbox.Measure;
import io.photon.projection.sandbox.ScriptFold;
import io.photon.projection.sandbox.ScriptTrace;
import io.photon.projection.spi.ReductionException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A function and its value, both Clojure's. */
final class ClojureFold implements ScriptFold {

    private static final int MAX_DEPTH = 1_000;
    /** What the JVM says of a value of the wrong kind. */
    private static final Pattern CAST = Pattern.compile("^class (\\S+) cannot be cast to class (\\S+)");

    private static final Pattern PACKAGE =
            Pattern.compile("\\b(?:java|clojure|io\\.photon)\\.(?:[a-z]\\w*\\.)*(?=[A-Z])");

    private final IFn function;
    private final @Nullable Object initial;
    private final JsonToClojure json = new JsonToClojure();
    private final ClojureToJson toJson = new ClojureToJson();
    private final ClojureSnapshot snapshots = new ClojureSnapshot();
    private @Nullable Object value;
    private @Nullable Object frame;

    ClojureFold(IFn function, @Nullable Object initial) {
        this.function = function;
        this.initial = initial;
        this.value = initial;
    }

    @Override
    public void enter() {
        frame = Var.getThreadBindingFrame();
    }

    /** A call that was stopped leaves what it bound. */
    @Override
    public void leave() {
        Var.resetThreadBindingFrame(frame);
    }

    @Override
    public void reduce(Event event) throws IOException {
        Object next = function.invoke(value, json.read(event.array(), event.offset(), event.length()));
        realize(next);
        if (next instanceof PersistentArrayMap map) {
            for (Object entry : map) {
                realize(((Map.Entry<?, ?>) entry).getValue());
            }
        }
        value = next;
    }

    /**
     * A lazy value would be computed when it is asked for, at that one's cost, and one made of the last one at each event
     * would end in a full stack; so it is computed now. Deeper ones are when the value is measured.
     */
    private static void realize(Object part) {
        if (part instanceof LazySeq) {
            for (ISeq seq = RT.seq(part); seq != null; seq = seq.next()) {
                CallMeter.poll();
            }
        }
    }

    @Override
    public byte[] value(long maxBytes) throws IOException, ReductionException {
        return toJson.write(value, maxBytes);
    }

    @Override
    public byte[] snapshot(long maxBytes) throws ReductionException {
        return snapshots.write(value, maxBytes);
    }

    @Override
    public void restore(byte @Nullable [] snapshot) throws ReductionException {
        value = snapshot == null ? initial : snapshots.read(snapshot);
    }

    @Override
    public void measure(Measure measure) throws ReductionException {
        measure(value, measure, 0);
    }

    private void measure(@Nullable Object part, Measure measure, int depth) throws ReductionException {
        if (measure.isOver()) {
            return;
        }
        if (depth > MAX_DEPTH) {
            throw new ReductionException("the value is nested deeper than " + MAX_DEPTH, null);
        }
        if (part instanceof String text) {
            measure.text(text.length());
        } else if (part instanceof IPersistentMap map) {
            JsonKeys.check(map);
            measure.container(map.count());
            for (Object entry : map) {
                measure(((Map.Entry<?, ?>) entry).getKey(), measure, depth + 1);
                measure(((Map.Entry<?, ?>) entry).getValue(), measure, depth + 1);
                if (measure.isOver()) {
                    return;
                }
            }
        } else if (part instanceof Sequential || part instanceof IPersistentSet) {
            measure.container(0);
            for (ISeq seq = RT.seq(part); seq != null && !measure.isOver(); seq = seq.next()) {
                measure.container(1);
                measure(seq.first(), measure, depth + 1);
            }
        } else if (part instanceof Named named) {
            String space = named.getNamespace();
            measure.text(
                    (space == null ? 0 : space.length() + 1) + named.getName().length());
        } else {
            scalar(part, measure);
        }
    }

    /** What a snapshot refuses is refused here too: no one knows what an atom or a function holds. */
    private static void scalar(@Nullable Object part, Measure measure) throws ReductionException {
        if (part instanceof BigInt big) {
            measure.integer(big.bitLength());
        } else if (part instanceof BigInteger big) {
            measure.integer(big.bitLength());
        } else if (part instanceof BigDecimal big) {
            measure.integer(big.unscaledValue().bitLength());
        } else if (part instanceof Ratio ratio) {
            measure.integer((long) ratio.numerator.bitLength() + ratio.denominator.bitLength());
        } else if (ClojureSnapshot.isScalar(part)) {
            measure.scalar();
        } else {
            throw ClojureSnapshot.refused(part);
        }
    }

    @Override
    public ReductionException explain(Throwable error) {
        String message = ObjectMethods.message(error);
        String kind = error.getClass().getSimpleName();
        return ScriptTrace.placed(kind + (message == null ? "" : ": " + plain(message)), error, false);
    }

    /** Classes by their last name, and no loaders and modules. */
    private static String plain(String message) {
        Matcher cast = CAST.matcher(message);
        String said = cast.find() ? cast.group(1) + " cannot be used as " + cast.group(2) : message;
        return PACKAGE.matcher(said).replaceAll("");
    }
}
