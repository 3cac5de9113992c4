// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.Compiler;
import clojure.lang.EdnReader;
import clojure.lang.IFn;
import clojure.lang.LineNumberingPushbackReader;
import clojure.lang.LispReader;
import clojure.lang.Namespace;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentHashMap;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Var;
import io.photon.projection.sandbox.CallMeter;
import io.photon.projection.sandbox.FoldCompiler;
import io.photon.projection.sandbox.ScriptFold;
import io.photon.projection.sandbox.ScriptTrace;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.StringReader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads, rewrites and compiles reductions; lives inside the sandbox. Loading it loads Clojure, in about a second. */
public final class ClojureCompiler implements FoldCompiler {

    private static final String HINT = "e.g. (fn [prev next] (assoc prev :last (:order-id next)))";
    private static final Object END = new Object();

    private final Namespace space;

    public ClojureCompiler() {
        // Not RT.init: that starts servers where system properties name them, and loads user.clj.
        IFn require = RT.var("clojure.core", "require");
        for (String name : AllowList.spaces()) {
            if (!name.equals("clojure.core")) {
                require.invoke(Symbol.intern(name));
            }
        }
        space = Namespace.findOrCreate(Symbol.intern("photon.reduction"));
        SafeFunctions.define();
    }

    @Override
    public String sample() {
        return "(fn [p n] (let [s (or p {})] (assoc s :n (:payload n))))";
    }

    @Override
    public Result<ScriptFold> compile(String reduction, @Nullable String initialValue, ReducerLimits limits) {
        return bound(() -> value(initialValue)
                .then(initial -> form(reduction)
                        .then(form -> function(form).map(function -> new ClojureFold(function, initial.value())))));
    }

    /** What is done where forms are read and compiled: in a namespace that knows no names, without evaluation. */
    <T> T bound(Supplier<T> work) {
        Object frame = Var.getThreadBindingFrame();
        try {
            Var.pushThreadBindings(PersistentHashMap.create(
                    RT.CURRENT_NS, space,
                    RT.READEVAL, Boolean.FALSE,
                    Compiler.SOURCE, ScriptTrace.FILE,
                    Compiler.SOURCE_PATH, ScriptTrace.FILE));
            return work.get();
        } finally {
            CallMeter.undisturbed(() -> Var.resetThreadBindingFrame(frame));
        }
    }

    private record Initial(@Nullable Object value) {}

    private static Result<Initial> value(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Result.ok(new Initial(null));
        }
        LineNumberingPushbackReader reader = new LineNumberingPushbackReader(new StringReader(text));
        try {
            PersistentArrayMap options = PersistentArrayMap.createAsIfByAssoc(new Object[] {
                RT.keyword(null, "eof"),
                END,
                RT.keyword(null, "readers"),
                RT.var("clojure.core", "default-data-readers").deref()
            });
            Object value = EdnReader.read(reader, options);
            if (value == END) {
                return Result.ok(new Initial(null));
            }
            if (EdnReader.read(reader, options) != END) {
                return refused(
                        "initial-value: " + place(reader) + "more than one value", "for clojure it is one EDN value");
            }
            return Result.ok(new Initial(value));
        } catch (Exception e) {
            return refused(
                    "initial-value: " + place(reader) + message(e),
                    "for clojure the initial value is EDN, e.g. {:count 0}");
        }
    }

    /** The form that may be compiled. */
    static Result<Object> form(String text) {
        LineNumberingPushbackReader reader = new LineNumberingPushbackReader(new StringReader(text));
        Object form;
        try {
            form = LispReader.read(reader, false, END, false, PersistentArrayMap.EMPTY);
            if (form == END) {
                return refused("the reduction is empty", HINT);
            }
            if (LispReader.read(reader, false, END, false, PersistentArrayMap.EMPTY) != END) {
                return refused(place(reader) + "a reduction is one form; more stands after it", HINT);
            }
        } catch (LispReader.ReaderException e) {
            return refused(place(reader) + message(e), HINT);
        } catch (RuntimeException e) {
            return refused(place(reader) + message(e), HINT);
        }
        try {
            return Result.ok(new Rewriter().reduction(form));
        } catch (RefusedFormException e) {
            return refused(e.place() + e.getMessage(), e.hint() == null ? HINT : e.hint());
        } catch (RuntimeException e) {
            return refused(message(e), HINT);
        }
    }

    private static Result<IFn> function(Object form) {
        try {
            return Result.ok((IFn) Compiler.eval(form));
        } catch (Compiler.CompilerException e) {
            return refused((e.line < 1 ? "" : "line " + e.line + ": ") + message(e), HINT);
        } catch (RuntimeException e) {
            return refused(message(e), HINT);
        }
    }

    private static String place(LineNumberingPushbackReader reader) {
        return "line " + reader.getLineNumber() + ", column " + Math.max(1, reader.getColumnNumber() - 1) + ": ";
    }

    private static String message(Throwable error) {
        Throwable last = error;
        for (int i = 0; i < 10 && last.getCause() != null; i++) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.toString() : last.getMessage();
    }

    private static <T> Result<T> refused(String message, String hint) {
        return Result.err(Failure.Kind.BAD_INPUT, message, hint);
    }
}
