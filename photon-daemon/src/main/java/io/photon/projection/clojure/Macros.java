// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.IPersistentVector;
import clojure.lang.ISeq;
import clojure.lang.Keyword;
import clojure.lang.PersistentVector;
import clojure.lang.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The macros a reduction may use, expanded here, so that Clojure's own never see a form of a user. */
final class Macros {

    /** How the call of one is expanded. */
    private interface Expansion {
        @Nullable Object of(Macros macros, String name, List<Object> arguments, Scope scope);
    }

    private static final Map<String, Expansion> TABLE = table();

    private final Rewriter rewriter;
    private final LoopMacros loops;

    Macros(Rewriter rewriter) {
        this.rewriter = rewriter;
        this.loops = new LoopMacros(rewriter, this);
    }

    static boolean has(String name) {
        return TABLE.containsKey(name);
    }

    @Nullable Object expand(String name, List<Object> arguments, Scope scope) {
        return Objects.requireNonNull(TABLE.get(name)).of(this, name, arguments, scope);
    }

    private static Map<String, Expansion> table() {
        Map<String, Expansion> table = new HashMap<>();
        table.put("let", (macros, name, arguments, scope) -> macros.let(arguments, scope));
        table.put("loop", (macros, name, arguments, scope) -> macros.loops.loop(arguments, scope));
        table.put("letfn", (macros, name, arguments, scope) -> macros.letfn(arguments, scope));
        table.put("if-not", (macros, name, arguments, scope) -> macros.ifNot(arguments, scope));
        table.put("when", (macros, name, arguments, scope) -> macros.when(arguments, scope, false));
        table.put("when-not", (macros, name, arguments, scope) -> macros.when(arguments, scope, true));
        put(table, Macros::ifLet, "if-let", "when-let", "if-some", "when-some");
        table.put("when-first", (macros, name, arguments, scope) -> macros.whenFirst(arguments, scope));
        table.put("cond", (macros, name, arguments, scope) -> macros.cond(arguments, scope));
        table.put("condp", (macros, name, arguments, scope) -> macros.condp(arguments, scope));
        table.put("case", (macros, name, arguments, scope) -> macros.caseOf(arguments, scope));
        table.put("and", (macros, name, arguments, scope) -> macros.and(arguments, scope));
        table.put("or", (macros, name, arguments, scope) -> macros.or(arguments, scope));
        put(table, Macros::thread, "->", "->>", "..");
        table.put("as->", (macros, name, arguments, scope) -> macros.as(arguments, scope));
        put(table, Macros::condThread, "cond->", "cond->>");
        put(table, Macros::someThread, "some->", "some->>");
        table.put("doto", (macros, name, arguments, scope) -> macros.doto(arguments, scope));
        put(table, (macros, name, arguments, scope) -> macros.loops.sequence(name, arguments, scope), "for", "doseq");
        table.put("dotimes", (macros, name, arguments, scope) -> macros.loops.dotimes(arguments, scope));
        table.put("while", (macros, name, arguments, scope) -> macros.loops.whileTrue(arguments, scope));
        table.put("lazy-seq", (macros, name, arguments, scope) -> macros.lazySeq(arguments, scope));
        table.put("comment", (macros, name, arguments, scope) -> null);
        table.put("vswap!", (macros, name, arguments, scope) -> macros.vswap(arguments, scope));
        table.put("assert", (macros, name, arguments, scope) -> macros.asserted(arguments, scope));
        // A reduction has nowhere to print to; one that was tried out at a prompt still runs.
        put(table, Macros::printed, "println", "print", "prn", "pr", "printf", "newline", "flush");
        return Map.copyOf(table);
    }

    private static void put(Map<String, Expansion> table, Expansion expansion, String... names) {
        for (String name : names) {
            table.put(name, expansion);
        }
    }

    private Object lazySeq(List<Object> arguments, Scope scope) {
        return Forms.list(
                Forms.safe("lazy-seq"), Forms.list(Forms.FN, PersistentVector.EMPTY, rewriter.body(arguments, scope)));
    }

    private Object printed(String name, List<Object> arguments, Scope scope) {
        return Forms.list(Forms.DO, vectorOf(arguments, scope), null);
    }

