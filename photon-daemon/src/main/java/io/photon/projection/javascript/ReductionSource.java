// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import io.photon.projection.sandbox.ExactDoubles;
import io.photon.projection.sandbox.ReductionStop;
import io.photon.projection.sandbox.ScriptTrace;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.WrappedException;

/** Finds the function in a reduction's text: an expression, or the last of several statements. */
final class ReductionSource {

    /** The head of a loop with a constant, which Rhino does not read; a variable does the same there. */
    private static final Pattern CONST_HEAD =
            Pattern.compile("\\b(for\\s*\\(\\s*)const(?=[\\s\\[{][^;()]*\\s(?:of|in)\\s)");

    /** What it has taken it never gives back: with two runs of spaces side by side that would be quadratic. */
    private static final Pattern LAST_FUNCTION =
            Pattern.compile("(?:^|[;}\\s])function(\\s*+\\*?\\s*+)([A-Za-z_$][\\w$]*)\\s*\\(", Pattern.MULTILINE);

    private static final Pattern LAST_ANONYMOUS = Pattern.compile("(?:^|[;}])\\s*(function\\s*\\()");

    private static final String HINT = "a reduction is a function of the previous value and the event, e.g."
            + " function(prev, next) { prev.count++; return prev; }";

    private final Context context;
    private final ScriptableObject scope;
    private final String source;

    private ReductionSource(Context context, ScriptableObject scope, String source) {
        this.context = context;
        this.scope = scope;
        this.source = source;
    }

    /** The function of a text; BAD_INPUT with line and column when there is none. */
    static Result<Function> function(Context context, Realm realm, String text) {
        ReductionSource reading = new ReductionSource(context, realm.scope(), trimmed(text));
        try {
            return reading.function();
        } catch (WrappedException e) {
            return refused("it throws while it is read: " + e.details(), e);
        } catch (RhinoException e) {
            return refused(e instanceof EvaluatorException ? helpful(e) : e.details(), e);
        } catch (ReductionStop e) {
            if (!ExactDoubles.isReason(e)) {
                throw e;
            }
            return Result.err(Failure.Kind.BAD_INPUT, e.getMessage(), HINT);
        }
    }

    private static String trimmed(String text) {
        String trimmed = text.stripTrailing();
        while (trimmed.endsWith(";")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1).stripTrailing();
        }
        return trimmed;
    }

    private Result<Function> function() {
        String readable = source;
        Script script = compiled("(" + readable + "\n)");
        if (script == null) {
            Matcher heads = CONST_HEAD.matcher(source);
            // As long as what it replaces, so that columns stay.
            readable = heads.find() ? heads.replaceAll("$1let  ") : source;
            script = compiled("(" + readable + "\n)");
        }
        if (script != null) {
            NumberLiterals.refuseCut(context, "(" + readable + "\n)", 1);
            return asFunction(script.exec(context, scope, scope));
        }
        return lastOf(readable);
    }

    /** Null when it is not an expression. */
    private @Nullable Script compiled(String text) {
        try {
            return context.compileString(text, ScriptTrace.FILE, 1, null);
        } catch (EvaluatorException e) {
            return null;
        }
    }

    /** The last function of several statements: without a name, with one, or what the last expression gives. */
    private Result<Function> lastOf(String statements) {
        Script plain = context.compileString(statements, ScriptTrace.FILE, 1, null);
        NumberLiterals.refuseCut(context, statements, 0);
        Matcher anonymous = LAST_ANONYMOUS.matcher(statements);
        int at = -1;
        while (anonymous.find()) {
            at = anonymous.start(1);
        }
        Matcher named = LAST_FUNCTION.matcher(statements);
        int namedAt = -1;
        String name = null;
        while (named.find()) {
            namedAt = named.start(1);
            name = named.group(2);
        }
        if (at >= 0) { // as a statement it is none, so it gives nothing
            Script wrapped = compiled(statements.substring(0, at) + "(" + statements.substring(at) + "\n)");
            if (wrapped != null && wrapped.exec(context, scope, scope) instanceof Function function) {
                return Result.ok(function);
            }
        }
        Object value = plain.exec(context, scope, scope);
        if (!(value instanceof Function)
                && namedAt >= 0
                && ScriptableObject.getProperty(scope, name) instanceof Function function) {
            return Result.ok(function);
        }
        return asFunction(value);
    }

    private static Result<Function> asFunction(Object value) {
        if (value instanceof Function function) {
            return Result.ok(function);
        }
        return Result.err(
                Failure.Kind.BAD_INPUT, "the reduction is not a function but " + ScriptRuntime.typeof(value), HINT);
    }

    private static Result<Function> refused(String message, RhinoException e) {
        String place = e.lineNumber() < 1
                ? ""
                : "line " + e.lineNumber() + (e.columnNumber() < 1 ? "" : ", column " + e.columnNumber()) + ": ";
        return Result.err(Failure.Kind.BAD_INPUT, place + message, HINT);
    }

    /** Whether three dots follow "function" before a parenthesis closes; in one pass, for a line can be a megabyte. */
    private static boolean hasRestParameter(String line) {
        int function = line.indexOf("function");
        int dots = -1;
        while (function >= 0) {
            int close = line.indexOf(')', function);
            dots = dots < function ? line.indexOf("...", function) : dots;
            if (dots < 0) {
                return false;
            }
            if (close < 0 || dots < close) {
                return true;
            }
            function = line.indexOf("function", close);
        }
        return false;
    }

    /** What Rhino says, and what it means when it is about something that Rhino lacks. */
    private static String helpful(RhinoException e) {
        String line = e.lineSource() == null ? "" : e.lineSource();
        String said = e.details();
        if (said.contains("reserved word: class")) {
            return "classes are not supported; use plain objects and functions";
        }
        if (said.contains("object rest")) {
            return "object rest ({a, ...others} = x) is not supported; copy the object and delete keys instead";
        }
        if (line.matches(".*\\basync\\b.*") || line.matches(".*\\bawait\\b.*")) {
            return "async functions are not supported: a reduction gives its value at once";
        }
        if (line.matches(".*\\bimport\\b.*") || line.matches(".*\\bexport\\b.*")) {
            return "modules are not supported; everything stands in the reduction itself";
        }
        if (line.matches(".*\\.\\.\\.\\s*\\w+\\s*\\)\\s*=>.*") || hasRestParameter(line)) {
            return said + " (rest parameters are not supported in arrow functions; use function(…) and arguments)";
        }
        if (line.matches(".*#\\w+.*")) {
            return said + " (private names are not supported)";
        }
        return said;
    }
}
