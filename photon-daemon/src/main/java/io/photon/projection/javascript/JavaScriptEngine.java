package io.photon.projection.javascript;

import io.photon.projection.sandbox.SandboxedEngine;
import java.util.List;

/**
 * JavaScript. A reduction is a function expression of the previous value and the event ({@code function(prev, next) {…}},
 * named or an arrow), or several statements of which the last is one. Thread-safe.
 */
public final class JavaScriptEngine extends SandboxedEngine {

    public JavaScriptEngine() {
        // By name: what it names is loaded again inside the sandbox, and never here.
        super(
                "javascript",
                "io.photon.projection.javascript.RhinoCompiler",
                List.of("org.mozilla.", "io.photon.projection.javascript."));
    }
}