    private Object vectorOf(List<Object> arguments, Scope scope) {
        return Forms.vector(arguments.stream()
                .map(argument -> rewriter.form(argument, scope))
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll));
    }

    List<Object> bindings(String name, List<Object> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof IPersistentVector vector) || vector.count() % 2 != 0) {
            throw rewriter.refused("'" + name + "' has pairs of names and values in [ ]", null);
        }
        return Forms.items(vector);
    }

    static List<Object> rest(List<Object> arguments, int from) {
        return arguments.subList(Math.min(from, arguments.size()), arguments.size());
    }

    @Nullable Object loop(List<Object> arguments, Scope scope) {
        return loops.loop(arguments, scope);
    }

    @Nullable Object let(List<Object> arguments, Scope scope) {
        List<Object> pairs = bindings("let", arguments);
        Destructuring.Bindings made = new Destructuring.Bindings(scope);
        for (int i = 0; i < pairs.size(); i += 2) {
            rewriter.destructuring().bind(pairs.get(i), rewriter.form(pairs.get(i + 1), made.scope()), made);
        }
        return made.around(rewriter.body(rest(arguments, 1), made.scope()));
    }

    private Object letfn(List<Object> arguments, Scope scope) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof IPersistentVector functions)) {
            throw rewriter.refused("'letfn' has its functions in [ ]", null);
        }
        List<Symbol> names = new ArrayList<>();
        for (Object function : Forms.items(functions)) {
            if (!(function instanceof ISeq list)) {
                throw rewriter.refused("'letfn' has functions such as (name [argument] …)", null);
            }
            names.add(rewriter.destructuring().local(list.first()));
        }
        Scope inside = scope.with(names);
        List<Object> made = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            made.add(names.get(i));
            made.add(rewriter.function(((ISeq) Forms.items(functions).get(i)).cons(Forms.FN), inside));
        }
        return Forms.list(Symbol.intern("letfn*"), Forms.vector(made), rewriter.body(rest(arguments, 1), inside));
    }

    private Object ifNot(List<Object> arguments, Scope scope) {
        rewriter.count("if-not", arguments, 2, 3);
        return Forms.list(
                Forms.IF,
                rewriter.form(arguments.get(0), scope),
                arguments.size() == 3 ? rewriter.form(arguments.get(2), scope) : null,
                rewriter.form(arguments.get(1), scope));
    }

    private Object when(List<Object> arguments, Scope scope, boolean not) {
        rewriter.count(not ? "when-not" : "when", arguments, 1, Integer.MAX_VALUE);
        Object body = rewriter.body(rest(arguments, 1), scope);
        Object test = rewriter.form(arguments.get(0), scope);
        return not ? Forms.list(Forms.IF, test, null, body) : Forms.list(Forms.IF, test, body, null);
    }

    private Object ifLet(String name, List<Object> arguments, Scope scope) {
        List<Object> pair = bindings(name, arguments);
        if (pair.size() != 2) {
            throw rewriter.refused("'" + name + "' has one name and one value in [ ]", null);
        }
        boolean when = name.startsWith("when");
        if (!when) {
            rewriter.count(name, arguments, 2, 3);
        }
        Symbol value = rewriter.fresh();
        Destructuring.Bindings then = new Destructuring.Bindings(scope.with(value));
        rewriter.destructuring().bind(pair.get(0), value, then);
        Object yes =
                when ? rewriter.body(rest(arguments, 1), then.scope()) : rewriter.form(arguments.get(1), then.scope());
        Object no = !when && arguments.size() == 3 ? rewriter.form(arguments.get(2), scope) : null;
        Object given = rewriter.form(pair.get(1), scope);
        Object test = name.endsWith("some") ? Forms.list(Forms.core("some?"), value) : value;
        return Forms.list(
                Forms.LET, PersistentVector.create(value, given), Forms.list(Forms.IF, test, then.around(yes), no));
    }

    private Object whenFirst(List<Object> arguments, Scope scope) {
        List<Object> pair = bindings("when-first", arguments);
        Symbol seq = rewriter.fresh();
        Destructuring.Bindings then = new Destructuring.Bindings(scope.with(seq));
        rewriter.destructuring().bind(pair.get(0), Forms.list(Forms.core("first"), seq), then);
        Object body = then.around(rewriter.body(rest(arguments, 1), then.scope()));
        return Forms.list(
                Forms.LET,
                PersistentVector.create(seq, Forms.list(Forms.core("seq"), rewriter.form(pair.get(1), scope))),
                Forms.list(Forms.IF, seq, body, null));
    }

    private @Nullable Object cond(List<Object> arguments, Scope scope) {
        if (arguments.size() % 2 != 0) {
            throw rewriter.refused("'cond' has pairs of tests and values", null);
        }
        Object made = null;
        for (int i = arguments.size() - 2; i >= 0; i -= 2) {
            made = Forms.list(
                    Forms.IF, rewriter.form(arguments.get(i), scope), rewriter.form(arguments.get(i + 1), scope), made);
        }
        return made;
    }

    private Object condp(List<Object> arguments, Scope scope) {
        rewriter.count("condp", arguments, 2, Integer.MAX_VALUE);
        Symbol predicate = rewriter.fresh();
        Symbol value = rewriter.fresh();
        Object clauses = condpClauses(predicate, value, rest(arguments, 2), scope);
        return Forms.list(
                Forms.LET,
                PersistentVector.create(
                        predicate,
                        rewriter.form(arguments.get(0), scope),
                        value,
                        rewriter.form(arguments.get(1), scope)),
                clauses);
    }

    private @Nullable Object condpClauses(Symbol predicate, Symbol value, List<Object> clauses, Scope scope) {
        if (clauses.isEmpty()) {
            return Forms.list(Forms.safe("no-clause"), value);
        }
        if (clauses.size() == 1) {
            return rewriter.form(clauses.get(0), scope);
        }
        Object test = Forms.list(predicate, rewriter.form(clauses.get(0), scope), value);
        if (clauses.get(1) == Keyword.intern(">>")) {
            if (clauses.size() < 3) {
                throw rewriter.refused("a function is missing after :>>", null);
            }
            Symbol found = rewriter.fresh();
            return Forms.list(
                    Forms.LET,
                    PersistentVector.create(found, test),
                    Forms.list(
                            Forms.IF,
                            found,
                            Forms.list(rewriter.form(clauses.get(2), scope), found),
                            condpClauses(predicate, value, rest(clauses, 3), scope)));
        }
        return Forms.list(
                Forms.IF,
                test,
                rewriter.form(clauses.get(1), scope),
                condpClauses(predicate, value, rest(clauses, 2), scope));
    }

    private Object caseOf(List<Object> arguments, Scope scope) {
        rewriter.count("case", arguments, 1, Integer.MAX_VALUE);
        Symbol value = rewriter.fresh();
        int pairs = (arguments.size() - 1) / 2;
        Object made = arguments.size() % 2 == 0
                ? rewriter.form(arguments.get(arguments.size() - 1), scope)
                : Forms.list(Forms.safe("no-clause"), value);
        for (int i = pairs - 1; i >= 0; i--) {
            Object constant = arguments.get(1 + 2 * i);
            Object then = rewriter.form(arguments.get(2 + 2 * i), scope);
            List<Object> tests = new ArrayList<>();
            for (Object one : constant instanceof ISeq several ? Forms.items(several) : single(constant)) {
                tests.add(Forms.list(Forms.core("="), value, Forms.list(Forms.QUOTE, rewriter.data(one))));
            }
            Object test = tests.isEmpty() ? false : tests.get(tests.size() - 1);
            for (int t = tests.size() - 2; t >= 0; t--) {
                test = Forms.list(Forms.IF, tests.get(t), true, test);
            }
            made = Forms.list(Forms.IF, test, then, made);
        }
        return Forms.list(Forms.LET, PersistentVector.create(value, rewriter.form(arguments.get(0), scope)), made);
    }

    private static List<Object> single(Object one) {
        List<Object> list = new ArrayList<>();
        list.add(one);
        return list;
    }

    private @Nullable Object and(List<Object> arguments, Scope scope) {
        return oneAfterTheOther(
                arguments, true, scope, (value, others) -> Forms.list(Forms.IF, value, and(others, scope), value));
    }

    private @Nullable Object or(List<Object> arguments, Scope scope) {
        return oneAfterTheOther(
                arguments, null, scope, (value, others) -> Forms.list(Forms.IF, value, value, or(others, scope)));
    }

    /** @param none the value of no arguments @param choice the form for the name of the first one's value and the others */
    private @Nullable Object oneAfterTheOther(
            List<Object> arguments,
            @Nullable Object none,
            Scope scope,
            BiFunction<Symbol, List<Object>, Object> choice) {
        if (arguments.isEmpty()) {
            return none;
        }
        if (arguments.size() == 1) {
            return rewriter.form(arguments.get(0), scope);
        }
        Symbol value = rewriter.fresh();
        Object first = rewriter.form(arguments.get(0), scope);
        return Forms.list(Forms.LET, PersistentVector.create(value, first), choice.apply(value, rest(arguments, 1)));
    }

    /** A step of a thread with the value put in its place: as written, to be rewritten as a whole. */
    private static Object step(String name, Object form, Object value) {
        List<Object> step = new ArrayList<>();
        if (form instanceof ISeq list) {
            step.addAll(Forms.items(list));
        } else {
            step.add(form);
        }
        if (name.equals("..")) {
            step.add(0, Symbol.intern("."));
        }
        int at = name.endsWith(">>") ? step.size() : Math.min(1, step.size());
        step.add(at, value);
        return Objects.requireNonNull(Forms.placed(Forms.list(step), form));
    }

    private @Nullable Object thread(String name, List<Object> arguments, Scope scope) {
        rewriter.count(name, arguments, 1, Integer.MAX_VALUE);
        Object form = arguments.get(0);
        for (Object next : rest(arguments, 1)) {
            form = step(name, next, form);
        }
        return rewriter.form(form, scope);
    }

    private @Nullable Object as(List<Object> arguments, Scope scope) {
        rewriter.count("as->", arguments, 2, Integer.MAX_VALUE);
        Symbol name = rewriter.destructuring().local(arguments.get(1));
        Destructuring.Bindings made = new Destructuring.Bindings(scope);
        made.add(name, rewriter.form(arguments.get(0), scope));
        for (Object form : rest(arguments, 2)) {
            made.add(name, rewriter.form(form, made.scope()));
        }
        return made.around(name);
    }

    private @Nullable Object condThread(String name, List<Object> arguments, Scope scope) {
        if (arguments.size() % 2 != 1) {
            throw rewriter.refused("'" + name + "' has a value and pairs of tests and steps", null);
        }
        Symbol value = rewriter.fresh();
        Destructuring.Bindings made = new Destructuring.Bindings(scope);
        made.add(value, rewriter.form(arguments.get(0), scope));
        for (int i = 1; i < arguments.size(); i += 2) {
            made.add(
                    value,
                    Forms.list(
                            Forms.IF,
                            rewriter.form(arguments.get(i), made.scope()),
                            rewriter.form(step(name, arguments.get(i + 1), value), made.scope()),
                            value));
        }
        return made.around(value);
    }

    private @Nullable Object someThread(String name, List<Object> arguments, Scope scope) {
        rewriter.count(name, arguments, 1, Integer.MAX_VALUE);
        Symbol value = rewriter.fresh();
        Destructuring.Bindings made = new Destructuring.Bindings(scope);
        made.add(value, rewriter.form(arguments.get(0), scope));
        for (Object form : rest(arguments, 1)) {
            made.add(
                    value,
                    Forms.list(
                            Forms.IF,
                            Forms.list(Forms.core("nil?"), value),
                            null,
                            rewriter.form(step(name, form, value), made.scope())));
        }
        return made.around(value);
    }

    private @Nullable Object doto(List<Object> arguments, Scope scope) {
        rewriter.count("doto", arguments, 1, Integer.MAX_VALUE);
        Symbol value = rewriter.fresh();
        Destructuring.Bindings made = new Destructuring.Bindings(scope);
        made.add(value, rewriter.form(arguments.get(0), scope));
        for (Object form : rest(arguments, 1)) {
            made.add(rewriter.fresh(), rewriter.form(step("->", form, value), made.scope()));
        }
        return made.around(value);
    }

    private Object vswap(List<Object> arguments, Scope scope) {
        rewriter.count("vswap!", arguments, 2, Integer.MAX_VALUE);
        Symbol cell = rewriter.fresh();
        List<Object> call = new ArrayList<>();
        call.add(rewriter.form(arguments.get(1), scope));
        call.add(Forms.list(Forms.core("deref"), cell));
        for (Object argument : rest(arguments, 2)) {
            call.add(rewriter.form(argument, scope));
        }
        return Forms.list(
                Forms.LET,
                PersistentVector.create(cell, rewriter.form(arguments.get(0), scope)),
                Forms.list(Forms.core("vreset!"), cell, Forms.list(call)));
    }

    private Object asserted(List<Object> arguments, Scope scope) {
        rewriter.count("assert", arguments, 1, 2);
        Object message = arguments.size() == 2 ? rewriter.form(arguments.get(1), scope) : "assertion failed";
        return Forms.list(
                Forms.IF,
                rewriter.form(arguments.get(0), scope),
                null,
                Forms.list(Forms.safe("throw"), Forms.list(Forms.safe("exception"), message)));
    }
}
