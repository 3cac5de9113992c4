// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import io.photon.projection.sandbox.Redirects;
import io.photon.projection.sandbox.SandboxedEngine;
import java.util.List;
import java.util.Map;

/**
 * JavaScript. A reduction is a function expression of the previous value and the event ({@code function(prev, next) {…}},
 * named or an arrow), or several statements of which the last is one. Thread-safe.
 */
public final class JavaScriptEngine extends SandboxedEngine {

    private static final String OURS = "io/photon/projection/sandbox/ExactDoubles";

    /** What rounds numbers beyond 2^53 without a word; + - and * are changed by the sandbox, as code that is made is. */
    private static final Redirects EXACT = new Redirects(
            "org.mozilla.javascript.",
            Map.of(
                    "org/mozilla/javascript/json/JsonParser:java/lang/Double.parseDouble(Ljava/lang/String;)D",
                    OURS + ".parse(Ljava/lang/String;)D",
                    "org/mozilla/javascript/optimizer/Optimizer:org/mozilla/javascript/Node.putIntProp(II)V",
                    "io/photon/projection/javascript/ComparisonGuards.note",
                    "org/mozilla/javascript/ScriptRuntime$MessageProvider.getMessage(Ljava/lang/String;[Ljava/lang/Object;)"
                            + "Ljava/lang/String;",
                    "io/photon/projection/javascript/RhinoMessages.of",
                    "org/mozilla/javascript/ScriptRuntime.toIterator(Lorg/mozilla/javascript/Context;"
                            + "Lorg/mozilla/javascript/Scriptable;Z)"
                            + "Lorg/mozilla/javascript/Scriptable;",
                    "io/photon/projection/javascript/Iterations.none(Lorg/mozilla/javascript/Context;"
                            + "Lorg/mozilla/javascript/Scriptable;Z)"
                            + "Lorg/mozilla/javascript/Scriptable;",
                    "org/mozilla/javascript/NativeMath:java/lang/Math.pow(DD)D",
                    OURS + ".pow(DD)D"));

    public JavaScriptEngine() {
        // By name: what it names is loaded again inside the sandbox, and never here.
        super(
                "javascript",
                "io.photon.projection.javascript.RhinoCompiler",
                List.of("org.mozilla.", "io.photon.projection.javascript."),
                EXACT);
    }
}
