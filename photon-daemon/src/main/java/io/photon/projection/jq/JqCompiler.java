// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.jq;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.photon.projection.sandbox.FoldCompiler;
import io.photon.projection.sandbox.ScriptFold;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.util.Set;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.jspecify.annotations.Nullable;

/** Compiles jq; lives inside the sandbox. */
public final class JqCompiler implements FoldCompiler {

    static final Version VERSION = Versions.JQ_1_7;

    /** What speaks of the daemon and not of the event. */
    private static final Set<String> REMOVED = Set.of("env/0", "debug_scope/0", "input/0", "inputs/0", "debug/0");

    private static final String HINT =
            "'.' is the value so far and $event the event, e.g. .count += 1 | .last = $event.\"order-id\"";

    private static final String MISSING =
            "an expression sees the value, the event and nothing of the machine; the other"
                    + " functions of jq 1.7 are there but repeat, modules and those for local times";

    /** Only read once it is filled. */
    private final Scope builtins = Scope.newEmptyScope();

    public JqCompiler() {
        BuiltinFunctionLoader.getInstance().listFunctions(VERSION, builtins).forEach((name, function) -> {
            if (!REMOVED.contains(name)) {
                builtins.addFunction(name, JqFunctions.exact(name, function));
            }
        });
    }

    @Override
    public String sample() {
        return "(. // {}) | .n = $event.payload";
    }

    @Override
    public Result<ScriptFold> compile(String reduction, @Nullable String initialValue, ReducerLimits limits) {
        JsonNode initial;
        try {
            initial = JqJson.read(initialValue == null || initialValue.isBlank() ? "null" : initialValue);
        } catch (IOException e) {
            return wrongInitialValue(e);
        }
        try {
            JsonQuery query = JsonQuery.compile(reduction, VERSION);
            String unknown = JqNames.unknown(query, builtins);
            return unknown != null
                    ? Result.err(Failure.Kind.BAD_INPUT, JqMistake.unknown(reduction, unknown), MISSING)
                    : Result.ok(new JqFold(query, builtins, initial));
        } catch (JsonQueryException | Error e) {
            if (e instanceof Error error && !e.getClass().getName().startsWith("net.thisptr.")) {
                throw error;
            }
            return Result.err(Failure.Kind.BAD_INPUT, JqMistake.of(reduction, e), HINT); // its lexer throws errors
        }
    }

    /** As in {@code RhinoCompiler}; it cannot be shared, since this sandbox has Jackson's classes of its own. */
    private static Result<ScriptFold> wrongInitialValue(IOException e) {
        String place = "";
        String message = String.valueOf(e.getMessage());
        if (e instanceof JsonProcessingException wrong) {
            message = wrong.getOriginalMessage();
            JsonLocation at = wrong.getLocation();
            place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
        }
        return Result.err(
                Failure.Kind.BAD_INPUT,
                "initial-value: " + place + message,
                "for jq the initial value is JSON, e.g. {\"count\": 0}");
    }
}
