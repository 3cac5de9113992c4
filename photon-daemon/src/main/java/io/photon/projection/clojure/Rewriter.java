// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.IMapEntry;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IPersistentVector;
import clojure.lang.ISeq;
import clojure.lang.Keyword;
import clojure.lang.PersistentHashSet;
import clojure.lang.RT;
import clojure.lang.Symbol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a form as written into a form that can do no harm: special forms, locals, fully qualified functions of the
 * {@link AllowList} or of {@link SafeFunctions}, and data. Everything else is refused with its place; metadata is dropped,
 * so type hints and whatever hides in them are never seen by the compiler. One use, one thread.
 */
final class Rewriter {

    static final int MAX_DEPTH = 400;

    /** This many entries of a literal of a map keep the order in which they are written. */
    private static final int MOST_AS_WRITTEN = 8;

    private final Macros macros = new Macros(this);
    private final Destructuring destructuring = new Destructuring(this);
    private int line;
    private int column;
    private int depth;
    /** The symbols that we made, themselves: what is written the same way in a reduction is not one of them. */
    private final Set<Symbol> fresh = Collections.newSetFromMap(new IdentityHashMap<>());

    /** A reduction: the form must be a function. */
    Object reduction(Object form) {
        if (form instanceof ISeq list && list.first() instanceof Symbol head) {
            String name = head.toString();
            if (name.equals("fn") || name.equals("fn*") || name.equals("serializable.fn/fn") || name.equals("sfn/fn")) {
                place(form);
                checkArguments(Forms.items(list.next()));
                return function(list, Scope.EMPTY);
            }
        }
        place(form);
        throw refused(
                "a reduction is a function of the previous value and the event",
                "e.g. (fn [prev next] (assoc prev :last (:order-id next)))");
    }

    /** It is called with two: said now, not at the first event. */
    private void checkArguments(List<Object> parts) {
        for (Object part : parts) {
            Object arguments = part instanceof ISeq arity ? arity.first() : part;
            if (arguments instanceof IPersistentVector vector) {
                List<Object> names = Forms.items(vector);
                int rest = names.indexOf(Symbol.intern("&"));
                if (rest >= 0 ? rest <= 2 : names.size() == 2) {
                    return;
                }
            }
            if (part instanceof IPersistentVector) {
                break;
            }
        }
        throw refused(
                "a reduction takes two arguments, the previous value and the event",
                "e.g. (fn [prev next] prev), or #(do %2 %1)");
    }

    RefusedFormException refused(String message, @Nullable String hint) {
        return new RefusedFormException(line, column, message, hint);
    }

    /** A name that no reduction can use. */
    Symbol fresh() {
        Symbol made = Symbol.intern("g" + (fresh.size() + 1) + Destructuring.OURS);
        fresh.add(made);
        return made;
    }

    Destructuring destructuring() {
        return destructuring;
    }

    private void place(Object form) {
        IPersistentMap meta = RT.meta(form);
        if (meta != null && meta.valAt(Forms.LINE) instanceof Number at) {
            line = at.intValue();
            column = meta.valAt(Forms.COLUMN) instanceof Number col ? col.intValue() : 0;
        }
    }

    /** An expression. */
    @Nullable Object form(Object form, Scope scope) {
        if (++depth > MAX_DEPTH) {
            throw refused("nested deeper than " + MAX_DEPTH, null);
        }
        place(form);
        Object made;
        if (form instanceof Symbol symbol) {
            made = value(symbol, scope);
        } else if (form instanceof ISeq list) {
            made = list.seq() == null ? Forms.list() : Forms.placed(list(list, scope), form);
        } else if (form instanceof IPersistentVector vector) {
            made = Forms.vector(all(vector, scope));
        } else if (form instanceof IPersistentMap map) {
            made = map(map, scope);
        } else if (form instanceof IPersistentSet set) {
            made = set(set, scope);
        } else {
            made = constant(form);
        }
        depth--;
        return made;
    }

    List<Object> all(Object forms, Scope scope) {
        List<Object> made = new ArrayList<>();
        for (Object form : Forms.items(forms)) {
            made.add(form(form, scope));
        }
        return made;
    }

