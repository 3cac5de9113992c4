// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.Compiler;
import clojure.lang.DynamicClassLoader;
import clojure.lang.IPersistentCollection;
import clojure.lang.Keyword;
import clojure.lang.PersistentHashMap;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Var;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What Clojure's own compiler makes of a form that the rewriter let through: its tree of expressions, walked without any
 * knowledge of the rewriter. Whatever is not on a short list of harmless kinds is a finding, so that a kind of expression
 * which a later Clojure brings is one, too. Nothing is run.
 */
final class Reach {

    /** Kinds of expressions that name neither a class, a var, a method nor a field. */
    private static final Set<String> HARMLESS = Set.of(
            ("FnExpr FnMethod BodyExpr LetExpr LetFnExpr LocalBinding LocalBindingExpr BindingInit IfExpr InvokeExpr"
                            + " KeywordInvokeExpr KeywordExpr StringExpr NumberExpr NilExpr BooleanExpr EmptyExpr VectorExpr"
                            + " MapExpr SetExpr ListExpr RecurExpr TryExpr PathNode PATHTYPE C MethodParamExpr")
                    .split(" "));

    /** Where inlined functions of clojure.core end. */
    private static final Set<String> STATICS = Set.of("clojure.lang.Numbers", "clojure.lang.RT", "clojure.lang.Util");

    private static final Pattern UNRESOLVED = Pattern.compile(
            "Unable to resolve|No such (var|namespace)|ClassNotFound|Unable to find|Can't take value of a macro|is not public"
                    + "|No matching (method|field|ctor)|Can't (bind|let) qualified");

    private final List<String> findings = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> todo = new ArrayDeque<>();

    private Reach() {}

    /** What is reached that must not be, of a form that {@link Rewriter} made; empty when all is well. */
    static List<String> of(Object form) {
        Reach reach = new Reach();
        Var.pushThreadBindings(PersistentHashMap.create(
                Compiler.LOADER,
                new DynamicClassLoader(Reach.class.getClassLoader()),
                Compiler.LINE,
                1,
                Compiler.COLUMN,
                1));
        try {
            Object tree = Compiler.analyze(
                    Compiler.C.EXPRESSION, RT.list(Symbol.intern("fn*"), PersistentVector.EMPTY, form));
            reach.walk(tree);
        } catch (RuntimeException e) { // a program that makes no sense; but the two must agree on what its names mean
            String message = String.valueOf(e.getCause() == null ? e : e.getCause());
            if (UNRESOLVED.matcher(message).find()) {
                reach.findings.add("a name that the rewriter took for known: " + message);
            }
        } finally {
            Var.popThreadBindings();
        }
        return reach.findings;
    }

    private void walk(Object tree) {
        todo.add(tree);
        while (!todo.isEmpty()) {
            Object next = todo.poll();
            if (seen.add(next)) {
                look(next);
            }
        }
    }

    private void look(Object next) {
        String type = next.getClass().getName();
        if (type.startsWith("clojure.lang.Compiler$")) {
            expression(next, type.substring(type.indexOf('$') + 1));
        } else if (next instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                add(key);
                add(value);
            });
        } else if (next instanceof Iterable<?> all) {
            all.forEach(this::add);
        } else if (next instanceof Object[] array) {
            for (Object each : array) {
                add(each);
            }
        } else {
            constant(next);
        }
    }

    private void add(Object next) {
        if (next != null) {
            todo.add(next);
        }
    }

    private void expression(Object expression, String kind) {
        switch (kind) {
            case "VarExpr" -> var((Var) field(expression, "var"));
            case "StaticMethodExpr" -> {
                String owner = ((Class<?>) field(expression, "c")).getName();
                if (!STATICS.contains(owner)) {
                    findings.add("calls " + owner + "." + field(expression, "methodName"));
                }
                add(field(expression, "args"));
            }
            case "CatchClause" -> {
                if (field(expression, "c") != Exception.class) {
                    findings.add("catches " + field(expression, "c"));
                }
                add(field(expression, "handler"));
            }
            case "ConstantExpr" -> add(field(expression, "v"));
            default -> {
                if (!HARMLESS.contains(kind) && !kind.startsWith("TryExpr$") && !kind.startsWith("CatchClause")) {
                    findings.add("is a " + kind);
                }
                for (Class<?> part = expression.getClass(); part != Object.class; part = part.getSuperclass()) {
                    for (Field field : part.getDeclaredFields()) {
                        if (!Modifier.isStatic(field.getModifiers())
                                && !field.getType().isPrimitive()) {
                            Object value = value(expression, field);
                            if (value != null && (isTree(value) || value instanceof IPersistentCollection)) {
                                add(value);
                            }
                        }
                    }
                }
            }
        }
    }

    private static boolean isTree(Object value) {
        return value.getClass().getName().startsWith("clojure.lang.Compiler$") && !(value instanceof Enum);
    }

    private void var(Var var) {
        String space = var.ns.getName().getName();
        boolean ours = space.equals(SafeFunctions.SPACE);
        if (!ours && AllowList.space(space, var.sym.getName()) == null || !var.hasRoot() || var.isMacro()) {
            findings.add("names " + var);
        }
    }

    private void constant(Object constant) {
        if (constant instanceof Var var) {
            var(var);
        } else if (!(constant instanceof String
                || constant instanceof Number
                || constant instanceof Boolean
                || constant instanceof Character
                || constant instanceof Keyword
                || constant instanceof Symbol
                || constant instanceof Pattern
                || constant instanceof Date
                || constant instanceof UUID)) {
            findings.add("holds a " + constant.getClass().getName() + ": " + constant);
        }
    }

    private static Object field(Object of, String name) {
        for (Class<?> part = of.getClass(); part != null; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return value(of, field);
                }
            }
        }
        throw new AssertionError("Clojure's " + of.getClass().getName() + " has no " + name + " any more");
    }

    private static Object value(Object of, Field field) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
