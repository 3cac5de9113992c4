// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.Keyword;
import clojure.lang.PersistentVector;
import clojure.lang.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The macros that repeat something. */
final class LoopMacros {

    private final Rewriter rewriter;
    private final Macros macros;

    LoopMacros(Rewriter rewriter, Macros macros) {
        this.rewriter = rewriter;
        this.macros = macros;
    }

    @Nullable Object loop(List<Object> arguments, Scope scope) {
        List<Object> pairs = macros.bindings("loop", arguments);
        Destructuring.Bindings first = new Destructuring.Bindings(scope);
        List<Object> heads = new ArrayList<>();
        List<Object> patterns = new ArrayList<>();
        Scope inside = scope;
        for (int i = 0; i < pairs.size(); i += 2) {
            Object pattern = pairs.get(i);
            boolean plain = pattern instanceof Symbol;
            Symbol name = plain ? rewriter.destructuring().local(pattern) : rewriter.fresh();
            first.add(name, rewriter.form(pairs.get(i + 1), first.scope()));
            if (!plain) { // later values may use its names
                rewriter.destructuring().bind(pattern, name, first);
            }
            heads.add(name);
            heads.add(name);
            patterns.add(plain ? null : pattern);
            inside = inside.with(name);
        }
        Destructuring.Bindings again = new Destructuring.Bindings(inside);
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i) != null) {
                rewriter.destructuring().bind(patterns.get(i), heads.get(2 * i), again);
            }
        }
        Object body = again.around(rewriter.body(Macros.rest(arguments, 1), again.scope()));
        return first.around(Forms.list(Forms.LOOP, Forms.vector(heads), body));
    }

    Object sequence(String name, List<Object> arguments, Scope scope) {
        List<Object> clauses = macros.bindings(name, arguments);
        if (clauses.isEmpty() || clauses.get(0) instanceof Keyword) {
            throw rewriter.refused("'" + name + "' begins with a name and a collection", null);
        }
        boolean lazy = name.equals("for");
        if (lazy) {
            rewriter.count(name, arguments, 2, 2);
        }
        return each(lazy, clauses, Macros.rest(arguments, 1), scope);
    }

    /** One collection: a function of its element gives a sequence (for), or does something (doseq). */
    private Object each(boolean lazy, List<Object> clauses, List<Object> body, Scope scope) {
        Object collection = rewriter.form(clauses.get(1), scope);
        Symbol element = rewriter.fresh();
        Destructuring.Bindings made = new Destructuring.Bindings(scope.with(element));
        rewriter.destructuring().bind(clauses.get(0), element, made);
        Object inner = made.around(modified(lazy, Macros.rest(clauses, 2), body, made.scope()));
        return Forms.list(
                Forms.safe(lazy ? "for" : "doseq"),
                Forms.list(Forms.FN, PersistentVector.create(element), inner),
                collection);
    }

    private @Nullable Object modified(boolean lazy, List<Object> clauses, List<Object> body, Scope scope) {
        if (clauses.isEmpty()) {
            Object made = rewriter.body(body, scope);
            return lazy ? Forms.list(Forms.core("list"), made) : Forms.list(Forms.DO, made, null);
        }
        if (!(clauses.get(0) instanceof Keyword modifier)) {
            return each(lazy, clauses, body, scope);
        }
        List<Object> others = Macros.rest(clauses, 2);
        switch (modifier.getName()) {
            case "let" -> {
                List<Object> pairs = macros.bindings(":let", Macros.rest(clauses, 1));
                Destructuring.Bindings made = new Destructuring.Bindings(scope);
                for (int i = 0; i < pairs.size(); i += 2) {
                    rewriter.destructuring().bind(pairs.get(i), rewriter.form(pairs.get(i + 1), made.scope()), made);
                }
                return made.around(modified(lazy, others, body, made.scope()));
            }
            case "when" -> {
                return Forms.list(
                        Forms.IF, rewriter.form(clauses.get(1), scope), modified(lazy, others, body, scope), null);
            }
            case "while" -> {
                return Forms.list(
                        Forms.IF,
                        rewriter.form(clauses.get(1), scope),
                        modified(lazy, others, body, scope),
                        Forms.safe("stop"));
            }
            default -> throw rewriter.refused("'for' and 'doseq' know no " + modifier, "use :let, :when and :while");
        }
    }

    Object dotimes(List<Object> arguments, Scope scope) {
        List<Object> pair = macros.bindings("dotimes", arguments);
        Symbol index = rewriter.destructuring().local(pair.get(0));
        Symbol end = rewriter.fresh();
        Object body = rewriter.body(Macros.rest(arguments, 1), scope.with(end).with(index));
        return Forms.list(
                Forms.LET,
                PersistentVector.create(end, Forms.list(Forms.core("long"), rewriter.form(pair.get(1), scope))),
                Forms.list(
                        Forms.LOOP,
                        PersistentVector.create(index, 0L),
                        Forms.list(
                                Forms.IF,
                                Forms.list(Forms.core("<"), index, end),
                                Forms.list(
                                        Forms.DO,
                                        body,
                                        Forms.list(Forms.RECUR, Forms.list(Forms.core("unchecked-inc"), index))),
                                null)));
    }

    Object whileTrue(List<Object> arguments, Scope scope) {
        rewriter.count("while", arguments, 1, Integer.MAX_VALUE);
        return Forms.list(
                Forms.LOOP,
                PersistentVector.EMPTY,
                Forms.list(
                        Forms.IF,
                        rewriter.form(arguments.get(0), scope),
                        Forms.list(Forms.DO, rewriter.body(Macros.rest(arguments, 1), scope), Forms.list(Forms.RECUR)),
                        null));
    }
}