    /** Several forms as one. */
    @Nullable Object body(List<Object> forms, Scope scope) {
        if (forms.isEmpty()) {
            return null;
        }
        if (forms.size() == 1) {
            return form(forms.get(0), scope);
        }
        List<Object> made = new ArrayList<>();
        made.add(Forms.DO);
        for (Object form : forms) {
            made.add(form(form, scope));
        }
        return Forms.list(made);
    }

    private Object map(IPersistentMap map, Scope scope) {
        // As a call: rewritten keys may be equal where the written ones were not.
        List<Object> entries = new ArrayList<>();
        boolean constant = true;
        List<Object> written = Forms.items(map);
        for (Object entry : map.count() > MOST_AS_WRITTEN ? LiteralOrder.of(written, Rewriter::key) : written) {
            Object key = key(entry);
            constant &= key instanceof Keyword || key instanceof String || key instanceof Number;
            entries.add(form(key, scope));
            entries.add(form(((IMapEntry) entry).val(), scope));
        }
        if (constant) {
            return RT.map(entries.toArray());
        }
        entries.add(0, map.count() > MOST_AS_WRITTEN ? Forms.core("hash-map") : Forms.core("array-map"));
        return Forms.list(entries);
    }

    private static Object key(Object entry) {
        return ((IMapEntry) entry).key();
    }

    private Object set(IPersistentSet set, Scope scope) {
        List<Object> elements = all(LiteralOrder.of(Forms.items(set), element -> element), scope);
        elements.add(0, Forms.core("hash-set"));
        return Forms.list(elements);
    }

    /** Data that stands for itself. */
    private Object constant(Object form) {
        if (form == null
                || form instanceof String
                || form instanceof Boolean
                || form instanceof Number
                || form instanceof Character
                || form instanceof Keyword
                || form instanceof Pattern
                || form instanceof Date
                || form instanceof UUID) {
            return form;
        }
        throw refused("a " + form.getClass().getSimpleName() + " cannot stand in a reduction", null);
    }

    /** Quoted data: nothing in it is evaluated, and nothing of its metadata is kept. */
    Object data(Object form) {
        if (++depth > MAX_DEPTH) {
            throw refused("nested deeper than " + MAX_DEPTH, null);
        }
        Object made;
        if (form instanceof Symbol symbol) {
            if (LiteralOrder.GENERATED.matcher(symbol.getName()).find()) {
                throw refused(
                        "'" + symbol.getName().replaceFirst("__\\d+(__auto__|#)$", "#")
                                + "' is another name in each process (x# in a syntax quote, % in a quoted #(…))",
                        "write the name, without #");
            }
            made = Symbol.intern(symbol.getNamespace(), symbol.getName());
        } else if (form instanceof ISeq list) {
            made = Forms.list(Forms.items(list).stream().map(this::dataOrNil).toList());
        } else if (form instanceof IPersistentVector vector) {
            made = Forms.vector(
                    Forms.items(vector).stream().map(this::dataOrNil).toList());
        } else if (form instanceof IPersistentMap map) {
            List<Object> entries = new ArrayList<>();
            for (Object entry : map) {
                entries.add(data(((IMapEntry) entry).key()));
                entries.add(data(((IMapEntry) entry).val()));
            }
            made = RT.map(entries.toArray());
        } else if (form instanceof IPersistentSet set) {
            made = PersistentHashSet.create(
                    Forms.items(set).stream().map(this::dataOrNil).toList());
        } else {
            made = constant(form);
        }
        depth--;
        return made;
    }

    private Object dataOrNil(Object form) {
        return data(form);
    }

    /** A symbol that stands for a value. */
    private Object value(Symbol symbol, Scope scope) {
        if (scope.has(symbol)) {
            if (symbol.getName().endsWith(Destructuring.OURS) && !fresh.contains(symbol)) {
                throw refused("'" + symbol + "' is not known in a reduction", null);
            }
            return symbol.getName().endsWith(Destructuring.OURS) ? symbol : Symbol.intern(symbol.getName());
        }
        String safe = SafeFunctions.named(symbol.toString());
        if (safe != null) {
            return Forms.safe(safe);
        }
        String space = AllowList.space(symbol.getNamespace(), symbol.getName());
        if (space != null) {
            return Symbol.intern(space, symbol.getName());
        }
        throw refused("'" + symbol + "' is not known in a reduction", AllowList.hint(symbol.getName()));
    }

