package io.photon.projection.clojure;

import io.photon.projection.sandbox.SandboxedEngine;
import java.util.List;

/**
 * Clojure. A reduction is {@code (fn [prev next] …)}, {@code #(…)}, {@code (fn* …)} or {@code (serializable.fn/fn …)}; the
 * event's keys are keywords. Thread-safe.
 */
public final class ClojureEngine extends SandboxedEngine {

    public ClojureEngine() {
        // By name: what it names is loaded again inside the sandbox, and never here.
        super(
                "clojure",
                "io.photon.projection.clojure.ClojureCompiler",
                List.of("clojure.", "io.photon.projection.clojure."));
    }
}
