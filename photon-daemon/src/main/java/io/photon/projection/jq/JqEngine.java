// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import io.photon.projection.sandbox.Redirects;
import io.photon.projection.sandbox.SandboxedEngine;
import java.util.List;
import java.util.Map;

/**
 * jq: {@code .} is the value so far and {@code $event} the event, e.g. {@code .count += 1 | .last = $event."order-id"}. What
 * comes out last is the next value; when nothing comes out ({@code empty}), the value stays. Thread-safe.
 */
public final class JqEngine extends SandboxedEngine {

    private static final String JQ = "net/thisptr/jackson/jq/internal/";
    private static final String NODE = "com/fasterxml/jackson/databind/JsonNode";
    private static final String MAPPER = "com/fasterxml/jackson/databind/ObjectMapper";
    private static final String OURS = "io/photon/projection/jq/";

    /** jackson-jq calculates with longs, which wrap, and with doubles, which round. */
    private static final Redirects EXACT = new Redirects(
            "net.thisptr.",
            Map.of(
                    JQ + "operators/BinaryOperator.apply(L" + MAPPER + ";L" + NODE + ";L" + NODE + ";)L" + NODE + ";",
                    OURS + "JqOperators.apply",
                    JQ + "misc/JsonNodeComparator.compareNumberNode(L" + NODE + ";L" + NODE + ";)I",
                    OURS + "JqOperators.compareNumbers",
                    JQ + "misc/JsonQueryJacksonModule.format(D)Ljava/lang/String;",
                    OURS + "JqOperators.written(D)Ljava/lang/String;",
                    NODE + ".asInt()I",
                    OURS + "JqOperators.toInt",
                    NODE + ".asLong()J",
                    OURS + "JqOperators.toLong",
                    NODE + ".asText()Ljava/lang/String;",
                    OURS + "JqOperators.text",
                    NODE + ".toString()Ljava/lang/String;",
                    OURS + "JqOperators.json",
                    JQ + "tree/NegativeExpression.<init>(Lnet/thisptr/jackson/jq/Expression;)V",
                    OURS + "JqNegation.<init>(Lnet/thisptr/jackson/jq/Expression;)V",
                    "java/lang/Long.parseLong(Ljava/lang/String;)J",
                    OURS + "JqOperators.digits(Ljava/lang/String;)Ljava/lang/String;",
                    JQ + "tree/literal/LongLiteral.<init>(J)V",
                    OURS + "JqLiteral.<init>(Ljava/lang/String;)V"));

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
                        "io.photon.projection.jq."),
                EXACT);
    }
}