    /** How a special form is rewritten. */
    private interface Rewriting {
        @Nullable Object of(Rewriter rewriter, ISeq list, List<Object> arguments, Scope scope);
    }

    private static final Map<String, Rewriting> REWRITTEN = Map.ofEntries(
            Map.entry("if", (rewriter, list, arguments, scope) -> {
                rewriter.count("if", arguments, 2, 3);
                return rewriter.call(Forms.IF, arguments, scope);
            }),
            Map.entry("do", (rewriter, list, arguments, scope) -> rewriter.body(arguments, scope)),
            Map.entry("quote", (rewriter, list, arguments, scope) -> {
                rewriter.count("quote", arguments, 1, 1);
                return Forms.list(Forms.QUOTE, rewriter.data(arguments.get(0)));
            }),
            Map.entry("recur", (rewriter, list, arguments, scope) -> rewriter.call(Forms.RECUR, arguments, scope)),
            Map.entry("throw", (rewriter, list, arguments, scope) -> {
                rewriter.count("throw", arguments, 1, 1);
                return Forms.list(Forms.safe("throw"), rewriter.form(arguments.get(0), scope));
            }),
            Map.entry("try", (rewriter, list, arguments, scope) -> rewriter.tryForm(arguments, scope)),
            Map.entry("fn*", (rewriter, list, arguments, scope) -> rewriter.function(list, scope)),
            Map.entry("serializable.fn/fn", (rewriter, list, arguments, scope) -> rewriter.function(list, scope)),
            Map.entry("let*", (rewriter, list, arguments, scope) -> rewriter.macros.let(arguments, scope)),
            Map.entry("loop*", (rewriter, list, arguments, scope) -> rewriter.macros.loop(arguments, scope)),
            Map.entry(".", (rewriter, list, arguments, scope) -> rewriter.method(arguments, scope)));

    private @Nullable Object list(ISeq list, Scope scope) {
        if (!(list.first() instanceof Symbol head)) {
            return Forms.list(all(list, scope));
        }
        List<Object> arguments = Forms.items(list.next());
        String name = head.getNamespace() == null || head.getNamespace().equals("clojure.core")
                ? head.getName()
                : head.toString();
        Rewriting special = REWRITTEN.get(name);
        if (special != null) {
            return special.of(this, list, arguments, scope);
        }
        if (SpecialForms.has(name)) { // before locals, as Clojure's compiler does
            throw refused("'" + name + "' cannot be used in a reduction", AllowList.hint(name));
        }
        if (scope.has(head)) {
            return Forms.list(all(list, scope));
        }
        if (name.equals("fn")) {
            return function(list, scope);
        }
        if (Macros.has(name)) {
            return macros.expand(name, arguments, scope);
        }
        if (name.length() > 1 && name.startsWith(".") && head.getNamespace() == null) {
            List<Object> call = new ArrayList<>(arguments);
            count(name, arguments, 1, Integer.MAX_VALUE);
            call.add(1, Symbol.intern(name.substring(1)));
            return method(call, scope);
        }
        if (name.length() > 1 && name.endsWith(".")) {
            return exception(name.substring(0, name.length() - 1), arguments, scope);
        }
        return Forms.list(all(list, scope));
    }

    private Object call(Symbol head, List<Object> arguments, Scope scope) {
        List<Object> made = new ArrayList<>();
        made.add(head);
        for (Object argument : arguments) {
            made.add(form(argument, scope));
        }
        return Forms.list(made);
    }

    void count(String name, List<Object> arguments, int min, int max) {
        if (arguments.size() < min || arguments.size() > max) {
            throw refused(
                    "'" + name + "' has " + arguments.size() + " arguments; it takes "
                            + (min == max ? min : max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max),
                    null);
        }
    }

