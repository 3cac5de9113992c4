package io.photon.projection.javascript;

import io.photon.projection.Reducer;
import io.photon.projection.ReducerEngine;
import io.photon.projection.ReducerLimits;
import io.photon.projection.sandbox.SandboxedEngine;
import io.photon.result.Result;
import java.util.List;

/**
 * JavaScript. A reduction is a function expression of the previous value and the event ({@code function(prev, next) {…}},
 * named or an arrow), or several statements of which the last is one. Thread-safe.
 */
public final class JavaScriptEngine implements ReducerEngine {

    // By name: what it names is loaded again inside the sandbox, and never here.
    private final ReducerEngine engine = new SandboxedEngine(
            "javascript",
            "io.photon.projection.javascript.RhinoCompiler",
            List.of("org.mozilla.", "io.photon.projection.javascript."));

    @Override
    public String language() {
        return engine.language();
    }

    @Override
    public Result<Reducer> compile(String reduction, String initialValue, ReducerLimits limits) {
        return engine.compile(reduction, initialValue, limits);
    }
}
