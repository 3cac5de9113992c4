// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.photon.projection.sandbox.CallMeter;
import io.photon.projection.sandbox.FoldCompiler;
import io.photon.projection.sandbox.ScriptFold;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;

/** Compiles reductions; lives inside the sandbox. */
public final class RhinoCompiler implements FoldCompiler {

    /** What Rhino says of a change of what is shared. */
    private static final String SEALED = "sealed object";

    private final ReductionContexts contexts = new ReductionContexts();
    private @Nullable Language shared;

    @Override
    public String sample() {
        return "(p, n) => { var s = p ? p : {}; s.n = n.payload; return s }";
    }

    @Override
    public Result<ScriptFold> compile(String reduction, @Nullable String initialValue, ReducerLimits limits) {
        Result<ScriptFold> compiled = compile(reduction, initialValue, true);
        boolean changesLanguage = compiled instanceof Result.Err<ScriptFold> err
                && err.failure().message().contains(SEALED);
        return changesLanguage ? compile(reduction, initialValue, false) : compiled;
    }

    private synchronized Language shared(Context context) {
        if (shared == null) {
            shared = Language.shared(context);
        }
        return shared;
    }

    private Result<ScriptFold> compile(String reduction, @Nullable String initialValue, boolean shares) {
        Context context = contexts.enterContext();
        try {
            Language language = shares ? shared(context) : Language.own(context);
            Realm realm = new Realm(context, language);
            JsonToRhino json = new JsonToRhino(realm);
            String initial = initialValue == null || initialValue.isBlank() ? "null" : initialValue;
            Object value;
            try {
                value = json.read(initial);
            } catch (IOException e) {
                return wrongInitialValue(e);
            }
            return ReductionSource.function(context, realm, reduction).then(function -> {
                String state = new Globals(context, realm).seal(function);
                return state != null
                        ? hiddenState(state)
                        : Result.ok(new RhinoFold(contexts, context, realm, function, json, initial, value));
            });
        } finally {
            CallMeter.undisturbed(Context::exit);
        }
    }

    /** What it keeps there no snapshot has: after a restart it would go on with another value. */
    private static Result<ScriptFold> hiddenState(String where) {
        return Result.err(
                Failure.Kind.BAD_INPUT,
                where + ", which could keep state outside the value: it would be lost at a restart",
                "write functions at the top and constants as plain data, and keep what changes in the value");
    }

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
                "for javascript the initial value is JSON, e.g. {\"count\": 0}");
    }
}