    /** {@code (. text method argument…)}: one of our functions of that name, which takes strings only. */
    private Object method(List<Object> parts, Scope scope) {
        List<Object> arguments = new ArrayList<>(parts);
        if (arguments.size() == 2 && arguments.get(1) instanceof ISeq inner) {
            arguments.remove(1);
            arguments.addAll(Forms.items(inner));
        }
        count(".", arguments, 2, 6);
        if (!(arguments.remove(1) instanceof Symbol method)) {
            throw refused("the name of a method is missing", null);
        }
        String safe = SafeFunctions.method(method.toString());
        if (safe == null) {
            throw refused(
                    "the method ." + method + " cannot be called in a reduction",
                    "methods of strings can, e.g. .startsWith, .indexOf, .toLowerCase; or use clojure.string");
        }
        return call(Forms.safe(safe), arguments, scope);
    }

    /** {@code (Exception. "…")}, to be thrown. */
    private Object exception(String type, List<Object> arguments, Scope scope) {
        if (!ClojureErrors.canBeMade(type)) {
            throw refused("(" + type + ". …) cannot be made in a reduction", AllowList.hint("class"));
        }
        count(type + ".", arguments, 0, 2);
        return call(Forms.safe("exception"), arguments.subList(0, Math.min(1, arguments.size())), scope);
    }

    private Object tryForm(List<Object> parts, Scope scope) {
        List<Object> made = new ArrayList<>();
        made.add(Symbol.intern("try"));
        boolean caught = false;
        for (Object part : parts) {
            if (part instanceof ISeq clause
                    && clause.first() instanceof Symbol head
                    && head.toString().equals("catch")) {
                List<Object> items = Forms.items(clause);
                count("catch", items, 3, Integer.MAX_VALUE);
                Object type = items.get(1);
                if (!ClojureErrors.canBeCaught(String.valueOf(type))) {
                    throw refused("'" + type + "' cannot be caught in a reduction", "catch Exception");
                }
                if (caught) {
                    throw refused("one catch is enough: it catches every exception", null);
                }
                caught = true;
                Symbol name = destructuring.local(items.get(2));
                // Only exceptions, whatever is written: what stops a reduction is an error, and not for it to catch.
                made.add(Forms.list(
                        Symbol.intern("catch"),
                        Symbol.intern("java.lang.Exception"),
                        name,
                        body(items.subList(3, items.size()), scope.with(name))));
            } else if (part instanceof ISeq clause
                    && clause.first() instanceof Symbol head
                    && head.toString().equals("finally")) {
                made.add(Forms.list(Symbol.intern("finally"), body(Forms.items(clause.next()), scope)));
            } else {
                made.add(form(part, scope));
            }
        }
        return Forms.list(made);
    }

    /** {@code (fn name? [argument…] …)} and {@code (fn name? ([argument…] …)…)}. */
    Object function(ISeq list, Scope scope) {
        List<Object> parts = Forms.items(list.next());
        List<Object> made = new ArrayList<>();
        made.add(Forms.FN);
        Scope inside = scope;
        if (!parts.isEmpty() && parts.get(0) instanceof Symbol) {
            Symbol name = destructuring.local(parts.remove(0));
            made.add(name);
            inside = scope.with(name);
        }
        if (!parts.isEmpty() && parts.get(0) instanceof IPersistentVector) {
            made.add(arity(parts, inside));
        } else {
            for (Object part : parts) {
                if (!(part instanceof ISeq arity) || !(arity.first() instanceof IPersistentVector)) {
                    throw refused("a function has its arguments in [ ]", "e.g. (fn [prev next] prev)");
                }
                place(part);
                made.add(arity(Forms.items(arity), inside));
            }
            if (parts.isEmpty()) {
                throw refused("a function has its arguments in [ ]", "e.g. (fn [prev next] prev)");
            }
        }
        return Objects.requireNonNull(Forms.placed(Forms.list(made), list));
    }

    private Object arity(List<Object> parts, Scope scope) {
        List<Object> body = parts.subList(1, parts.size());
        if (body.size() > 1
                && body.get(0) instanceof Map<?, ?> conditions
                && (conditions.containsKey(Keyword.intern("pre")) || conditions.containsKey(Keyword.intern("post")))) {
            throw refused("conditions (:pre, :post) are not supported", "use if and throw");
        }
        Destructuring.Arguments arguments = destructuring.arguments((IPersistentVector) parts.get(0), scope);
        return Forms.list(Forms.vector(arguments.names()), arguments.around(body(body, arguments.scope())));
    }
}
