package io.photon.projection.jq;

import io.photon.projection.sandbox.SandboxedEngine;
import java.util.List;

/**
 * jq: {@code .} is the value so far and {@code $event} the event, e.g. {@code .count += 1 | .last = $event."order-id"}. What
 * comes out last is the next value; when nothing comes out ({@code empty}), the value stays. Thread-safe.
 */
public final class JqEngine extends SandboxedEngine {

    public JqEngine() {
        // By name: what it names is loaded again inside the sandbox, and never here. With its own Jackson, whose loops
        // over
        // values of users can be stopped, too.
        super(
                "jq",
                "io.photon.projection.jq.JqCompiler",
                List.of(
                        "net.thisptr.",
                        "com.fasterxml.jackson.",
                        "org.joni.",
                        "org.jcodings.",
                        "io.photon.projection.jq."));
    }
}
