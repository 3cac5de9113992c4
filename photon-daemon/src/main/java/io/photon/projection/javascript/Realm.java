package io.photon.projection.javascript;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.NativeObject;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;
import org.mozilla.javascript.regexp.RegExpImpl;

/**
 * The global objects of one reduction. Sealed by {@link Globals} as soon as it is compiled: what is kept from one event to
 * the next is the value and nothing else, or a restart would change it.
 */
final class Realm {

    /** What keeps state of its own, waits for something, or makes code from texts. */
    private static final List<String> REMOVED =
            List.of("eval", "Script", "Promise", "Proxy", "WeakRef", "FinalizationRegistry", "Continuation");

    private static final String PROTO = "__proto__";

    private final ScriptableObject scope;
    private final Scriptable objectPrototype;
    private final Scriptable arrayPrototype;
    private final Function listing;
    private final Function freezing;
    private final Function defining;
    /** What stands beside the function and remembers where it matched last. */
    private final List<ScriptableObject> expressions = new ArrayList<>();

    Realm(Context context) {
        scope = context.initSafeStandardObjects(null, false);
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
                        refuseSealed(arguments[0]);
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
                refuseSealed(self);
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
                    refuseSealed(self);
                    return original.call(context, from, self, arguments);
                }));
            }
        }
    }

    private void refuseSealed(Object changed) {
        if (changed instanceof ScriptableObject target && (target.isSealed() || expressions.contains(target))) {
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

    ScriptableObject scope() {
        return scope;
    }

    Scriptable objectPrototype() {
        return objectPrototype;
    }

    Scriptable object() {
        NativeObject object = new NativeObject();
        object.setPrototype(objectPrototype);
        object.setParentScope(scope);
        return object;
    }

    Scriptable array(Object[] elements) {
        NativeArray array = new NativeArray(elements);
        array.setPrototype(arrayPrototype);
        array.setParentScope(scope);
        return array;
    }

    /** The elements of a set, or the entries of a map, as an array. */
    NativeArray listed(Context context, Scriptable collection) {
        return (NativeArray) listing.call(context, scope, null, new Object[] {collection});
    }

    /** No property of it can be changed, removed or added any more. */
    void freeze(Context context, Object object) {
        freezing.call(context, scope, null, new Object[] {object});
    }

    /**
     * Has an array hold its elements as properties: push, pop and others of its methods change one that is packed densely
     * without a look at whether it is sealed.
     */
    void spread(Context context, NativeArray array) {
        long length = array.getLength();
        Object first = array.get(0, array);
        Scriptable property = object();
        property.put("value", property, first == Scriptable.NOT_FOUND ? null : first);
        for (String attribute : List.of("writable", "enumerable", "configurable")) {
            property.put(attribute, property, true);
        }
        defining.call(context, scope, null, new Object[] {array, 0, property});
        if (first == Scriptable.NOT_FOUND) {
            array.delete(0);
            array.put("length", array, (double) length);
        }
    }

    /** From here on this regular expression begins each event as if it were new; nothing else of it can be changed. */
    void rewind(ScriptableObject expression) {
        expression.preventExtensions();
        expressions.add(expression);
    }

    /** What regular expressions remember of the event before would be lost at a restart, so it is lost at every event. */
    void forgetMatches(Context context) {
        ScriptRuntime.setRegExpProxy(context, new RegExpImpl()); // what RegExp.$1 shows
        for (ScriptableObject expression : expressions) {
            expression.put("lastIndex", expression, 0);
        }
    }

    boolean isPlainObject(Object value) {
        return value instanceof NativeObject object
                && (object.getPrototype() == objectPrototype || object.getPrototype() == null);
    }

    boolean isGetter(ScriptableObject object, String name) {
        Object getter = object.getGetterOrSetter(name, 0, object, false);
        return getter != null && !Undefined.isUndefined(getter);
    }

    Function function(String owner, String name) {
        Scriptable holder = (Scriptable) ScriptableObject.getProperty(scope, owner);
        return (Function) ScriptableObject.getProperty(holder, name);
    }
}
