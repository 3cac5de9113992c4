package io.photon.projection.clojure;

import io.photon.projection.Reducer;
import io.photon.projection.ReducerEngine;
import io.photon.projection.ReducerLimits;
import io.photon.projection.sandbox.SandboxedEngine;
import io.photon.result.Result;
import java.util.List;

/**
 * Clojure. A reduction is {@code (fn [prev next] …)}, {@code #(…)}, {@code (fn* …)} or {@code (serializable.fn/fn …)}; the
 * event's keys are keywords. Thread-safe.
 */
public final class ClojureEngine implements ReducerEngine {

    // By name: what it names is loaded again inside the sandbox, and never here.
    private final ReducerEngine engine = new SandboxedEngine(
            "clojure",
            "io.photon.projection.clojure.ClojureCompiler",
            List.of("clojure.", "io.photon.projection.clojure."));

    @Override
    public String language() {
        return engine.language();
    }

    @Override
    public Result<Reducer> compile(String reduction, String initialValue, ReducerLimits limits) {
        return engine.compile(reduction, initialValue, limits);
    }
}
