package io.photon.projection.clojure;

import clojure.lang.AFn;
import clojure.lang.ArityException;
import clojure.lang.Cons;
import clojure.lang.ExceptionInfo;
import clojure.lang.IDeref;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.ISeq;
import clojure.lang.LazySeq;
import clojure.lang.MultiFn;
import clojure.lang.Namespace;
import clojure.lang.Numbers;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.RestFn;
import clojure.lang.Symbol;
import clojure.lang.Util;
import clojure.lang.Var;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What stands in place of calls into Java: methods of strings (and of dates and exceptions, where a reduction meets them),
 * some static methods, and the machinery of macros. None looks at any other kind of object, so nothing is reached by
 * reflection. They stand in a namespace of their own, and only {@link Rewriter} names it.
 */
final class SafeFunctions {

    static final String SPACE = "photon.safe";

    /** Ends a sequence early, for {@code :while}. */
    private static final Object STOP = new Object();

    /** Of strings, by name. */
    private static final Set<String> METHODS = Set.of(
            "startsWith",
            "endsWith",
            "indexOf",
            "lastIndexOf",
            "contains",
            "substring",
            "toLowerCase",
            "toUpperCase",
            "length",
            "trim",
            "strip",
            "replace",
            "replaceAll",
            "replaceFirst",
            "split",
            "charAt",
            "isEmpty",
            "isBlank",
            "concat",
            "equals",
            "equalsIgnoreCase",
            "compareTo",
            "matches",
            "toString",
            "hashCode",
            "repeat",
            "getMessage",
            "getTime",
            "getName");

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
    static String named(String name) {
        return NAMES.get(name);
    }

    /** The function for a method's name, or null. */
    static String method(String name) {
        return METHODS.contains(name) ? "string-" + name : null;
    }

    private interface Body {
        Object call(Object[] arguments);
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

        private Object with(Object... arguments) {
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
        protected Object doInvoke(Object arguments) {
            return with(RT.seqToArray((ISeq) arguments));
        }

        @Override
        public Object invoke() {
            return with();
        }

        @Override
        public Object invoke(Object a) {
            return with(a);
        }

        @Override
        public Object invoke(Object a, Object b) {
            return with(a, b);
        }

        @Override
        public Object invoke(Object a, Object b, Object c) {
            return with(a, b, c);
        }

        @Override
        public Object applyTo(ISeq arguments) {
            return with(RT.seqToArray(arguments));
        }
    }

