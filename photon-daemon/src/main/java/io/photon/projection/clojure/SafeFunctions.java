// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.AFn;
import clojure.lang.ArityException;
import clojure.lang.Cons;
import clojure.lang.ExceptionInfo;
import clojure.lang.IFn;
import clojure.lang.ISeq;
import clojure.lang.LazySeq;
import clojure.lang.MultiFn;
import clojure.lang.Namespace;
import clojure.lang.Numbers;
import clojure.lang.PersistentArrayMap;
import clojure.lang.RT;
import clojure.lang.RestFn;
import clojure.lang.Symbol;
import clojure.lang.Util;
import clojure.lang.Var;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in place of calls into Java: methods of strings (and of dates and exceptions, where a reduction meets them),
 * some static methods, and the machinery of macros. None looks at any other kind of object, so nothing is reached by
 * reflection. They stand in a namespace of their own, and only {@link Rewriter} names it.
 */
final class SafeFunctions {

    static final String SPACE = "photon.safe";

    /** Ends a sequence early, for {@code :while}. */
    private static final Object STOP = new Object();

    /** Static methods and fields of Java, and functions of Clojure that need a bound. */
    private static final Map<String, String> NAMES = names();

    private SafeFunctions() {}

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (String name : ("Math/abs Math/ceil Math/floor Math/round Math/max Math/min Math/pow Math/sqrt Math/log"
                        + " Math/log10 Math/exp Math/signum Math/PI Math/E Long/parseLong Integer/parseInt"
                        + " Double/parseDouble Long/valueOf Integer/valueOf Double/valueOf String/valueOf String/format"
                        + " System/currentTimeMillis Long/MAX_VALUE Long/MIN_VALUE Integer/MAX_VALUE Double/isNaN")
                .split(" ")) {
            names.put(name, name.replace('/', '.'));
            names.put("java.lang." + name, name.replace('/', '.'));
        }
        names.put("format", "String.format");
        names.put("clojure.core/format", "String.format");
        names.put("identical?", "identical");
        names.put("clojure.core/identical?", "identical");
        return Map.copyOf(names);
    }

    /** The function for a name such as {@code Math/abs}, or null. */
    static @Nullable String named(String name) {
        return NAMES.get(name);
    }

    /** The function for a method's name, or null. */
    static @Nullable String method(String name) {
        return CallableMethods.NAMES.contains(name) ? "string-" + name : null;
    }

    private interface Body {
        @Nullable Object call(Object[] arguments);
    }

    private static final class Function extends RestFn {
        private final String name;
        private final int min;
        private final int max;
        private final Body body;

        Function(String name, int min, int max, Body body) {
            this.name = name;
            this.min = min;
            this.max = max;
            this.body = body;
        }

        private @Nullable Object with(Object... arguments) {
            if (arguments.length < min || arguments.length > max) {
                throw new ArityException(arguments.length, name);
            }
            return body.call(arguments);
        }

        @Override
        public int getRequiredArity() {
            return 0;
        }

        @Override
        protected @Nullable Object doInvoke(Object arguments) {
            return with(RT.seqToArray((ISeq) arguments));
        }

        @Override
        public @Nullable Object invoke() {
            return with();
        }

        @Override
        public @Nullable Object invoke(Object a) {
            return with(a);
        }

        @Override
        public @Nullable Object invoke(Object a, Object b) {
            return with(a, b);
        }

        @Override
        public @Nullable Object invoke(Object a, Object b, Object c) {
            return with(a, b, c);
        }

        @Override
        public @Nullable Object applyTo(ISeq arguments) {
            return with(RT.seqToArray(arguments));
        }
    }

    /** Defines them all. */
    static void define() {
        Namespace space = Namespace.findOrCreate(Symbol.intern(SPACE));
        for (String method : CallableMethods.NAMES) {
            define(space, "string-" + method, 1, 4, arguments -> CallableMethods.call(method, arguments));
        }
        define(space, "throw", 1, 1, arguments -> {
            throw Util.sneakyThrow(arguments[0] instanceof Exception e ? e : exception(RT.printString(arguments[0])));
        });
        define(space, "exception", 0, 1, arguments -> exception(arguments.length == 0 ? null : string(arguments[0])));
        define(space, "no-clause", 1, 1, arguments -> {
            throw new IllegalArgumentException("No matching clause: " + RT.printString(arguments[0]));
        });
        define(space, "map-argument", 1, 1, arguments -> mapArgument(arguments[0]));
        define(space, "identical", 2, 2, arguments -> ObjectMethods.isSame(arguments[0], arguments[1]));
        define(space, "lazy-seq", 1, 1, arguments -> new LazySeq((IFn) arguments[0]));
        define(space, "for", 2, 2, arguments -> each((IFn) arguments[0], arguments[1]));
        define(space, "doseq", 2, 2, arguments -> doEach((IFn) arguments[0], arguments[1]));
        Var.intern(space, Symbol.intern("stop"), STOP);
        defineStatics(space);
        ((MultiFn) RT.var("clojure.core", "print-method").deref()).addMethod(Throwable.class, new AFn() {
            @Override
            public Object invoke(Object error, Object writer) { // Clojure prints its stack, which numbers classes
                throw ObjectMethods.hasNoText(error);
            }
        });
    }

    private static void defineStatics(Namespace space) {
        define(space, "Math.abs", 1, 1, arguments -> Numbers.abs(number(arguments[0])));
        define(space, "Math.ceil", 1, 1, arguments -> Math.ceil(real(arguments[0])));
        define(space, "Math.floor", 1, 1, arguments -> Math.floor(real(arguments[0])));
        define(space, "Math.round", 1, 1, arguments -> Math.round(real(arguments[0])));
        define(space, "Math.max", 2, 2, arguments -> Numbers.max(number(arguments[0]), number(arguments[1])));
        define(space, "Math.min", 2, 2, arguments -> Numbers.min(number(arguments[0]), number(arguments[1])));
        define(space, "Math.pow", 2, 2, arguments -> Math.pow(real(arguments[0]), real(arguments[1])));
        define(space, "Math.sqrt", 1, 1, arguments -> Math.sqrt(real(arguments[0])));
        define(space, "Math.log", 1, 1, arguments -> Math.log(real(arguments[0])));
        define(space, "Math.log10", 1, 1, arguments -> Math.log10(real(arguments[0])));
        define(space, "Math.exp", 1, 1, arguments -> Math.exp(real(arguments[0])));
        define(space, "Math.signum", 1, 1, arguments -> Math.signum(real(arguments[0])));
        define(space, "Double.isNaN", 1, 1, arguments -> Double.isNaN(real(arguments[0])));
        for (String name : "Long.parseLong Long.valueOf".split(" ")) {
            define(space, name, 1, 1, arguments -> Long.parseLong(string(arguments[0])));
        }
        for (String name : "Integer.parseInt Integer.valueOf".split(" ")) {
            define(space, name, 1, 1, arguments -> (long) Integer.parseInt(string(arguments[0])));
        }
        for (String name : "Double.parseDouble Double.valueOf".split(" ")) {
            define(space, name, 1, 1, arguments -> Double.parseDouble(string(arguments[0])));
        }
        define(space, "String.valueOf", 1, 1, arguments -> arguments[0] == null ? "null" : string(arguments[0]));
        define(space, "String.format", 1, Integer.MAX_VALUE, Formats::format);
        define(space, "System.currentTimeMillis", 0, 0, arguments -> System.currentTimeMillis()); // the event's time
        Var.intern(space, Symbol.intern("Math.PI"), Math.PI);
        Var.intern(space, Symbol.intern("Math.E"), Math.E);
        Var.intern(space, Symbol.intern("Long.MAX_VALUE"), Long.MAX_VALUE);
        Var.intern(space, Symbol.intern("Long.MIN_VALUE"), Long.MIN_VALUE);
        Var.intern(space, Symbol.intern("Integer.MAX_VALUE"), (long) Integer.MAX_VALUE);
    }

    private static void define(Namespace space, String name, int min, int max, Body body) {
        Var.intern(space, Symbol.intern(name), new Function(name, min, max, body));
    }

    private static Exception exception(@Nullable String message) {
        return new ExceptionInfo(message, PersistentArrayMap.EMPTY);
    }

    private static Number number(Object value) {
        return (Number) value;
    }

    private static double real(Object value) {
        return ((Number) value).doubleValue();
    }

    static String string(Object value) {
        return value == null ? "" : ObjectMethods.text(value);
    }

    /** The pairs of a sequence as a map: arguments by name. */
    private static Object mapArgument(Object given) {
        if (!(given instanceof ISeq list)) {
            return given;
        }
        if (list.seq() != null && list.next() == null) {
            return list.first();
        }
        Object[] pairs = RT.seqToArray(list.seq());
        return pairs.length == 0 ? PersistentArrayMap.EMPTY : PersistentArrayMap.createAsIfByAssoc(pairs);
    }

    private static LazySeq each(IFn function, Object collection) {
        return new LazySeq(new AFn() {
            @Override
            public @Nullable Object invoke() {
                for (ISeq seq = RT.seq(collection); seq != null; seq = seq.next()) {
                    Object made = function.invoke(seq.first());
                    if (made == STOP) {
                        return null;
                    }
                    ISeq some = RT.seq(made);
                    if (some != null) {
                        return joined(some, each(function, seq.more()));
                    }
                }
                return null;
            }
        });
    }

    private static ISeq joined(ISeq some, LazySeq others) {
        ISeq more = some.next();
        return new Cons(
                some.first(),
                more == null
                        ? others
                        : new LazySeq(new AFn() {
                            @Override
                            public Object invoke() {
                                return joined(more, others);
                            }
                        }));
    }

    private static @Nullable Object doEach(IFn function, Object collection) {
        for (ISeq seq = RT.seq(collection); seq != null; seq = seq.next()) {
            if (function.invoke(seq.first()) == STOP) {
                return null;
            }
        }
        return null;
    }
}
