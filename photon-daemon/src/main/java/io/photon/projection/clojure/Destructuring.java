// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.IMapEntry;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentVector;
import clojure.lang.Keyword;
import clojure.lang.Symbol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patterns of names, as in {@code (let [{:keys [a b]} m, [x & more] xs] …)}, as plain names. */
final class Destructuring {

    /** Ends names that we make. */
    static final String OURS = "__photon";

    private final Rewriter rewriter;

    Destructuring(Rewriter rewriter) {
        this.rewriter = rewriter;
    }

    /** Names and values, in order, for {@code let*}; and what is known after them. */
    static final class Bindings {
        private final List<Object> pairs = new ArrayList<>();
        private Scope scope;

        Bindings(Scope scope) {
            this.scope = scope;
        }

        void add(Symbol name, @Nullable Object value) {
            pairs.add(name);
            pairs.add(value);
            scope = scope.with(name);
        }

        Scope scope() {
            return scope;
        }

        @Nullable Object around(@Nullable Object body) {
            return pairs.isEmpty() ? body : Forms.list(Forms.LET, Forms.vector(pairs), body);
        }
    }

    /** A function's plain arguments, and what makes the written ones of them. */
    record Arguments(List<Object> names, Bindings bindings) {
        Scope scope() {
            return bindings.scope();
        }

        @Nullable Object around(@Nullable Object body) {
            return bindings.around(body);
        }
    }

    /** A name that may be given to a local. */
    Symbol local(Object form) {
        if (!(form instanceof Symbol symbol)) {
            throw rewriter.refused("a name is missing: " + form, null);
        }
        String name = symbol.getName();
        if (symbol.getNamespace() != null || name.indexOf('.') >= 0 || name.endsWith(OURS)) {
            throw rewriter.refused("'" + symbol + "' cannot be a local name", null);
        }
        if (SpecialForms.has(name)) {
            throw rewriter.refused(
                    "'" + name + "' is a special form of Clojure and cannot be a local name",
                    "give the local another name");
        }
        return Symbol.intern(name);
    }

    Arguments arguments(IPersistentVector pattern, Scope scope) {
        List<Object> names = new ArrayList<>();
        List<Object> patterns = new ArrayList<>();
        Scope plain = scope;
        for (Object part : Forms.items(pattern)) {
            if (part instanceof Symbol symbol && symbol.toString().equals("&")) {
                names.add(symbol);
                patterns.add(null);
                continue;
            }
            boolean simple = part instanceof Symbol;
            Symbol name = simple ? local(part) : rewriter.fresh();
            names.add(name);
            patterns.add(simple ? null : part);
            plain = plain.with(name);
        }
        Bindings bindings = new Bindings(plain);
        for (int i = 0; i < names.size(); i++) {
            if (patterns.get(i) != null) {
                bind(patterns.get(i), names.get(i), bindings);
            }
        }
        return new Arguments(names, bindings);
    }

    /** @param value a form that is made already */
    void bind(Object pattern, @Nullable Object value, Bindings to) {
        if (pattern instanceof Symbol) {
            to.add(local(pattern), value);
        } else if (pattern instanceof IPersistentVector vector) {
            vector(vector, named(value, to), to);
        } else if (pattern instanceof IPersistentMap map) {
            map(map, named(value, to), to);
        } else {
            throw rewriter.refused("a name is missing: " + pattern, null);
        }
    }

    private Symbol named(@Nullable Object value, Bindings to) {
        // Not a local of the reduction: the pattern may bind its name again before the value was taken apart.
        if (value instanceof Symbol symbol && symbol.getName().endsWith(OURS)) {
            return symbol;
        }
        Symbol name = rewriter.fresh();
        to.add(name, value);
        return name;
    }

    private void vector(IPersistentVector pattern, Symbol value, Bindings to) {
        List<Object> parts = Forms.items(pattern);
        int index = 0;
        for (int i = 0; i < parts.size(); i++) {
            Object part = parts.get(i);
            boolean rest = part instanceof Symbol symbol && symbol.toString().equals("&");
            boolean as = part == Keyword.intern("as");
            if ((rest || as) && i + 1 == parts.size()) {
                throw rewriter.refused("a name is missing after '" + part + "'", null);
            }
            if (rest) {
                bind(parts.get(++i), Forms.list(Forms.core("nthnext"), value, (long) index), to);
            } else if (as) {
                bind(parts.get(++i), value, to);
            } else {
                bind(part, Forms.list(Forms.core("nth"), value, (long) index++, null), to);
            }
        }
    }

    private void map(IPersistentMap pattern, Symbol given, Bindings to) {
        Symbol value = rewriter.fresh();
        to.add(value, Forms.list(Forms.safe("map-argument"), given));
        Object defaults = pattern.valAt(Keyword.intern("or"));
        IPersistentMap or = defaults instanceof IPersistentMap some ? some : null;
        for (Object item : pattern) {
            Object key = ((IMapEntry) item).key();
            Object part = ((IMapEntry) item).val();
            if (key instanceof Keyword keyword) {
                switch (keyword.getName()) {
                    case "or" -> {
                        continue;
                    }
                    case "as" -> to.add(local(part), value);
                    case "keys", "strs", "syms" -> names(keyword, part, value, or, to);
                    default -> throw rewriter.refused("a pattern knows no " + keyword, "use :keys, :strs, :or and :as");
                }
            } else {
                bind(key, lookup(key, rewriter.form(part, to.scope()), value, or, to), to);
            }
        }
    }

    private void names(Keyword kind, Object names, Symbol value, @Nullable IPersistentMap or, Bindings to) {
        if (!(names instanceof IPersistentVector)) {
            throw rewriter.refused(kind + " has its names in [ ]", null);
        }
        for (Object part : Forms.items(names)) {
            Symbol named =
                    part instanceof Keyword keyword ? keyword.sym : part instanceof Symbol symbol ? symbol : null;
            if (named == null) {
                throw rewriter.refused("a name is missing in " + kind, null);
            }
            Symbol local = local(Symbol.intern(named.getName()));
            String space = named.getNamespace() == null ? kind.getNamespace() : named.getNamespace();
            Object key = switch (kind.getName()) {
                case "keys" -> Keyword.intern(space, named.getName());
                case "strs" -> named.getName();
                default -> Forms.list(Forms.QUOTE, Symbol.intern(space, named.getName()));
            };
            to.add(local, lookup(local, key, value, or, to));
        }
    }

    private Object lookup(Object local, @Nullable Object key, Symbol value, @Nullable IPersistentMap or, Bindings to) {
        Object name = local instanceof Symbol symbol ? Symbol.intern(symbol.getName()) : null;
        return name != null && or != null && or.containsKey(name)
                ? Forms.list(Forms.core("get"), value, key, rewriter.form(or.valAt(name), to.scope()))
                : Forms.list(Forms.core("get"), value, key);
    }
}