    /** Defines them all. */
    static void define() {
        Namespace space = Namespace.findOrCreate(Symbol.intern(SPACE));
        for (String method : METHODS) {
            define(space, "string-" + method, 1, 4, arguments -> StringMethods.call(method, arguments));
        }
        define(space, "throw", 1, 1, arguments -> {
            throw Util.sneakyThrow(arguments[0] instanceof Exception e ? e : exception(RT.printString(arguments[0])));
        });
        define(space, "exception", 0, 1, arguments -> exception(arguments.length == 0 ? null : string(arguments[0])));
        define(space, "no-clause", 1, 1, arguments -> {
            throw new IllegalArgumentException("No matching clause: " + RT.printString(arguments[0]));
        });
        define(space, "map-argument", 1, 1, arguments -> mapArgument(arguments[0]));
        define(space, "identical", 2, 2, arguments -> Identity.isSame(arguments[0], arguments[1]));
        define(space, "lazy-seq", 1, 1, arguments -> new LazySeq((IFn) arguments[0]));
        define(space, "for", 2, 2, arguments -> each((IFn) arguments[0], arguments[1]));
        define(space, "doseq", 2, 2, arguments -> doEach((IFn) arguments[0], arguments[1]));
        Var.intern(space, Symbol.intern("stop"), STOP);
        defineStatics(space);
        ((MultiFn) RT.var("clojure.core", "print-method").deref()).addMethod(Throwable.class, new AFn() {
            @Override
            public Object invoke(Object error, Object writer) { // Clojure prints its stack, which numbers classes
                throw Identity.hasNoText(error);
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

    private static Exception exception(String message) {
        return new ExceptionInfo(message, PersistentArrayMap.EMPTY);
    }

    private static Number number(Object value) {
        return (Number) value;
    }

    private static double real(Object value) {
        return ((Number) value).doubleValue();
    }

    static String string(Object value) {
        return value == null ? "" : Identity.text(value);
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
            public Object invoke() {
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

    private static Object doEach(IFn function, Object collection) {
        for (ISeq seq = RT.seq(collection); seq != null; seq = seq.next()) {
            if (function.invoke(seq.first()) == STOP) {
                return null;
            }
        }
        return null;
    }

    /** Methods that are called on strings. */
    private static final class StringMethods {

        private StringMethods() {}

        static Object call(String method, Object[] arguments) {
            Object target = arguments[0];
            if (target == null) {
                throw new NullPointerException("." + method + " of nil");
            }
            if (target instanceof String text) {
                return string(method, text, arguments);
            }
            switch (method) {
                case "toString":
                    return Identity.text(target);
                case "equals":
                    return target.equals(arguments[1]);
                case "hashCode":
                    return Identity.hash(target);
                case "getMessage":
                    if (target instanceof Exception e) {
                        return Identity.message(e);
                    }
                    break;
                case "getTime":
                    if (target instanceof Date date) {
                        return date.getTime();
                    }
                    break;
                case "getName":
                    if (target instanceof clojure.lang.Named named) {
                        return named.getName();
                    }
                    break;
                case "indexOf":
                    if (target instanceof PersistentVector vector) {
                        return vector.indexOf(arguments[1]);
                    }
                    break;
                case "contains":
                    if (target instanceof clojure.lang.IPersistentSet set) {
                        return set.contains(arguments[1]);
                    }
                    if (target instanceof PersistentVector vector) {
                        return vector.contains(arguments[1]);
                    }
                    break;
                case "isEmpty":
                    if (target instanceof IPersistentMap || target instanceof PersistentVector) {
                        return RT.count(target) == 0;
                    }
                    break;
                default:
                    break;
            }
            throw new IllegalArgumentException("." + method + " can be called on a string only, not on "
                    + (target instanceof IDeref || target instanceof IFn ? "this" : RT.printString(target)));
        }

        private static Object string(String method, String text, Object[] a) {
            int count = a.length - 1;
            return switch (method) {
                case "startsWith" ->
                    count == 2 ? text.startsWith(text(a, 1), index(a, 2)) : text.startsWith(text(a, 1));
                case "endsWith" -> text.endsWith(text(a, 1));
                case "indexOf" ->
                    (long) (count == 2 ? text.indexOf(text(a, 1), index(a, 2)) : text.indexOf(text(a, 1)));
                case "lastIndexOf" -> (long) text.lastIndexOf(text(a, 1));
                case "contains" -> text.contains(text(a, 1));
                case "substring" -> count == 2 ? text.substring(index(a, 1), index(a, 2)) : text.substring(index(a, 1));
                case "toLowerCase" -> text.toLowerCase(Locale.ROOT);
                case "toUpperCase" -> text.toUpperCase(Locale.ROOT);
                case "length" -> (long) text.length();
                case "trim" -> text.trim();
                case "strip" -> text.strip();
                case "replace" -> text.replace(text(a, 1), text(a, 2));
                case "replaceAll" -> text.replaceAll(text(a, 1), text(a, 2));
                case "replaceFirst" -> text.replaceFirst(text(a, 1), text(a, 2));
                case "split" ->
                    PersistentVector.create(
                            (Object[]) (count == 2 ? text.split(text(a, 1), index(a, 2)) : text.split(text(a, 1))));
                case "charAt" -> text.charAt(index(a, 1));
                case "isEmpty" -> text.isEmpty();
                case "isBlank" -> text.isBlank();
                case "concat" -> text.concat(text(a, 1));
                case "equals" -> text.equals(a[1]);
                case "equalsIgnoreCase" -> text.equalsIgnoreCase(text(a, 1));
                case "compareTo" -> (long) text.compareTo(text(a, 1));
                case "matches" -> text.matches(text(a, 1));
                case "repeat" -> text.repeat(index(a, 1));
                case "hashCode" -> (long) text.hashCode();
                case "toString" -> text;
                default -> throw new IllegalArgumentException("a string has no ." + method);
            };
        }

        private static String text(Object[] arguments, int at) {
            if (at >= arguments.length) {
                throw new IllegalArgumentException("an argument is missing");
            }
            Object value = arguments[at];
            if (value instanceof String || value instanceof Character) {
                return value.toString();
            }
            if (value instanceof Number number) { // a character's number, as indexOf takes it
                return new String(Character.toChars(number.intValue()));
            }
            throw new IllegalArgumentException("expected a string, found " + RT.printString(value));
        }

        private static int index(Object[] arguments, int at) {
            if (at >= arguments.length || !(arguments[at] instanceof Number number)) {
                throw new IllegalArgumentException("expected an index");
            }
            return RT.intCast(number);
        }
    }
}
