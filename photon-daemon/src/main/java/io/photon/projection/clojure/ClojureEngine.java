// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import io.photon.projection.sandbox.Redirects;
import io.photon.projection.sandbox.SandboxedEngine;
import java.util.List;
import java.util.Map;

/**
 * Clojure. A reduction is {@code (fn [prev next] …)}, {@code #(…)}, {@code (fn* …)} or {@code (serializable.fn/fn …)}; the
 * event's keys are keywords. Thread-safe.
 */
public final class ClojureEngine extends SandboxedEngine {

    /** By name, too. */
    private static final String IDENTITY = "io/photon/projection/clojure/ObjectMethods";

    private static final Map<String, String> REDIRECTS = Map.of(
            "java/lang/Object.hashCode()I", IDENTITY + ".hash",
            "java/lang/Object.toString()Ljava/lang/String;", IDENTITY + ".text",
            "java/lang/Throwable.getMessage()Ljava/lang/String;", IDENTITY + ".message",
            "java/lang/Throwable.getLocalizedMessage()Ljava/lang/String;", IDENTITY + ".message",
            "java/lang/System.identityHashCode(Ljava/lang/Object;)I", IDENTITY + ".place(Ljava/lang/Object;)I");

    public ClojureEngine() {
        // By name: what it names is loaded again inside the sandbox, and never here.
        super(
                "clojure",
                "io.photon.projection.clojure.ClojureCompiler",
                List.of("clojure.", "io.photon.projection.clojure."),
                new Redirects("clojure.", REDIRECTS));
    }
}
