package io.photon.projection.jq;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.photon.projection.ReducerLimits;
import io.photon.projection.sandbox.Fold;
import io.photon.projection.sandbox.FoldCompiler;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Compiles jq; lives inside the sandbox. */
public final class JqCompiler implements FoldCompiler {

    static final Version VERSION = Versions.JQ_1_7;

    /** What speaks of the daemon and not of the event. */
    private static final Set<String> REMOVED = Set.of("env/0", "debug_scope/0", "input/0", "inputs/0", "debug/0");

    private static final Pattern PLACE = Pattern.compile("at line (\\d+), column (\\d+)\\.?");
    private static final String HINT =
            "'.' is the value so far and $event the event, e.g. .count += 1 | .last = $event.\"order-id\"";

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
    public Result<Fold> compile(String reduction, String initialValue, ReducerLimits limits) {
        JsonNode initial;
        try {
            initial = JqJson.read(initialValue == null || initialValue.isBlank() ? "null" : initialValue);
        } catch (IOException e) {
            return wrongInitialValue(e);
        }
        try {
            return Result.ok(new JqFold(JsonQuery.compile(reduction, VERSION), builtins, initial));
        } catch (JsonQueryException | Error e) {
            if (e instanceof VirtualMachineError || !e.getClass().getName().startsWith("net.thisptr.")) {
                throw (Error) e;
            }
            return Result.err(Failure.Kind.BAD_INPUT, message(e), HINT); // its lexer throws errors
        }
    }

    private static String message(Throwable error) {
        Throwable last = error.getCause() == null ? error : error.getCause();
        String message =
                String.valueOf(last.getMessage()).replaceAll("\\s+", " ").strip();
        Matcher place = PLACE.matcher(message);
        String where = place.find() ? "line " + place.group(1) + ", column " + place.group(2) + ": " : "";
        String what = place.replaceFirst("").strip();
        return where + (what.length() > 300 ? what.substring(0, 300) + "…" : what);
    }

    private static Result<Fold> wrongInitialValue(IOException e) {
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
