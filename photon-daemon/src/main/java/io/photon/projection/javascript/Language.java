// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.javascript;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/**
 * The objects of the language. They take a third of a megabyte and most of the time of compiling, so that reductions share
 * them: made once, every part of them looked at, so that nothing is made later, and sealed. A reduction whose text changes
 * them, as one that adds a method to arrays does, has its own.
 */
final class Language {

    /** What keeps state of its own, waits for something, or makes code from texts. */
    private static final List<String> REMOVED =
            List.of("eval", "Script", "Promise", "Proxy", "WeakRef", "FinalizationRegistry", "Continuation");

    private static final String PROTO = "__proto__";

    private final boolean shared;
    private final ScriptableObject scope;
    private final Scriptable objectPrototype;
    private final Scriptable arrayPrototype;
    private final Function listing;
    private final Function freezing;
    private final Function defining;
    private final Set<Object> objects = Collections.newSetFromMap(new IdentityHashMap<>());

    private Language(Context context, boolean shared) {
        this.shared = shared;
        this.scope = context.initSafeStandardObjects(null, false);
        objectPrototype = ScriptableObject.getObjectPrototype(scope);
        arrayPrototype = ScriptableObject.getArrayPrototype(scope);
        listing = function("Array", "from");
        freezing = function("Object", "freeze");
        defining = function("Object", "defineProperty");
        forbidCodeFromTexts(context);
        for (String name : REMOVED) {
            scope.delete(name);
        }
        scope.defineProperty("Function", new NoCodeFromTexts(scope), ScriptableObject.DONTENUM);
        if (ScriptableObject.getProperty(scope, "Symbol") instanceof ScriptableObject symbols) {
            symbols.delete("for");
            symbols.delete("keyFor");
        }
        addConsole(context);
        guard("Object", "defineProperty");
        guard("Object", "defineProperties");
        guard("Object", "setPrototypeOf");
        guard("Object", "freeze");
        guard("Object", "seal");
        guard("Object", "preventExtensions");
        guard("Reflect", "defineProperty");
        guard("Reflect", "setPrototypeOf");
        guard("Reflect", "preventExtensions");
        guardPrototypes(context);
        guardMethods("Map", name -> List.of("set", "delete", "clear").contains(name));
        guardMethods("Set", name -> List.of("add", "delete", "clear").contains(name));
        guardMethods("Date", name -> name.startsWith("set"));
        guardMethods("RegExp", name -> name.equals("compile"));
        LocaleMethods.replace(scope);
    }

    /** A sealed object refuses assignments, but knows nothing of these. */
    private void guard(String owner, String name) {
        Function original = function(owner, name);
        ScriptableObject.putProperty(
                (Scriptable) ScriptableObject.getProperty(scope, owner),
                name,
                new LambdaFunction(scope, name, 2, (context, from, self, arguments) -> {
                    if (arguments.length > 0) {
                        refuseSealed(context, arguments[0]);
                    }
                    return original.call(context, from, self, arguments);
                }));
    }

    /** Nor of an assignment to {@code __proto__}. */
    private void guardPrototypes(Context context) {
        Function describing = function("Object", "getOwnPropertyDescriptor");
        Object found = describing.call(context, scope, null, new Object[] {objectPrototype, PROTO});
        if (found instanceof Scriptable property
                && ScriptableObject.getProperty(property, "set") instanceof Function original) {
            property.put("set", property, new LambdaFunction(scope, PROTO, 1, (cx, from, self, arguments) -> {
                refuseSealed(cx, self);
                return original.call(cx, from, self, arguments);
            }));
            defining.call(context, scope, null, new Object[] {objectPrototype, PROTO, property});
        }
    }

    /** Nor of what its own methods change inside it. */
    private void guardMethods(String type, Predicate<String> changes) {
        ScriptableObject prototype = (ScriptableObject) ScriptableObject.getClassPrototype(scope, type);
        for (Object id : prototype.getAllIds()) {
            if (id instanceof String name
                    && changes.test(name)
                    && prototype.get(name, prototype) instanceof Function original) {
                prototype.put(name, prototype, new LambdaFunction(scope, name, 1, (context, from, self, arguments) -> {
                    refuseSealed(context, self);
                    return original.call(context, from, self, arguments);
                }));
            }
        }
    }

    private static void refuseSealed(Context context, Object changed) {
        if (changed instanceof ScriptableObject target && (target.isSealed() || Realm.rewinds(context, target))) {
            throw ScriptRuntime.typeError("Cannot change a property of a sealed object.");
        }
    }

    /** In the place of the constructor of functions, where the engine looks for what functions have in common. */
    private static final class NoCodeFromTexts extends LambdaFunction {

        private static final long serialVersionUID = 1;

        NoCodeFromTexts(ScriptableObject scope) {
            super(scope, "Function", 1, (context, from, self, arguments) -> {
                throw refusal();
            });
            setPrototypeProperty(ScriptableObject.getFunctionPrototype(scope));
        }

        @Override
        public Scriptable construct(Context context, Scriptable from, Object[] arguments) {
            throw refusal();
        }

        private static RuntimeException refusal() {
            return ScriptRuntime.typeError("Function(\"…\") is not there: a reduction makes no code from texts.");
        }
    }

    /** {@code (function(){}).constructor("…")} is eval by another name. */
    private void forbidCodeFromTexts(Context context) {
        for (String kind : List.of("(function(){})", "(function*(){})")) {
            Object function = context.evaluateString(scope, kind, "realm", 1, null);
            Scriptable prototype = ((Scriptable) function).getPrototype();
            if (prototype instanceof ScriptableObject known) {
                known.delete("constructor");
                known.defineProperty("constructor", Undefined.instance, ScriptableObject.DONTENUM);
            }
        }
    }

    /** A reduction has nowhere to print to; one that was tried out in a browser still runs. */
    private void addConsole(Context context) {
        Scriptable console = context.newObject(scope);
        for (String name : List.of("log", "debug", "info", "warn", "error")) {
            ScriptableObject.putProperty(
                    console,
                    name,
                    new LambdaFunction(scope, name, 0, (cx, from, self, arguments) -> Undefined.instance));
        }
        ScriptableObject.putProperty(scope, "console", console);
    }

    /** For many reductions, on any threads: nothing of it changes any more. */
    static Language shared(Context context) {
        Language language = new Language(context, true);
        new Globals(context, language).find(language.objects);
        for (Object object : language.objects) {
            ((ScriptableObject) object).sealObject();
        }
        return language;
    }

    /** For one reduction, which may change it before it is sealed. */
    static Language own(Context context) {
        Language language = new Language(context, false);
        new Globals(context, language).find(language.objects);
        return language;
    }

    boolean isShared() {
        return shared;
    }

    /** All that there was before any code of users ran. */
    Set<Object> objects() {
        return objects;
    }

    ScriptableObject scope() {
        return scope;
    }

    Scriptable objectPrototype() {
        return objectPrototype;
    }

    Scriptable arrayPrototype() {
        return arrayPrototype;
    }

    /** Makes an array of something that has elements. */
    Function listing() {
        return listing;
    }

    Function freezing() {
        return freezing;
    }

    Function defining() {
        return defining;
    }

    Function function(String owner, String name) {
        Scriptable holder = (Scriptable) ScriptableObject.getProperty(scope, owner);
        return (Function) ScriptableObject.getProperty(holder, name);
    }
}
